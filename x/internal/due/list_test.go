package due_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/x/internal/due"
)

func idOf(it item) uint64 { return it.ID }

func reasonOf(p parked) string { return p.Reason }

func listed(t *testing.T) *fixture {
	t.Helper()
	f := setup(t)
	f.push(t, item{At: 9, ID: 1}, item{At: 8, ID: 2}, item{At: 10, ID: 3})
	for id, reason := range []string{"no", "nor this"} {
		p := parked{Item: item{At: 7, Kind: 1, ID: uint64(id)}, Reason: reason, ParkedAt: 10} //nolint:gosec // 0 or 1
		if err := f.queue.Park(f.ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

func TestList(t *testing.T) {
	tests := []struct {
		name string
		req  *query.PageRequest

		want []uint64
		more bool
	}{
		{name: "without a request all is listed in its order", req: nil, want: []uint64{2, 1, 3}},
		{name: "a page has as many as were asked for", req: &query.PageRequest{Limit: 2}, want: []uint64{2, 1}, more: true},
		{name: "an offset passes over some", req: &query.PageRequest{Offset: 1}, want: []uint64{1, 3}},
		{name: "more than the most is the most", req: &query.PageRequest{Limit: math.MaxUint64}, want: []uint64{2, 1, 3}},
		{name: "the greatest offset that is allowed is beyond the end", req: &query.PageRequest{Offset: 1_000}, want: nil},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := listed(t)
			waiting, failed, next, err := due.List(f.ctx, f.queue, tc.req, idOf, reasonOf)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(waiting, tc.want) || (next.NextKey != nil) != tc.more {
				t.Errorf("expected %d, and more %t, got %d, %x", tc.want, tc.more, waiting, next.NextKey)
			}
			if want := []string{"no", "nor this"}; !slices.Equal(failed, want) {
				t.Errorf("expected %q on every page, got %q", want, failed)
			}
		})
	}
}

func TestListRefusesToWalkFar(t *testing.T) {
	f := listed(t)
	_, _, _, err := due.List(f.ctx, f.queue, &query.PageRequest{Offset: 1_001}, idOf, reasonOf)
	want := "pagination: expected an offset of at most 1000, or a key, got 1001"
	if !errors.Is(err, sdkerrors.ErrInvalidRequest) || !strings.HasPrefix(err.Error(), want+":") {
		t.Fatalf("expected %q, got %v", want, err)
	}
}

func TestExport(t *testing.T) {
	f := listed(t)
	var waiting []uint64
	var failed []string
	if err := due.Export(&waiting, &failed, f.queue, idOf, reasonOf)(f.ctx); err != nil {
		t.Fatal(err)
	}
	if want := []uint64{2, 1, 3}; !slices.Equal(waiting, want) {
		t.Errorf("expected %d, got %d", want, waiting)
	}
	if want := []string{"no", "nor this"}; !slices.Equal(failed, want) {
		t.Errorf("expected %q, got %q", want, failed)
	}
}
