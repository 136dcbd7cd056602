package auction_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/utilityd/utilityd/x/water/auction"
)

// The numbers of these cases are found by hand; how such books look is drawn in testdata/books.
func TestClear(t *testing.T) {
	tests := []struct {
		name      string
		buys      []auction.Step
		sells     []auction.Step
		reference auction.Level

		want    auction.Result
		wantErr error
	}{
		{
			name:      "an empty book trades nothing",
			reference: 5,

			want: auction.Result{},
		},
		{
			name: "buyers without sellers trade nothing",
			buys: []auction.Step{{Level: 9, Litres: 5}},

			want: auction.Result{},
		},
		{
			name:      "a buyer below the lowest seller gets nothing",
			buys:      []auction.Step{{Level: 9, Litres: 5}},
			sells:     []auction.Step{{Level: 10, Litres: 5}},
			reference: 9,

			want: auction.Result{},
		},
		{
			name:      "the reference decides within the gap",
			buys:      []auction.Step{{Level: 10, Litres: 5}},
			sells:     []auction.Step{{Level: 7, Litres: 5}},
			reference: 9,

			want: auction.Result{Price: 9, Low: 7, High: 10, Volume: 5, Demand: 5, Supply: 5, Value: 45},
		},
		{
			name:  "without a reference the last seller's limit is the price",
			buys:  []auction.Step{{Level: 10, Litres: 5}},
			sells: []auction.Step{{Level: 7, Litres: 5}},

			want: auction.Result{Price: 7, Low: 7, High: 10, Volume: 5, Demand: 5, Supply: 5, Value: 35},
		},
		{
			name:      "a reference above all limits moves the price to the last buyer's, not further",
			buys:      []auction.Step{{Level: 10, Litres: 5}},
			sells:     []auction.Step{{Level: 7, Litres: 5}},
			reference: 500,

			want: auction.Result{Price: 10, Low: 7, High: 10, Volume: 5, Demand: 5, Supply: 5, Value: 50},
		},
		{
			name:      "demand beyond the volume does not count",
			buys:      []auction.Step{{Level: 7, Litres: 1}, {Level: 12, Litres: 4}},
			sells:     []auction.Step{{Level: 3, Litres: 4}},
			reference: 5,

			want: auction.Result{Price: 5, Low: 3, High: 12, Volume: 4, Demand: 5, Supply: 4, Value: 20},
		},
		{
			name:      "prices of the grid are multiplied, not levels",
			buys:      []auction.Step{{Level: 1_001, Litres: 5}},
			sells:     []auction.Step{{Level: 1_001, Litres: 5}},
			reference: 1,

			want: auction.Result{Price: 1_001, Low: 1_001, High: 1_001, Volume: 5, Demand: 5, Supply: 5, Value: 5 * 1_010},
		},
		{
			name: "steps out of order are refused",
			buys: []auction.Step{{Level: 9, Litres: 5}, {Level: 9, Litres: 5}},

			wantErr: auction.ErrBook,
		},
		{
			name:  "a level beyond the grid is refused",
			sells: []auction.Step{{Level: auction.MaxLevel + 1, Litres: 5}},

			wantErr: auction.ErrBook,
		},
		{
			name:  "a step without litres is refused",
			sells: []auction.Step{{Level: 9}},

			wantErr: auction.ErrTooMuch,
		},
		{
			name: "litres beyond those of a side are refused",
			buys: []auction.Step{{Level: 8, Litres: auction.MaxSideLitres}, {Level: 9, Litres: 1}},

			wantErr: auction.ErrTooMuch,
		},
		{
			name:  "a value beyond an escrow is refused",
			buys:  []auction.Step{{Level: 8, Litres: auction.MaxSideLitres}},
			sells: []auction.Step{{Level: 8, Litres: auction.MaxSideLitres}},

			wantErr: auction.ErrTooMuch,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			got, err := auction.Clear(auction.Book{Buys: tc.buys, Sells: tc.sells}, tc.reference)
			if !errors.Is(err, tc.wantErr) || err == nil && got != tc.want {
				t.Fatalf("expected %+v (%v), got %+v (%v)", tc.want, tc.wantErr, got, err)
			}
		})
	}
}

