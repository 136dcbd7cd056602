package netting_test

import (
	"errors"
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/utilityd/utilityd/x/energy/netting"
)

func TestSettle(t *testing.T) {
	tests := []struct {
		name    string
		key     netting.Key
		epoch   uint64
		price   uint64
		members []netting.Member

		want    netting.Result
		wantErr error
	}{
		{
			name: "no members net nothing",
			key:  netting.Dynamic,

			want: netting.Result{Shares: []netting.Share{}},
		},
		{
			name: "a supply alone stays a surplus",
			key:  netting.Dynamic,
			members: []netting.Member{
				{ExportWh: 500, ImportWh: 100},
			},

			want: netting.Result{
				Totals: netting.Totals{Supply: 400},
				Shares: []netting.Share{{Side: netting.Side{Supply: 400}, Residual: 400}},
			},
		},
		{
			name:  "a surplus that is not renewable is not given, a carried deficit is covered",
			key:   netting.Dynamic,
			epoch: 3,
			members: []netting.Member{
				{ExportWh: 500, NonRenewableWh: 1},
				{ExportWh: 50, CarriedWh: -80},
				{ExportWh: 100},
			},

			want: netting.Result{
				Totals: netting.Totals{Supply: 100, Demand: 30},
				Netted: 30,
				Shares: []netting.Share{
					{Withheld: 500, Residual: 500},
					{Side: netting.Side{Demand: 30}, Take: 30},
					{Side: netting.Side{Supply: 100}, Give: 30, Residual: 70},
				},
			},
		},
		{
			name:  "demand is what the member can pay, and an empty wallet leaves the weight alone",
			key:   netting.Dynamic,
			price: 300,
			members: []netting.Member{
				{ExportWh: 1000},
				{ImportWh: 100, Prepaid: 20, CarryMilli: 900},
				{ImportWh: 100, Prepaid: 30, CarryMilli: 999, Weight: 7},
				{ImportWh: 100, Weight: 9},
			},

			want: netting.Result{
				Totals:    netting.Totals{Supply: 1000, Demand: 166, Weight: 16},
				Netted:    166,
				Collected: 50,
				Shares: []netting.Share{
					{Side: netting.Side{Supply: 1000}, Give: 166, Residual: 834, Credit: 50},
					{Side: netting.Side{Demand: 66}, Withheld: 34, Take: 66, Residual: -34, Charge: 20, LeftMilli: 700},
					{Side: netting.Side{Demand: 100, Weight: 7}, Take: 100, Charge: 30, LeftMilli: 999},
					{Side: netting.Side{Weight: 9}, Withheld: 100, Residual: -100},
				},
			},
		},
		{
			name:  "static weights entitle, and what one does not need is not passed on",
			key:   netting.Static,
			price: 1000,
			members: []netting.Member{
				{ExportWh: 60},
				{ExportWh: 40},
				{ImportWh: 10, Weight: 50, Prepaid: 100},
				{ImportWh: 70, Weight: 50, Prepaid: 100},
				{ImportWh: 20, Weight: 0, Prepaid: 100},
			},

			want: netting.Result{
				Totals:    netting.Totals{Supply: 100, Demand: 100, Weight: 100},
				Netted:    60,
				Collected: 60,
				Shares: []netting.Share{
					{Side: netting.Side{Supply: 60}, Give: 36, Residual: 24, Credit: 36},
					{Side: netting.Side{Supply: 40}, Give: 24, Residual: 16, Credit: 24},
					{Side: netting.Side{Demand: 10, Weight: 50}, Take: 10, Charge: 10},
					{Side: netting.Side{Demand: 70, Weight: 50}, Take: 50, Residual: -20, Charge: 50},
					{Side: netting.Side{Demand: 20}, Residual: -20},
				},
			},
		},
		{
			name: "where all weight is with the one who supplies, STATIC shares nothing",
			key:  netting.Static,
			members: []netting.Member{
				{ExportWh: 60, Weight: 5},
				{ImportWh: 10},
			},

			want: netting.Result{
				Totals: netting.Totals{Supply: 60, Demand: 10, Weight: 5},
				Shares: []netting.Share{
					{Side: netting.Side{Supply: 60, Weight: 5}, Residual: 60},
					{Side: netting.Side{Demand: 10}, Residual: -10},
				},
			},
		},
		{
			name: "where both sides are equal PERCENT cuts the supplies",
			key:  netting.Percent,
			members: []netting.Member{
				{ExportWh: 20},
				{ExportWh: 20},
				{ExportWh: 20},
				{ImportWh: 30},
				{ImportWh: 30},
			},

			want: netting.Result{
				Totals: netting.Totals{Supply: 60, Demand: 60},
				Netted: 57,
				Shares: []netting.Share{
					{Side: netting.Side{Supply: 20}, Give: 19, Residual: 1},
					{Side: netting.Side{Supply: 20}, Give: 19, Residual: 1},
					{Side: netting.Side{Supply: 20}, Give: 19, Residual: 1},
					{Side: netting.Side{Demand: 30}, Take: 30},
					{Side: netting.Side{Demand: 30}, Take: 27, Residual: -3},
				},
			},
		},
		{
			name: "more than the greatest energy counts as the greatest",
			key:  netting.Dynamic,
			members: []netting.Member{
				{ExportWh: math.MaxUint64, CarriedWh: math.MaxInt64},
				{ImportWh: math.MaxUint64, CarriedWh: math.MinInt64},
			},

			want: netting.Result{
				Totals: netting.Totals{Supply: 2 * netting.MaxEnergy, Demand: 2 * netting.MaxEnergy},
				Netted: 2 * netting.MaxEnergy,
				Shares: []netting.Share{
					{Side: netting.Side{Supply: 2 * netting.MaxEnergy}, Give: 2 * netting.MaxEnergy},
					{Side: netting.Side{Demand: 2 * netting.MaxEnergy}, Take: 2 * netting.MaxEnergy},
				},
			},
		},
		{
			name:  "the greatest price and purse still meet",
			key:   netting.Dynamic,
			price: math.MaxUint64,
			members: []netting.Member{
				{ExportWh: 5000},
				{ImportWh: 5000, Prepaid: math.MaxUint64, CarryMilli: 0},
			},

			want: netting.Result{
				Totals:    netting.Totals{Supply: 5000, Demand: 1000},
				Netted:    1000,
				Collected: math.MaxUint64,
				Shares: []netting.Share{
					{Side: netting.Side{Supply: 5000}, Give: 1000, Residual: 4000, Credit: math.MaxUint64},
					{Side: netting.Side{Demand: 1000}, Withheld: 4000, Take: 1000, Residual: -4000, Charge: math.MaxUint64},
				},
			},
		},
		{
			name: "no key is refused",
			key:  0,

			wantErr: netting.ErrKey,
		},
		{
			name: "a key that does not exist is refused",
			key:  4,

			wantErr: netting.ErrKey,
		},
		{
			name: "weights that sum to more than 64 bits are refused",
			key:  netting.Dynamic,
			members: []netting.Member{
				{ImportWh: 1, Weight: math.MaxUint64},
				{ImportWh: 1, Weight: 1},
			},

			wantErr: netting.ErrTooMuch,
		},
		{
			name:  "thousandths that make a whole unit are refused",
			key:   netting.Dynamic,
			price: 1000,
			members: []netting.Member{
				{ExportWh: 1},
				{ImportWh: 1, Prepaid: 1, CarryMilli: 1000},
			},

			wantErr: netting.ErrCarry,
		},
		{
			name:  "two purses that hold more than 64 bits together cannot both be charged in full",
			key:   netting.Dynamic,
			price: math.MaxUint64,
			members: []netting.Member{
				{ExportWh: 5000},
				{ImportWh: 1000, Prepaid: math.MaxUint64},
				{ImportWh: 1000, Prepaid: math.MaxUint64},
			},

			wantErr: netting.ErrTooMuch,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := slices.Clone(tt.members)
			got, err := netting.Settle(netting.Terms{Key: tt.key, Price: tt.price}, tt.epoch, tt.members)
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("expected error %v, got %v", tt.wantErr, err)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("expected\n%+v\ngot\n%+v", tt.want, got)
			}
			if !slices.Equal(tt.members, before) {
				t.Errorf("expected the members untouched, %+v, got %+v", before, tt.members)
			}
		})
	}
}
