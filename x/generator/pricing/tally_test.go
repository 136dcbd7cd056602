package pricing_test

import (
	"errors"
	"math"
	"testing"

	"github.com/utilityd/utilityd/x/generator/pricing"
)

const top = pricing.MaxPrice

func TestVote(t *testing.T) {
	full := pricing.Tally{Sum: 10_000 * uint64(top), Shares: 10_000}
	tests := []struct {
		name   string
		tally  pricing.Tally
		price  pricing.Price
		shares uint64

		want    pricing.Tally
		wantErr error
	}{
		{
			name:  "the first vote",
			price: 30, shares: 2,

			want: pricing.Tally{Sum: 60, Shares: 2},
		},
		{
			name:  "another vote",
			tally: pricing.Tally{Sum: 60, Shares: 2}, price: 5, shares: 9_998,

			want: pricing.Tally{Sum: 50_050, Shares: 10_000},
		},
		{
			name:  "a vote for nothing counts",
			tally: pricing.Tally{Sum: 60, Shares: 2}, price: 0, shares: 1,

			want: pricing.Tally{Sum: 60, Shares: 3},
		},
		{
			name:  "no shares change nothing",
			tally: full, price: 1, shares: 0,

			want: full,
		},
		{
			name:  "all shares for the greatest price",
			price: top, shares: 10_000,

			want: full,
		},
		{
			name:  "a price above the greatest",
			price: top + 1, shares: 1,

			wantErr: pricing.ErrAboveCeiling,
		},
		{
			name:  "any price",
			price: math.MaxUint64, shares: 1,

			wantErr: pricing.ErrAboveCeiling,
		},
		{
			name:  "a share too many",
			tally: full, price: 0, shares: 1,

			want: full, wantErr: pricing.ErrTooManyShares,
		},
		{
			name:  "any number of shares",
			price: 0, shares: math.MaxUint64,

			wantErr: pricing.ErrTooManyShares,
		},
		{
			name:  "a tally of more shares than there are",
			tally: pricing.Tally{Shares: 10_001}, price: 1, shares: 0,

			want: pricing.Tally{Shares: 10_001}, wantErr: pricing.ErrTooManyShares,
		},
		{
			name:  "a tally that no votes come to",
			tally: pricing.Tally{Sum: math.MaxUint64, Shares: 1}, price: 0, shares: 1,

			want: pricing.Tally{Sum: math.MaxUint64, Shares: 1}, wantErr: pricing.ErrNotCounted,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.tally.Vote(tt.price, tt.shares)
			if got != tt.want || !errors.Is(err, tt.wantErr) {
				t.Errorf("expected %+v, %v, got %+v, %v", tt.want, tt.wantErr, got, err)
			}
		})
	}
}

func TestRemove(t *testing.T) {
	two := pricing.Tally{Sum: 60, Shares: 2}
	tests := []struct {
		name   string
		tally  pricing.Tally
		price  pricing.Price
		shares uint64

		want    pricing.Tally
		wantErr error
	}{
		{
			name:  "the last vote",
			tally: two, price: 30, shares: 2,

			want: pricing.Tally{},
		},
		{
			name:  "a part of a vote, because shares were sold",
			tally: two, price: 30, shares: 1,

			want: pricing.Tally{Sum: 30, Shares: 1},
		},
		{
			name:  "no shares change nothing",
			tally: two, price: 99, shares: 0,

			want: two,
		},
		{
			name:  "a share more than voted",
			tally: two, price: 1, shares: 3,

			want: two, wantErr: pricing.ErrNotCounted,
		},
		{
			name:  "any number of shares",
			tally: two, price: 0, shares: math.MaxUint64,

			want: two, wantErr: pricing.ErrNotCounted,
		},
		{
			name:  "a price more than was voted for",
			tally: two, price: 61, shares: 1,

			want: two, wantErr: pricing.ErrNotCounted,
		},
		{
			name:  "a price less than the last share voted for",
			tally: two, price: 29, shares: 2,

			want: two, wantErr: pricing.ErrNotCounted,
		},
		{
			name:  "a price above the greatest",
			tally: two, price: math.MaxUint64, shares: 2,

			want: two, wantErr: pricing.ErrAboveCeiling,
		},
		{
			name:  "from nothing",
			tally: pricing.Tally{}, price: 0, shares: 1,

			wantErr: pricing.ErrNotCounted,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.tally.Remove(tt.price, tt.shares)
			if got != tt.want || !errors.Is(err, tt.wantErr) {
				t.Errorf("expected %+v, %v, got %+v, %v", tt.want, tt.wantErr, got, err)
			}
		})
	}
}

