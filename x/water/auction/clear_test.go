package auction_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/utilityd/utilityd/x/water/auction"
)

func fills(deals []auction.Deal) []auction.Litres {
	filled := make([]auction.Litres, len(deals))
	for i, d := range deals {
		filled[i] = d.Filled
	}
	return filled
}

// The numbers of these cases are found by hand; how such books look is drawn in testdata/books.
func TestClear(t *testing.T) {
	const greatest = auction.Price(auction.MaxEscrow)

	tests := []struct {
		name      string
		orders    []auction.Order
		reference auction.Price
		number    uint64

		wantPrice auction.Price
		wantValue auction.Money
		want      []auction.Litres
		wantErr   error
	}{
		{
			name:      "an empty book trades nothing",
			orders:    nil,
			reference: 5,

			want: []auction.Litres{},
		},
		{
			name: "a buyer below the lowest seller gets nothing",
			orders: []auction.Order{
				{Side: auction.Buy, Limit: 9, Litres: 5},
				{Side: auction.Sell, Limit: 10, Litres: 5},
			},
			reference: 9,

			want: []auction.Litres{0, 0},
		},
		{
			name: "the middle of the gap is rounded down",
			orders: []auction.Order{
				{Side: auction.Buy, Limit: 10, Litres: 5},
				{Side: auction.Sell, Limit: 7, Litres: 5},
			},

			wantPrice: 8,
			wantValue: 40,
			want:      []auction.Litres{5, 5},
		},
		{
			name: "a reference below the gap gives the seller's limit",
			orders: []auction.Order{
				{Side: auction.Buy, Limit: 10, Litres: 5},
				{Side: auction.Sell, Limit: 7, Litres: 5},
			},
			reference: 1,

			wantPrice: 7,
			wantValue: 35,
			want:      []auction.Litres{5, 5},
		},
		{
			name: "a greater volume comes before a better balance",
			orders: []auction.Order{
				{Side: auction.Buy, Limit: 10, Litres: 4},
				{Side: auction.Buy, Limit: 6, Litres: 7},
				{Side: auction.Sell, Limit: 3, Litres: 5},
				{Side: auction.Sell, Limit: 8, Litres: 1},
			},
			reference: 8,

			wantPrice: 6, // 5 litres, 6 short; at 7 it would be 4 litres, 1 left
			wantValue: 30,
			want:      []auction.Litres{4, 1, 5, 0},
		},
		{
			name: "a better balance comes before a closer reference",
			orders: []auction.Order{
				{Side: auction.Buy, Limit: 10, Litres: 5},
				{Side: auction.Buy, Limit: 8, Litres: 1},
				{Side: auction.Sell, Limit: 3, Litres: 5},
			},
			reference: 8,

			wantPrice: 9,
			wantValue: 45,
			want:      []auction.Litres{5, 0, 5},
		},
		{
			name: "at offset 0 the odd litre of a divided step goes to the last",
			orders: []auction.Order{
				{Side: auction.Buy, Limit: 8, Litres: 2},
				{Side: auction.Buy, Limit: 8, Litres: 2},
				{Side: auction.Sell, Limit: 8, Litres: 3},
			},
			number: 0,

			wantPrice: 8,
			wantValue: 24,
			want:      []auction.Litres{1, 2, 3},
		},
		{
			// The offset is floor(4 · 0.618) = 2: the cuts are floor((3·2 + 2) / 4) = 2 and 3.
			name: "in the next auction it goes to the first",
			orders: []auction.Order{
				{Side: auction.Buy, Limit: 8, Litres: 2},
				{Side: auction.Buy, Limit: 8, Litres: 2},
				{Side: auction.Sell, Limit: 8, Litres: 3},
			},
			number: 1,

			wantPrice: 8,
			wantValue: 24,
			want:      []auction.Litres{2, 1, 3},
		},
		{
			name: "the greatest price is traded exactly",
			orders: []auction.Order{
				{Side: auction.Sell, Limit: greatest, Litres: 1},
				{Side: auction.Buy, Limit: greatest, Litres: 1},
			},

			wantPrice: greatest,
			wantValue: auction.MaxEscrow,
			want:      []auction.Litres{1, 1},
		},
		{
			name: "buyers who together hold more than an escrow can are refused",
			orders: []auction.Order{
				{Side: auction.Buy, Limit: greatest, Litres: 1},
				{Side: auction.Buy, Limit: 1, Litres: 1},
			},

			wantErr: auction.ErrTooMuch,
		},
		{
			name: "sellers may ask for as much as they like",
			orders: []auction.Order{
				{Side: auction.Sell, Limit: greatest, Litres: 1},
				{Side: auction.Sell, Limit: greatest, Litres: 1},
				{Side: auction.Sell, Limit: greatest, Litres: 1},
				{Side: auction.Sell, Limit: 1, Litres: auction.MaxLitres},
				{Side: auction.Buy, Limit: 1, Litres: 1},
			},

			wantPrice: 1,
			wantValue: 1,
			want:      []auction.Litres{0, 0, 0, 1, 1},
		},
		{
			name: "one order that is none spoils the book",
			orders: []auction.Order{
				{Side: auction.Sell, Limit: 1, Litres: 1},
				{Side: auction.Buy, Limit: 0, Litres: 1},
			},

			wantErr: auction.ErrLimit,
		},
		{
			name:   "one order more than a book can have is refused",
			orders: make([]auction.Order, auction.MaxOrders+1),

			wantErr: auction.ErrTooMany,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := auction.Clear(tt.orders, tt.reference, tt.number)
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("expected error %v, got %v", tt.wantErr, err)
			}
			if got.Price != tt.wantPrice || got.Value != tt.wantValue {
				t.Errorf("expected price %d and value %d, got %d and %d", tt.wantPrice, tt.wantValue, got.Price, got.Value)
			}
			if filled := fills(got.Deals); !slices.Equal(filled, tt.want) {
				t.Errorf("expected %d litres, got %d", tt.want, filled)
			}
		})
	}
}

