package accrual_test

import (
	"errors"
	"math"
	"testing"

	"github.com/utilityd/utilityd/x/internal/accrual"
	"github.com/utilityd/utilityd/x/internal/exact"
)

const top = math.MaxUint64

func TestAdd(t *testing.T) {
	tests := []struct {
		name   string
		index  accrual.Index
		amount uint64

		want    accrual.Index
		wantErr error
	}{
		{
			name:   "what divides evenly leaves no carry",
			index:  accrual.Index{Acc: 10, Carry: 0, Weight: 4},
			amount: 8,

			want: accrual.Index{Acc: 12, Carry: 0, Weight: 4},
		},
		{
			name:   "what does not is carried",
			index:  accrual.Index{Acc: 10, Carry: 0, Weight: 4},
			amount: 7,

			want: accrual.Index{Acc: 11, Carry: 3, Weight: 4},
		},
		{
			name:   "the carry joins the next amount",
			index:  accrual.Index{Acc: 11, Carry: 3, Weight: 4},
			amount: 1,

			want: accrual.Index{Acc: 12, Carry: 0, Weight: 4},
		},
		{
			name:   "without holders all is carried",
			index:  accrual.Index{Acc: 5, Carry: 3, Weight: 0},
			amount: 100,

			want: accrual.Index{Acc: 5, Carry: 103, Weight: 0},
		},
		{
			name:   "an amount of 0 divides a carry that grew without holders",
			index:  accrual.Index{Acc: 5, Carry: 103, Weight: 10},
			amount: 0,

			want: accrual.Index{Acc: 15, Carry: 3, Weight: 10},
		},
		{
			name:   "amount and carry may together need more than 64 bits",
			index:  accrual.Index{Acc: 0, Carry: top, Weight: 2},
			amount: top,

			want: accrual.Index{Acc: top, Carry: 0, Weight: 2},
		},
		{
			name:   "a carry that does not fit is refused",
			index:  accrual.Index{Acc: 0, Carry: top, Weight: 0},
			amount: 1,

			want:    accrual.Index{Acc: 0, Carry: top, Weight: 0},
			wantErr: exact.ErrOverflow,
		},
		{
			name:   "a share that does not fit is refused",
			index:  accrual.Index{Acc: 0, Carry: 1, Weight: 1},
			amount: top,

			want:    accrual.Index{Acc: 0, Carry: 1, Weight: 1},
			wantErr: exact.ErrOverflow,
		},
		{
			name:   "an index that does not fit is refused",
			index:  accrual.Index{Acc: top, Carry: 0, Weight: 1},
			amount: 1,

			want:    accrual.Index{Acc: top, Carry: 0, Weight: 1},
			wantErr: exact.ErrOverflow,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.index.Add(tt.amount)
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("expected error %v, got %v", tt.wantErr, err)
			}
			if got != tt.want {
				t.Errorf("expected %+v, got %+v", tt.want, got)
			}
		})
	}
}

func TestOwed(t *testing.T) {
	tests := []struct {
		name         string
		weight, last uint64

		want    uint64
		wantErr error
	}{
		{name: "a unit of weight is owed what the index rose", weight: 1, last: 90, want: 10},
		{name: "three units are owed three times as much", weight: 3, last: 90, want: 30},
		{name: "who has just been settled is owed nothing", weight: 3, last: 100, want: 0},
		{name: "no weight is owed nothing", weight: 0, last: 0, want: 0},
		{name: "a holder cannot have been settled later than now", weight: 1, last: 101, wantErr: accrual.ErrSettledAhead},
		{name: "what does not fit is refused", weight: top, last: 98, wantErr: exact.ErrOverflow},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := accrual.Index{Acc: 100, Weight: 7}.Owed(tt.weight, tt.last)
			if !errors.Is(err, tt.wantErr) || got != tt.want {
				t.Errorf("expected %d, %v, got %d, %v", tt.want, tt.wantErr, got, err)
			}
		})
	}
}

func TestWeight(t *testing.T) {
	tests := []struct {
		name        string
		index       accrual.Index
		join, leave uint64

		want              accrual.Index
		joinErr, leaveErr error
	}{
		{
			name:  "joining and leaving leave index and carry alone",
			index: accrual.Index{Acc: 9, Carry: 4, Weight: 5},
			join:  3, leave: 6,

			want: accrual.Index{Acc: 9, Carry: 4, Weight: 2},
		},
		{
			name:  "the last to leave leaves the carry behind",
			index: accrual.Index{Acc: 9, Carry: 4, Weight: 5},
			join:  0, leave: 5,

			want: accrual.Index{Acc: 9, Carry: 4, Weight: 0},
		},
		{
			name:  "a weight that does not fit is refused",
			index: accrual.Index{Acc: 9, Carry: 4, Weight: 5},
			join:  top - 4, leave: 0,

			want:    accrual.Index{Acc: 9, Carry: 4, Weight: 5},
			joinErr: exact.ErrOverflow,
		},
		{
			name:  "more than all cannot leave",
			index: accrual.Index{Acc: 9, Carry: 4, Weight: 5},
			join:  0, leave: 6,

			want:     accrual.Index{Acc: 9, Carry: 4, Weight: 5},
			leaveErr: exact.ErrUnderflow,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.index.Join(tt.join)
			if !errors.Is(err, tt.joinErr) {
				t.Fatalf("join: expected error %v, got %v", tt.joinErr, err)
			}
			got, err = got.Leave(tt.leave)
			if !errors.Is(err, tt.leaveErr) {
				t.Fatalf("leave: expected error %v, got %v", tt.leaveErr, err)
			}
			if got != tt.want {
				t.Errorf("expected %+v, got %+v", tt.want, got)
			}
		})
	}
}

// What does not hold to the last unit: the carry belongs to those who hold when it becomes divisible, not to those who held when
// it came in. It is less than one unit for each unit of weight.
func TestCarryGoesToWhoHoldsLater(t *testing.T) {
	index := accrual.Index{Weight: 10}
	index, err := index.Add(9) // nine tenths of a unit for each
	if err != nil {
		t.Fatal(err)
	}
	if index, err = index.Leave(9); err != nil {
		t.Fatal(err)
	}
	if index, err = index.Add(0); err != nil {
		t.Fatal(err)
	}
	if owed, err := index.Owed(1, 0); err != nil || owed != 9 {
		t.Errorf("expected who stayed to have all 9, got %d, %v", owed, err)
	}

	index = accrual.Index{Weight: 1_000_000, Carry: 999_999}
	joined := index.Acc
	if index, err = index.Join(1_000_000); err != nil {
		t.Fatal(err)
	}
	if index, err = index.Add(1_000_001); err != nil {
		t.Fatal(err)
	}
	if owed, err := index.Owed(1_000_000, joined); err != nil || owed != 1_000_000 {
		t.Errorf("expected who joined to have 1,000,000, half a million from before, got %d, %v", owed, err)
	}
}
