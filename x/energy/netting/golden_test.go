package netting_test

import (
	"slices"
	"testing"

	"github.com/utilityd/utilityd/x/energy/netting"
)

// at returns members who report what brings them to the given positions, Wh.
func at(positions ...int64) []netting.Member {
	members := make([]netting.Member, len(positions))
	for i, position := range positions {
		if position >= 0 {
			members[i].ExportWh = uint64(position)
		} else {
			members[i].ImportWh = uint64(-position)
		}
	}
	return members
}

func residuals(shares []netting.Share) []int64 {
	out := make([]int64, len(shares))
	for i, s := range shares {
		out[i] = s.Residual
	}
	return out
}

func gives(shares []netting.Share) []uint64 {
	out := make([]uint64, len(shares))
	for i, s := range shares {
		out[i] = s.Give
	}
	return out
}

func takes(shares []netting.Share) []uint64 {
	out := make([]uint64, len(shares))
	for i, s := range shares {
		out[i] = s.Take
	}
	return out
}

// The golden cases, all in epoch 0, whose offset is 0. The PERCENT rows are what the first contract of this kind gives.
func TestGoldenCases(t *testing.T) {
	tests := []struct {
		name      string
		key       netting.Key
		positions []int64

		want      []int64
		wantDeeds []netting.Deed
	}{
		{
			name:      "with more supply than demand the exact rule covers all demand",
			key:       netting.Dynamic,
			positions: []int64{200, 100, -100, -100},

			want: []int64{67, 33, 0, 0},
			wantDeeds: []netting.Deed{
				{Giver: 0, Taker: 2, Wh: 100}, {Giver: 0, Taker: 3, Wh: 33}, {Giver: 1, Taker: 3, Wh: 67},
			},
		},
		{
			name:      "whole percents leave 2 Wh of it uncovered",
			key:       netting.Percent,
			positions: []int64{200, 100, -100, -100},

			want: []int64{68, 34, 0, -2},
			wantDeeds: []netting.Deed{
				{Giver: 0, Taker: 2, Wh: 100}, {Giver: 0, Taker: 3, Wh: 32}, {Giver: 1, Taker: 3, Wh: 66},
			},
		},
		{
			name:      "with more demand than supply the exact rule uses up all supply",
			key:       netting.Dynamic,
			positions: []int64{100, 100, -200, -100},

			want: []int64{0, 0, -67, -33},
			wantDeeds: []netting.Deed{
				{Giver: 0, Taker: 2, Wh: 100}, {Giver: 1, Taker: 2, Wh: 33}, {Giver: 1, Taker: 3, Wh: 67},
			},
		},
		{
			name:      "whole percents leave 2 Wh of it unused",
			key:       netting.Percent,
			positions: []int64{100, 100, -200, -100},

			want: []int64{0, 2, -68, -34},
			wantDeeds: []netting.Deed{
				{Giver: 0, Taker: 2, Wh: 100}, {Giver: 1, Taker: 2, Wh: 32}, {Giver: 1, Taker: 3, Wh: 66},
			},
		},
		{
			name:      "four givers and three takers share exactly",
			key:       netting.Dynamic,
			positions: []int64{50, 70, 40, 40, -200, -100, -25},

			want: []int64{0, 0, 0, 0, -77, -39, -9},
			wantDeeds: []netting.Deed{
				{Giver: 0, Taker: 4, Wh: 50},
				{Giver: 1, Taker: 4, Wh: 70},
				{Giver: 2, Taker: 4, Wh: 3},
				{Giver: 2, Taker: 5, Wh: 37},
				{Giver: 3, Taker: 5, Wh: 24},
				{Giver: 3, Taker: 6, Wh: 16},
			},
		},
		{
			name:      "four givers and three takers share by whole percents",
			key:       netting.Percent,
			positions: []int64{50, 70, 40, 40, -200, -100, -25},

			want: []int64{0, 0, 0, 4, -78, -40, -11},
			wantDeeds: []netting.Deed{
				{Giver: 0, Taker: 4, Wh: 50},
				{Giver: 1, Taker: 4, Wh: 70},
				{Giver: 2, Taker: 4, Wh: 2},
				{Giver: 2, Taker: 5, Wh: 38},
				{Giver: 3, Taker: 5, Wh: 22},
				{Giver: 3, Taker: 6, Wh: 14},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := netting.Settle(netting.Terms{Key: tt.key}, 0, at(tt.positions...))
			if err != nil {
				t.Fatal(err)
			}
			if r := residuals(got.Shares); !slices.Equal(r, tt.want) {
				t.Errorf("expected residuals %d, got %d", tt.want, r)
			}
			deeds, err := netting.Deeds(gives(got.Shares), takes(got.Shares))
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(deeds, tt.wantDeeds) {
				t.Errorf("expected deeds %v, got %v", tt.wantDeeds, deeds)
			}
		})
	}
}

// With CARRY what is left comes back in the next epoch.
func TestCarryTwice(t *testing.T) {
	tests := []struct {
		name string
		key  netting.Key

		want [][]int64
	}{
		{
			name: "whole percents leave more each time",
			key:  netting.Percent,

			want: [][]int64{{68, 34, 0, -2}, {135, 68, 0, -3}},
		},
		{
			// Epoch 1 has offset floor(400·0.883) = 353: the cuts are floor((200·267 + 353) / 400) = 134 and 200.
			name: "the exact rule carries surplus alone",
			key:  netting.Dynamic,

			want: [][]int64{{67, 33, 0, 0}, {133, 67, 0, 0}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			members := at(200, 100, -100, -100)
			for epoch, want := range tt.want {
				got, err := netting.Settle(netting.Terms{Key: tt.key}, uint64(epoch), members)
				if err != nil {
					t.Fatal(err)
				}
				left := residuals(got.Shares)
				if !slices.Equal(left, want) {
					t.Errorf("epoch %d: expected %d, got %d", epoch, want, left)
				}
				for i := range members {
					members[i].CarriedWh = left[i]
				}
			}
		})
	}
}