func TestChange(t *testing.T) {
	full := pricing.Tally{Sum: 60_000, Shares: 10_000}
	tests := []struct {
		name     string
		from, to pricing.Price
		shares   uint64

		want    pricing.Tally
		wantErr error
	}{
		{
			name: "another price, though all shares have voted",
			from: 6, to: 7, shares: 10_000,

			want: pricing.Tally{Sum: 70_000, Shares: 10_000},
		},
		{
			name: "a few shares go to one who wants it for nothing",
			from: 6, to: 0, shares: 100,

			want: pricing.Tally{Sum: 59_400, Shares: 10_000},
		},
		{
			name: "a price above the greatest changes nothing",
			from: 6, to: top + 1, shares: 100,

			want: full, wantErr: pricing.ErrAboveCeiling,
		},
		{
			name: "what was not counted changes nothing",
			from: 7, to: 6, shares: 10_000,

			want: full, wantErr: pricing.ErrNotCounted,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := full.Change(tt.from, tt.to, tt.shares)
			if got != tt.want || !errors.Is(err, tt.wantErr) {
				t.Errorf("expected %+v, %v, got %+v, %v", tt.want, tt.wantErr, got, err)
			}
		})
	}
}

func TestPrice(t *testing.T) {
	tests := []struct {
		name  string
		votes ballots

		want      pricing.Price
		wantVoted bool
	}{
		{
			name:  "no votes: free",
			votes: nil,

			want: 0, wantVoted: false,
		},
		{
			name:  "a vote for a price of 0",
			votes: ballots{{price: 0, shares: 5}},

			want: 0, wantVoted: true,
		},
		{
			name:  "one share decides where there is no other vote",
			votes: ballots{{price: 900, shares: 1}},

			want: 900, wantVoted: true,
		},
		{
			name:  "the mean is by shares, not by owners",
			votes: ballots{{price: 100, shares: 9_000}, {price: 200, shares: 1_000}},

			want: 110, wantVoted: true,
		},
		{
			name:  "it is rounded down",
			votes: ballots{{price: 10, shares: 1}, {price: 11, shares: 9_999}},

			want: 10, wantVoted: true,
		},
		{
			name:  "one share of all moves it by a ten-thousandth of the greatest price",
			votes: ballots{{price: 0, shares: 9_999}, {price: top, shares: 1}},

			want: top / 10_000, wantVoted: true,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var tally pricing.Tally
			for _, vote := range tt.votes {
				next, err := tally.Vote(vote.price, vote.shares)
				if err != nil {
					t.Fatal(err)
				}
				tally = next
			}
			if got, voted := tally.Price(); got != tt.want || voted != tt.wantVoted {
				t.Errorf("expected %d, %t, got %d, %t", tt.want, tt.wantVoted, got, voted)
			}
			tt.votes.agrees(t, tally)
		})
	}
}

func TestCheckVote(t *testing.T) {
	tests := []struct {
		name           string
		price, ceiling pricing.Price

		want string
	}{
		{name: "nothing", price: 0, ceiling: 0},
		{name: "the ceiling itself", price: 70, ceiling: 70},
		{name: "above the ceiling", price: 71, ceiling: 70, want: "pricing: vote above the ceiling: expected at most 70, got 71"},
		{
			name: "no ceiling is above the greatest price", price: math.MaxUint64, ceiling: math.MaxUint64,

			want: "pricing: vote above the ceiling: expected at most 1099511627776, got 18446744073709551615",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := pricing.CheckVote(tt.price, tt.ceiling)
			if (err == nil) != (tt.want == "") || err != nil && (err.Error() != tt.want || !errors.Is(err, pricing.ErrAboveCeiling)) {
				t.Errorf("expected %q, got %v", tt.want, err)
			}
		})
	}
}
