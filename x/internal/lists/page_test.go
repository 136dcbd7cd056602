package lists_test

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/lists"
)

func TestPage(t *testing.T) {
	tests := []struct {
		name string
		req  *query.PageRequest

		want query.PageRequest
	}{
		{name: "no request is the first hundred", req: nil, want: query.PageRequest{Limit: 100}},
		{name: "no limit is a hundred", req: &query.PageRequest{Offset: 7}, want: query.PageRequest{Offset: 7, Limit: 100}},
		{name: "a limit stands", req: &query.PageRequest{Limit: 1}, want: query.PageRequest{Limit: 1}},
		{name: "the most stands", req: &query.PageRequest{Limit: 1_000}, want: query.PageRequest{Limit: 1_000}},
		{name: "more than the most is the most", req: &query.PageRequest{Limit: math.MaxUint64}, want: query.PageRequest{Limit: 1_000}},
		{name: "nothing is counted", req: &query.PageRequest{Limit: 5, CountTotal: true}, want: query.PageRequest{Limit: 5}},
		{
			name: "key and direction stand",
			req:  &query.PageRequest{Key: []byte{1}, Limit: 5, Reverse: true},
			want: query.PageRequest{Key: []byte{1}, Limit: 5, Reverse: true},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			var before query.PageRequest
			if tc.req != nil {
				before = *tc.req
			}
			if got := lists.Page(tc.req); !reflect.DeepEqual(*got, tc.want) {
				t.Fatalf("expected %v, got %v", tc.want, *got)
			}
			if tc.req != nil && !reflect.DeepEqual(*tc.req, before) {
				t.Fatalf("expected the request to stay %v, got %v", before, *tc.req)
			}
		})
	}
}

func TestSpanOf(t *testing.T) {
	five := lists.Next(5).NextKey
	tests := []struct {
		name string
		req  *query.PageRequest

		want    lists.Span
		wantErr string
	}{
		{name: "no request begins at 0", req: nil, want: lists.Span{Limit: 100}},
		{name: "an offset is a number", req: &query.PageRequest{Offset: 9, Limit: 2}, want: lists.Span{From: 9, Limit: 2}},
		{name: "a key is a number", req: &query.PageRequest{Key: five, Limit: 2}, want: lists.Span{From: 5, Limit: 2}},
		{name: "the limit is bounded", req: &query.PageRequest{Limit: 2_000}, want: lists.Span{Limit: 1_000}},
		{name: "the last number is a number", req: &query.PageRequest{Offset: math.MaxUint64}, want: lists.Span{From: math.MaxUint64, Limit: 100}},
		{name: "backwards is refused", req: &query.PageRequest{Reverse: true}, wantErr: "pagination: expected ascending order, got reverse"},
		{name: "key and offset are refused", req: &query.PageRequest{Key: five, Offset: 1}, wantErr: "pagination: expected a key or an offset, got both"},
		{name: "a short key is refused", req: &query.PageRequest{Key: five[1:]}, wantErr: "pagination: expected a key of 8 bytes, got 7"},
		{name: "a long key is refused", req: &query.PageRequest{Key: append(five, 0)}, wantErr: "pagination: expected a key of 8 bytes, got 9"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			got, err := lists.SpanOf(tc.req)
			if tc.wantErr == "" && (err != nil || got != tc.want) {
				t.Fatalf("expected %v, got %v, %v", tc.want, got, err)
			}
			if tc.wantErr != "" && (!errors.Is(err, sdkerrors.ErrInvalidRequest) || !strings.HasPrefix(err.Error(), tc.wantErr+":")) {
				t.Fatalf("expected %q, got %v", tc.wantErr, err)
			}
		})
	}
}

func TestNextIsReadBack(t *testing.T) {
	for _, number := range []uint64{0, 1, 255, 256, math.MaxUint64} {
		got, err := lists.SpanOf(&query.PageRequest{Key: lists.Next(number).NextKey})
		if err != nil || got.From != number {
			t.Fatalf("expected %d, got %d, %v", number, got.From, err)
		}
	}
}
