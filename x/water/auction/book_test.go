package auction_test

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/water/auction"
)

// full is a book with three orders on each side; the worst limits, 7 and 9, occur twice.
var full = []auction.Order{
	{Side: auction.Buy, Limit: 7, Litres: 1},
	{Side: auction.Sell, Limit: 9, Litres: 1},
	{Side: auction.Buy, Limit: 8, Litres: 1},
	{Side: auction.Sell, Limit: 9, Litres: 2},
	{Side: auction.Buy, Limit: 7, Litres: 2},
	{Side: auction.Sell, Limit: 6, Litres: 1},
}

func TestAdmit(t *testing.T) {
	rich := auction.Order{Side: auction.Buy, Limit: auction.Price(auction.MaxEscrow), Litres: 1}

	tests := []struct {
		name    string
		orders  []auction.Order
		order   auction.Order
		highest int

		want    int
		wantErr error
	}{
		{
			name:    "where there is room no order is evicted, however bad the new one",
			orders:  full,
			order:   auction.Order{Side: auction.Buy, Limit: 1, Litres: 1},
			highest: 4,

			want: auction.Nobody,
		},
		{
			name:    "room on the other side is of no use",
			orders:  full[:3],
			order:   auction.Order{Side: auction.Buy, Limit: 9, Litres: 1},
			highest: 2,

			want: 0,
		},
		{
			name:    "the latest of the lowest buyers leaves for a higher one",
			orders:  full,
			order:   auction.Order{Side: auction.Buy, Limit: 8, Litres: 1},
			highest: 3,

			want: 4,
		},
		{
			name:    "the latest of the dearest sellers leaves for a cheaper one",
			orders:  full,
			order:   auction.Order{Side: auction.Sell, Limit: 8, Litres: 1},
			highest: 3,

			want: 3,
		},
		{
			name:    "a buyer as good as the worst came later and is refused",
			orders:  full,
			order:   auction.Order{Side: auction.Buy, Limit: 7, Litres: 9},
			highest: 3,

			want:    auction.Nobody,
			wantErr: auction.ErrFull,
		},
		{
			name:    "a seller worse than the worst is refused",
			orders:  full,
			order:   auction.Order{Side: auction.Sell, Limit: 10, Litres: 9},
			highest: 3,

			want:    auction.Nobody,
			wantErr: auction.ErrFull,
		},
		{
			name:    "a book without room admits no order",
			orders:  nil,
			order:   auction.Order{Side: auction.Sell, Limit: 1, Litres: 1},
			highest: 0,

			want:    auction.Nobody,
			wantErr: auction.ErrFull,
		},
		{
			name:    "one buyer may hold as much as a book can",
			orders:  full[5:],
			order:   rich,
			highest: 3,

			want: auction.Nobody,
		},
		{
			name:    "beside it there is no money for another",
			orders:  []auction.Order{rich},
			order:   auction.Order{Side: auction.Buy, Limit: 1, Litres: 1},
			highest: 3,

			want:    auction.Nobody,
			wantErr: auction.ErrTooMuch,
		},
		{
			name:    "a seller needs no money",
			orders:  []auction.Order{rich},
			order:   auction.Order{Side: auction.Sell, Limit: 1, Litres: 1},
			highest: 3,

			want: auction.Nobody,
		},
		{
			name:    "the money of the evicted order no longer counts",
			orders:  []auction.Order{{Side: auction.Buy, Limit: 1, Litres: 1}},
			order:   rich,
			highest: 1,

			want: 0,
		},
		{
			name:    "an order that is none is refused",
			orders:  full,
			order:   auction.Order{Side: auction.Buy, Litres: 1},
			highest: 9,

			want:    auction.Nobody,
			wantErr: auction.ErrLimit,
		},
		{
			name:    "a book that cannot be cleared admits no order",
			orders:  []auction.Order{{Side: auction.Buy, Limit: 1}},
			order:   auction.Order{Side: auction.Buy, Limit: 1, Litres: 1},
			highest: 9,

			want:    auction.Nobody,
			wantErr: auction.ErrLitres,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := auction.Admit(tt.orders, tt.order, tt.highest)
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("expected error %v, got %v", tt.wantErr, err)
			}
			if got != tt.want {
				t.Errorf("expected order %d to leave, got %d", tt.want, got)
			}
		})
	}
}