// fullBook makes n orders in mixed order, of which every other one buys, with pseudo-random litres up to 4,000. With spread the
// limits are nearly all different, else there are 100 of them.
func fullBook(n int, spread bool) []auction.Order {
	orders := make([]auction.Order, n)
	x := uint64(88172645463325252)
	for i := range orders {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		limit := x >> 20 % 1_000_000
		if !spread {
			limit = limit % 100 * 10_000
		}
		orders[i] = auction.Order{Side: auction.Buy, Limit: auction.Price(1 + limit), Litres: auction.Litres(1 + x%4000)}
		if i%2 == 1 {
			orders[i].Side = auction.Sell
		}
	}
	return orders
}

// The answer to a query is what the auction does.
func TestExplainFindsWhatClearFinds(t *testing.T) {
	for _, spread := range []bool{true, false} {
		orders := fullBook(300, spread)
		e, err := auction.Explain(orders, 500_000)
		if err != nil {
			t.Fatal(err)
		}
		r := book{orders: orders, reference: 500_000}.cleared(t)
		if e.Why != r.Why {
			t.Errorf("expected %+v, got %+v", r.Why, e.Why)
		}
		stepsAddUp(t, orders, auction.Buy, e.Demand)
		stepsAddUp(t, orders, auction.Sell, e.Supply)
	}
	if _, err := auction.Explain([]auction.Order{{Side: auction.Buy, Limit: 1}}, 1); !errors.Is(err, auction.ErrLitres) {
		t.Errorf("expected error %v, got %v", auction.ErrLitres, err)
	}
}

// stepsAddUp compares each step with all orders, and checks that the steps go from the best to the worst.
func stepsAddUp(t *testing.T, orders []auction.Order, side auction.Side, steps []auction.Step) {
	t.Helper()
	count := 0
	for i, s := range steps {
		want := auction.Step{Limit: s.Limit}
		for _, o := range orders {
			if o.Side == side && o.Limit == s.Limit {
				want.Orders++
				want.Litres += o.Litres
			}
			if o.Side == side && (auction.Order{Side: side, Limit: o.Limit}).Accepts(s.Limit) {
				want.Total += o.Litres
			}
		}
		if s != want {
			t.Errorf("expected step %+v, got %+v", want, s)
		}
		if i > 0 && !auction.Better(auction.Order{Side: side, Limit: steps[i-1].Limit}, auction.Order{Side: side, Limit: s.Limit}) {
			t.Errorf("expected the steps to %s from best to worst, got %d before %d", side, steps[i-1].Limit, s.Limit)
		}
		count += s.Orders
	}
	own := 0
	for _, o := range orders {
		if o.Side == side {
			own++
		}
	}
	if count != own {
		t.Errorf("expected %d orders in the steps to %s, got %d", own, side, count)
	}
}
