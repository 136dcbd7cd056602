package apportion_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/utilityd/utilityd/x/internal/apportion"
	"github.com/utilityd/utilityd/x/internal/exact"
)

func TestShares(t *testing.T) {
	tests := []struct {
		name    string
		total   uint64
		weights []uint64
		offset  uint64

		want    []uint64
		wantErr error
	}{
		{
			name:    "what divides evenly is divided evenly",
			total:   60,
			weights: []uint64{1, 2, 3},
			offset:  0,

			want: []uint64{10, 20, 30},
		},
		{
			name:    "at offset 0 the odd unit goes to the last",
			total:   200,
			weights: []uint64{200, 100},
			offset:  0,

			want: []uint64{133, 67},
		},
		{
			name:    "at the greatest offset it goes to the first",
			total:   200,
			weights: []uint64{200, 100},
			offset:  299,

			want: []uint64{134, 66},
		},
		{
			name:    "four households give what two others lack",
			total:   125,
			weights: []uint64{200, 100, 25},
			offset:  0,

			want: []uint64{76, 39, 10},
		},
		{
			name:    "who weighs nothing gets nothing, wherever they stand",
			total:   7,
			weights: []uint64{0, 1, 0, 1, 0},
			offset:  1,

			want: []uint64{0, 4, 0, 3, 0},
		},
		{
			name:    "one weight takes all",
			total:   math.MaxUint64,
			weights: []uint64{5},
			offset:  4,

			want: []uint64{math.MaxUint64},
		},
		{
			name:    "the greatest total among the greatest weights",
			total:   math.MaxUint64,
			weights: []uint64{math.MaxUint64 - 1, 1},
			offset:  math.MaxUint64 - 1,

			want: []uint64{math.MaxUint64 - 1, 1},
		},
		{
			name:    "nothing among no weights is nothing",
			total:   0,
			weights: nil,
			offset:  0,

			want: []uint64{},
		},
		{
			name:    "nothing among weights of nothing is nothing",
			total:   0,
			weights: []uint64{0, 0},
			offset:  0,

			want: []uint64{0, 0},
		},
		{
			name:    "something among no weights is refused",
			total:   1,
			weights: []uint64{0, 0},
			offset:  0,

			wantErr: apportion.ErrNoWeight,
		},
		{
			name:    "an offset of the whole weight is refused",
			total:   1,
			weights: []uint64{2, 2},
			offset:  4,

			wantErr: apportion.ErrOffset,
		},
		{
			name:    "no weight has no offset but 0",
			total:   0,
			weights: []uint64{0},
			offset:  1,

			wantErr: apportion.ErrOffset,
		},
		{
			name:    "weights that sum to more than 64 bits are refused",
			total:   1,
			weights: []uint64{math.MaxUint64, 1},
			offset:  0,

			wantErr: exact.ErrOverflow,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := slices.Clone(tt.weights)
			got, err := apportion.Shares(tt.total, tt.weights, tt.offset)
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("expected error %v, got %v", tt.wantErr, err)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("expected %d, got %d", tt.want, got)
			}
			if !slices.Equal(tt.weights, before) {
				t.Errorf("expected the weights untouched, %d, got %d", before, tt.weights)
			}
		})
	}
}

func TestCut(t *testing.T) {
	tests := []struct {
		name                  string
		total, weight, offset uint64
		prefix                uint64

		want uint64
	}{
		{
			name:  "before everybody there is nothing",
			total: 10, weight: 3, offset: 2,
			prefix: 0,

			want: 0,
		},
		{
			name:  "behind everybody there is all",
			total: 10, weight: 3, offset: 2,
			prefix: 3,

			want: 10,
		},
		{
			name:  "further behind there are no shares",
			total: 10, weight: 3, offset: 2,
			prefix: math.MaxUint64,

			want: 10,
		},
		{
			name:  "in between it is rounded down",
			total: 10, weight: 3, offset: 0,
			prefix: 2,

			want: 6,
		},
		{
			name:  "the offset lifts it over the edge",
			total: 10, weight: 3, offset: 1,
			prefix: 2,

			want: 7,
		},
		{
			name:  "no weights have no shares",
			total: 0, weight: 0, offset: 0,
			prefix: 5,

			want: 0,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := apportion.New(tt.total, tt.weight, tt.offset)
			if err != nil {
				t.Fatal(err)
			}
			if got := d.Cut(tt.prefix); got != tt.want {
				t.Errorf("expected %d, got %d", tt.want, got)
			}
			if d.Total() != tt.total || d.Weight() != tt.weight || d.Offset() != tt.offset {
				t.Errorf("expected the division as given, got %d, %d, %d", d.Total(), d.Weight(), d.Offset())
			}
		})
	}
}

func TestShareBeyondTheWeight(t *testing.T) {
	d, err := apportion.New(100, 4, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Share(3, math.MaxUint64); got != 25 {
		t.Errorf("expected what is left, 25, got %d", got)
	}
	if got := d.Share(9, 1); got != 0 {
		t.Errorf("expected nothing behind everybody, got %d", got)
	}
}

func TestOffset(t *testing.T) {
	tests := []struct {
		name          string
		epoch, weight uint64

		want uint64
	}{
		{name: "epoch 0 starts at 0", epoch: 0, weight: 1000, want: 0},
		{name: "epoch 1 is a turn further", epoch: 1, weight: 1000, want: 882},
		{name: "epoch 2 is at twice that, less a round", epoch: 2, weight: 1000, want: 765},
		{name: "epoch 3 moves on alike", epoch: 3, weight: 1000, want: 647},
		{name: "no weight has no offset", epoch: 1, weight: 0, want: 0},
		{name: "one unit of weight has one offset", epoch: 3, weight: 1, want: 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := apportion.Offset(tt.epoch, tt.weight); got != tt.want {
				t.Errorf("expected %d, got %d", tt.want, got)
			}
		})
	}
}