func TestBasesCountWhoAcceptsThePrice(t *testing.T) {
	r := auction.Result{Price: 8}
	steps := []auction.Step{{Level: 5, Litres: 1}, {Level: 8, Litres: 2}, {Level: 9, Litres: 4}, {Level: 12, Litres: 8}}
	if got := r.Bases(auction.Buy, steps); !slices.Equal(got, []auction.Litres{0, 0, 2, 6}) {
		t.Errorf("expected buyers from 8 on, got %d", got)
	}
	if got := r.Bases(auction.Sell, steps); !slices.Equal(got, []auction.Litres{0, 1, 3, 3}) {
		t.Errorf("expected sellers up to 8, got %d", got)
	}
}

func TestFill(t *testing.T) {
	traded := auction.Result{Price: 8, Low: 8, High: 8, Volume: 6, Demand: 8, Supply: 6, Value: 48}
	tests := []struct {
		name   string
		result auction.Result
		order  auction.Order
		base   auction.Litres

		want    auction.Deal
		wantErr error
	}{
		{
			name:   "without a trade the escrow of a buyer comes back",
			result: auction.Result{},
			order:  auction.Order{Side: auction.Buy, Limit: 9, Litres: 4},

			want: auction.Deal{Rest: 4, Back: 36},
		},
		{
			name:   "without a trade the litres of a seller come back",
			result: auction.Result{},
			order:  auction.Order{Side: auction.Sell, Limit: 9, Litres: 4},

			want: auction.Deal{Rest: 4},
		},
		{
			name:   "a buyer below the price gets nothing",
			result: traded,
			order:  auction.Order{Side: auction.Buy, Limit: 7, Litres: 4},

			want: auction.Deal{Rest: 4, Back: 28},
		},
		{
			name:   "a buyer of the longer side gets its part and the surplus",
			result: traded,
			order:  auction.Order{Side: auction.Buy, Limit: 10, Litres: 4, Before: 0},
			base:   4,

			want: auction.Deal{Filled: 3, Value: 24, Rest: 1, Back: 16},
		},
		{
			name:   "a seller of the shorter side sells all",
			result: traded,
			order:  auction.Order{Side: auction.Sell, Limit: 8, Litres: 4, Before: 2},

			want: auction.Deal{Filled: 4, Value: 32},
		},
		{
			name:   "an order beyond its side is refused",
			result: traded,
			order:  auction.Order{Side: auction.Sell, Limit: 8, Litres: 4, Before: 3},

			wantErr: auction.ErrBook,
		},
		{
			name:   "a base that wraps around is refused",
			result: traded,
			order:  auction.Order{Side: auction.Buy, Limit: 8, Litres: 4},
			base:   1<<64 - 2,

			wantErr: auction.ErrBook,
		},
		{
			name:   "a result of more than its side is refused",
			result: auction.Result{Price: 8, Volume: 9, Demand: 8, Supply: 9},
			order:  auction.Order{Side: auction.Buy, Limit: 8, Litres: 8},

			wantErr: auction.ErrBook,
		},
		{
			name:  "no side is refused",
			order: auction.Order{Limit: 8, Litres: 8},

			wantErr: auction.ErrSide,
		},
		{
			name:  "no limit is refused",
			order: auction.Order{Side: auction.Buy, Litres: 8},

			wantErr: auction.ErrLimit,
		},
		{
			name:  "no litres are refused",
			order: auction.Order{Side: auction.Buy, Limit: 8},

			wantErr: auction.ErrLitres,
		},
		{
			name:  "an order worth more than an escrow is refused",
			order: auction.Order{Side: auction.Sell, Limit: auction.MaxLevel, Litres: auction.MaxLitres},

			wantErr: auction.ErrTooMuch,
		},
		{
			name:  "more litres before an order than a side has are refused",
			order: auction.Order{Side: auction.Sell, Limit: 8, Litres: 1, Before: auction.MaxSideLitres + 1},

			wantErr: auction.ErrTooMuch,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			got, err := tc.result.Fill(tc.order, tc.base, 0)
			if !errors.Is(err, tc.wantErr) || err == nil && got != tc.want {
				t.Fatalf("expected %+v (%v), got %+v (%v)", tc.want, tc.wantErr, got, err)
			}
		})
	}
}
