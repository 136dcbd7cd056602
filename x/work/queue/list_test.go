package queue_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/work/queue"
)

// Pages of two list all items, those of a module or of a record, in the order of the store.
func TestLists(t *testing.T) {
	f := setup(t)
	var everything []string
	for _, module := range []string{"water", "work", "works"} { // one name begins with another
		for record := range uint64(3) {
			for number := range uint64(3) {
				it := item{Record: record, At: 9, Kind: 2, Number: number}
				f.pushTo(t, module, it)
				if err := f.store.PutFailed(f.ctx, module, failed{Item: it, Reason: "no", FailedAt: 10}); err != nil {
					t.Fatal(err)
				}
				everything = append(everything, fmt.Sprint(module, it))
			}
		}
	}
	tests := []struct {
		name string
		of   queue.Lane

		want []string
	}{
		{name: "all modules", of: queue.Lane{}, want: everything},
		{name: "one module", of: queue.Lane{Module: "work"}, want: everything[9:18]},
		{name: "one record", of: queue.Lane{Module: "work", Record: 1}, want: everything[12:15]},
		{name: "a record without work", of: queue.Lane{Module: "work", Record: 7}, want: nil},
		{name: "a module without work", of: queue.Lane{Module: "wor"}, want: nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pending := pages(t, func(page *query.PageRequest) ([]string, *query.PageResponse, error) {
				return queue.ListPending(f.ctx, f.store, tt.of, page, func(module string, it item) string {
					return fmt.Sprint(module, it)
				})
			})
			if !slices.Equal(pending, tt.want) {
				t.Errorf("expected %v pending, got %v", tt.want, pending)
			}
			failures := pages(t, func(page *query.PageRequest) ([]string, *query.PageResponse, error) {
				return queue.ListFailed(f.ctx, f.store, tt.of, page, func(module string, it failed) string {
					if it.Reason != "no" || it.FailedAt != 10 {
						t.Errorf("expected the whole record, got %+v", it)
					}
					return fmt.Sprint(module, it.Item)
				})
			})
			if !slices.Equal(failures, tt.want) {
				t.Errorf("expected %v failed, got %v", tt.want, failures)
			}
		})
	}
}

// pages follows the keys from page to page.
func pages(t *testing.T, list func(*query.PageRequest) ([]string, *query.PageResponse, error)) (entries []string) {
	t.Helper()
	page := &query.PageRequest{Limit: 2}
	for {
		some, next, err := list(page)
		if err != nil {
			t.Fatal(err)
		}
		if len(some) > 2 {
			t.Fatalf("expected at most two entries, got %v", some)
		}
		entries = append(entries, some...)
		if page.Key = next.NextKey; page.Key == nil {
			return entries
		}
	}
}

// An offset is walked to, so it has a limit; a key has none.
func TestListsBoundTheOffset(t *testing.T) {
	tests := []struct {
		name string
		page *query.PageRequest

		wantErr error
	}{
		{name: "no page", page: nil, wantErr: nil},
		{name: "the largest offset", page: &query.PageRequest{Offset: 1000}, wantErr: nil},
		{name: "one more", page: &query.PageRequest{Offset: 1001}, wantErr: sdkerrors.ErrInvalidRequest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := setup(t)
			_, _, pending := queue.ListPending(f.ctx, f.store, queue.Lane{}, tt.page, func(string, item) int { return 0 })
			_, _, failed := queue.ListFailed(f.ctx, f.store, queue.Lane{}, tt.page, func(string, failed) int { return 0 })
			for _, err := range []error{pending, failed} {
				if !errors.Is(err, tt.wantErr) {
					t.Errorf("expected %v, got %v", tt.wantErr, err)
				}
			}
		})
	}
}
