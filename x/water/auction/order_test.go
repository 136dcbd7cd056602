package auction_test

import (
	"errors"
	"math"
	"testing"

	"github.com/utilityd/utilityd/x/water/auction"
)

func TestEscrow(t *testing.T) {
	tests := []struct {
		name  string
		order auction.Order

		wantMoney  auction.Money
		wantLitres auction.Litres
		wantErr    error
	}{
		{
			name:  "a buyer sets aside its limit for every litre",
			order: auction.Order{Side: auction.Buy, Limit: 12, Litres: 40},

			wantMoney: 480,
		},
		{
			name:  "a seller sets aside the litres",
			order: auction.Order{Side: auction.Sell, Limit: 12, Litres: 40},

			wantLitres: 40,
		},
		{
			name:  "one litre at 1 is the least order",
			order: auction.Order{Side: auction.Buy, Limit: 1, Litres: 1},

			wantMoney: 1,
		},
		{
			name:  "the most litres at the highest limit for them fit",
			order: auction.Order{Side: auction.Buy, Limit: 1 << 22, Litres: auction.MaxLitres},

			wantMoney: 1<<62 - 1<<22,
		},
		{
			name:  "one litre may cost a whole escrow",
			order: auction.Order{Side: auction.Buy, Limit: auction.Price(auction.MaxEscrow), Litres: 1},

			wantMoney: auction.MaxEscrow,
		},
		{
			name:  "a limit one higher does not fit",
			order: auction.Order{Side: auction.Buy, Limit: 1<<22 + 1, Litres: auction.MaxLitres},

			wantErr: auction.ErrTooMuch,
		},
		{
			name:  "two litres at half of 2⁶² do not fit by one",
			order: auction.Order{Side: auction.Buy, Limit: 1 << 61, Litres: 2},

			wantErr: auction.ErrTooMuch,
		},
		{
			name:  "a product beyond 64 bits does not come round",
			order: auction.Order{Side: auction.Buy, Limit: 1 << 32, Litres: 1 << 32},

			wantErr: auction.ErrTooMuch,
		},
		{
			name:  "a seller's order is bounded like a buyer's",
			order: auction.Order{Side: auction.Sell, Limit: math.MaxUint64, Litres: 2},

			wantErr: auction.ErrTooMuch,
		},
		{
			name:  "price 0 is no limit",
			order: auction.Order{Side: auction.Sell, Limit: 0, Litres: 1},

			wantErr: auction.ErrLimit,
		},
		{
			name:  "nothing is no order",
			order: auction.Order{Side: auction.Buy, Limit: 1, Litres: 0},

			wantErr: auction.ErrLitres,
		},
		{
			name:  "one litre above the most is refused",
			order: auction.Order{Side: auction.Buy, Limit: 1, Litres: auction.MaxLitres + 1},

			wantErr: auction.ErrLitres,
		},
		{
			name:  "an order without a side is refused",
			order: auction.Order{Limit: 1, Litres: 1},

			wantErr: auction.ErrSide,
		},
		{
			name:  "there is no third side",
			order: auction.Order{Side: 3, Limit: 1, Litres: 1},

			wantErr: auction.ErrSide,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.order.Validate(); !errors.Is(err, tt.wantErr) {
				t.Errorf("expected error %v, got %v", tt.wantErr, err)
			}
			money, litres, err := tt.order.Escrow()
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("expected error %v, got %v", tt.wantErr, err)
			}
			if money != tt.wantMoney || litres != tt.wantLitres {
				t.Errorf("expected %d and %d litres, got %d and %d litres", tt.wantMoney, tt.wantLitres, money, litres)
			}
		})
	}
}

func TestDeal(t *testing.T) {
	tests := []struct {
		name   string
		order  auction.Order
		price  auction.Price
		filled auction.Litres

		want    auction.Deal
		wantErr error
	}{
		{
			name:   "a buyer has the difference to its limit back, and the rest still held",
			order:  auction.Order{Side: auction.Buy, Limit: 12, Litres: 40},
			price:  9,
			filled: 30,

			want: auction.Deal{Filled: 30, Value: 270, Surplus: 90, Rest: 10, Held: 120},
		},
		{
			name:   "at its limit a buyer has nothing back",
			order:  auction.Order{Side: auction.Buy, Limit: 12, Litres: 40},
			price:  12,
			filled: 40,

			want: auction.Deal{Filled: 40, Value: 480},
		},
		{
			name:   "a seller receives the price, not its limit",
			order:  auction.Order{Side: auction.Sell, Limit: 6, Litres: 50},
			price:  9,
			filled: 20,

			want: auction.Deal{Filled: 20, Value: 180, Rest: 30},
		},
		{
			name:   "who is left out keeps everything, whatever the price",
			order:  auction.Order{Side: auction.Buy, Limit: 8, Litres: 30},
			price:  9,
			filled: 0,

			want: auction.Deal{Rest: 30, Held: 240},
		},
		{
			name:   "the greatest escrow is divided exactly",
			order:  auction.Order{Side: auction.Buy, Limit: 1 << 22, Litres: auction.MaxLitres},
			price:  1<<22 - 1,
			filled: auction.MaxLitres - 1,

			want: auction.Deal{
				Filled: auction.MaxLitres - 1, Value: (1<<40 - 2) * (1<<22 - 1), Surplus: 1<<40 - 2, Rest: 1, Held: 1 << 22,
			},
		},
		{
			name:   "a buyer above its limit is refused",
			order:  auction.Order{Side: auction.Buy, Limit: 12, Litres: 40},
			price:  13,
			filled: 1,

			wantErr: auction.ErrBeyond,
		},
		{
			name:   "a seller below its limit is refused",
			order:  auction.Order{Side: auction.Sell, Limit: 12, Litres: 40},
			price:  11,
			filled: 1,

			wantErr: auction.ErrBeyond,
		},
		{
			name:   "more litres than ordered are refused",
			order:  auction.Order{Side: auction.Sell, Limit: 12, Litres: 40},
			price:  12,
			filled: 41,

			wantErr: auction.ErrBeyond,
		},
		{
			name:   "a seller cannot receive more than an escrow holds",
			order:  auction.Order{Side: auction.Sell, Limit: 1, Litres: auction.MaxLitres},
			price:  1 << 23,
			filled: auction.MaxLitres,

			wantErr: auction.ErrTooMuch,
		},
		{
			name:   "there is no deal for no order",
			order:  auction.Order{Side: auction.Sell, Limit: 1},
			price:  1,
			filled: 0,

			wantErr: auction.ErrLitres,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.order.Deal(tt.price, tt.filled)
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("expected error %v, got %v", tt.wantErr, err)
			}
			if got != tt.want {
				t.Errorf("expected %+v, got %+v", tt.want, got)
			}
		})
	}
}