func TestWorst(t *testing.T) {
	tests := []struct {
		name   string
		orders []auction.Order
		side   auction.Side

		want int
	}{
		{name: "the latest of the lowest buyers", orders: full, side: auction.Buy, want: 4},
		{name: "the latest of the dearest sellers", orders: full, side: auction.Sell, want: 3},
		{name: "none of an empty side", orders: full[:1], side: auction.Sell, want: auction.Nobody},
		{name: "none of an empty book", orders: nil, side: auction.Buy, want: auction.Nobody},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := auction.Worst(tt.orders, tt.side); got != tt.want {
				t.Errorf("expected order %d, got %d", tt.want, got)
			}
		})
	}
}

func TestBetter(t *testing.T) {
	buy, dearBuy := auction.Order{Side: auction.Buy, Limit: 7, Litres: 1}, auction.Order{Side: auction.Buy, Limit: 8, Litres: 1}
	sell, dearSell := auction.Order{Side: auction.Sell, Limit: 7, Litres: 1}, auction.Order{Side: auction.Sell, Limit: 8, Litres: 1}

	tests := []struct {
		name string
		a, b auction.Order

		want bool
	}{
		{name: "the higher buyer is better", a: dearBuy, b: buy, want: true},
		{name: "the lower buyer is not", a: buy, b: dearBuy, want: false},
		{name: "the cheaper seller is better", a: sell, b: dearSell, want: true},
		{name: "the dearer seller is not", a: dearSell, b: sell, want: false},
		{name: "no buyer is better than its equal", a: buy, b: buy, want: false},
		{name: "no seller is better than its equal", a: sell, b: sell, want: false},
		{name: "a buyer is not better than a seller", a: dearBuy, b: sell, want: false},
		{name: "a seller is not better than a buyer", a: sell, b: dearBuy, want: false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := auction.Better(tt.a, tt.b); got != tt.want {
				t.Errorf("expected %v, got %v", tt.want, got)
			}
		})
	}
}

// A bounded book keeps of each side what a stable sort of all orders that ever came puts first.
func TestAdmitKeepsTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		highest := rapid.IntRange(1, 6).Draw(t, "most")
		came := rapid.SliceOfN(rapid.Custom(drawOrder), 0, 24).Draw(t, "orders")
		var kept, want []auction.Order
		for _, o := range came {
			evict, err := auction.Admit(kept, o, highest)
			switch {
			case errors.Is(err, auction.ErrFull):
				continue
			case err != nil:
				t.Fatal(err)
			case evict != auction.Nobody:
				kept = slices.Delete(kept, evict, evict+1)
			}
			kept = append(kept, o)
		}

		for _, side := range []auction.Side{auction.Buy, auction.Sell} {
			var own []auction.Order
			for _, o := range came {
				if o.Side == side {
					own = append(own, o)
				}
			}
			slices.SortStableFunc(own, byPriority)
			want = append(want, own[:min(highest, len(own))]...)
		}
		slices.SortStableFunc(kept, func(a, b auction.Order) int {
			if a.Side != b.Side {
				return int(a.Side) - int(b.Side)
			}
			return byPriority(a, b)
		})
		if !slices.Equal(kept, want) {
			t.Fatalf("expected %+v kept, got %+v", want, kept)
		}
	})
}

func byPriority(a, b auction.Order) int {
	switch {
	case auction.Better(a, b):
		return -1
	case auction.Better(b, a):
		return 1
	}
	return 0
}
