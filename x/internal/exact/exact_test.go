package exact_test

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/internal/exact"
)

const top = math.MaxUint64

func TestMulAddDivRem(t *testing.T) {
	tests := []struct {
		name       string
		a, b, c, d uint64

		q, r    uint64
		wantErr error
	}{
		{
			name: "seven halves are three and one over",
			a:    7, b: 1, c: 0, d: 2,

			q: 3, r: 1,
		},
		{
			name: "the addend joins before the division",
			a:    7, b: 1, c: 1, d: 2,

			q: 4, r: 0,
		},
		{
			name: "the product may need 128 bits",
			a:    top, b: top, c: 0, d: top,

			q: top, r: 0,
		},
		{
			name: "the addend may carry into the high word",
			a:    top, b: 1, c: top, d: 2,

			q: top, r: 0,
		},
		{
			name: "the greatest operands of all still have a remainder",
			a:    top, b: top - 1, c: top - 1, d: top,

			q: top - 1, r: top - 1,
		},
		{
			name: "nothing divided is nothing",
			a:    0, b: top, c: 0, d: 3,

			q: 0, r: 0,
		},
		{
			name: "a quotient of 2⁶⁴ is refused",
			a:    1 << 63, b: 2, c: 0, d: 1,

			wantErr: exact.ErrOverflow,
		},
		{
			name: "the addend alone can push the quotient over the edge",
			a:    top, b: 1, c: 1, d: 1,

			wantErr: exact.ErrOverflow,
		},
		{
			name: "division by zero is refused, also of zero",
			a:    0, b: 0, c: 0, d: 0,

			wantErr: exact.ErrDivideByZero,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q, r, err := exact.MulAddDivRem(tt.a, tt.b, tt.c, tt.d)
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("expected error %v, got %v", tt.wantErr, err)
			}
			if q != tt.q || r != tt.r {
				t.Errorf("expected %d and %d over, got %d and %d", tt.q, tt.r, q, r)
			}
		})
	}
}

func TestMulDiv(t *testing.T) {
	tests := []struct {
		name    string
		a, b, d uint64

		floor, ceil       uint64
		floorErr, ceilErr error
	}{
		{
			name: "an exact quotient is the same both ways",
			a:    6, b: 4, d: 8,

			floor: 3, ceil: 3,
		},
		{
			name: "a broken one is one apart",
			a:    5, b: 5, d: 8,

			floor: 3, ceil: 4,
		},
		{
			name: "the smallest part of a unit counts as one when rounding up",
			a:    1, b: 1, d: top,

			floor: 0, ceil: 1,
		},
		{
			name: "half above the greatest number fits only when rounded down",
			a:    253_921, b: 145_295_143_558_111, d: 2, // the product is 2⁶⁵ − 1

			floor: top, ceilErr: exact.ErrOverflow,
		},
		{
			name: "above the greatest number both are refused",
			a:    top, b: 3, d: 2,

			floorErr: exact.ErrOverflow, ceilErr: exact.ErrOverflow,
		},
		{
			name: "division by zero is refused both ways",
			a:    1, b: 1, d: 0,

			floorErr: exact.ErrDivideByZero, ceilErr: exact.ErrDivideByZero,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			floor, err := exact.MulDivFloor(tt.a, tt.b, tt.d)
			if !errors.Is(err, tt.floorErr) || floor != tt.floor {
				t.Errorf("floor: expected %d, %v, got %d, %v", tt.floor, tt.floorErr, floor, err)
			}
			ceil, err := exact.MulDivCeil(tt.a, tt.b, tt.d)
			if !errors.Is(err, tt.ceilErr) || ceil != tt.ceil {
				t.Errorf("ceil: expected %d, %v, got %d, %v", tt.ceil, tt.ceilErr, ceil, err)
			}
		})
	}
}

func TestSums(t *testing.T) {
	tests := []struct {
		name string
		xs   []uint64

		want    uint64
		wantErr error
	}{
		{
			name: "no numbers sum to zero",
			xs:   nil,

			want: 0,
		},
		{
			name: "the greatest sum still fits",
			xs:   []uint64{top - 2, 1, 1},

			want: top,
		},
		{
			name: "one more does not",
			xs:   []uint64{top, 0, 1},

			wantErr: exact.ErrOverflow,
		},
		{
			name: "a sum that has wrapped does not come back",
			xs:   []uint64{top, top, 5},

			wantErr: exact.ErrOverflow,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := exact.Sum(tt.xs...)
			if !errors.Is(err, tt.wantErr) || got != tt.want {
				t.Errorf("expected %d, %v, got %d, %v", tt.want, tt.wantErr, got, err)
			}
		})
	}
}

func TestAddUpTo(t *testing.T) {
	tests := []struct {
		name string
		a, b uint64

		want uint64
	}{
		{name: "a sum that fits is exact", a: 2, b: 3, want: 5},
		{name: "the greatest sum still fits", a: top - 1, b: 1, want: top},
		{name: "one more is the greatest number too", a: 1, b: top, want: top},
		{name: "as is twice the greatest number", a: top, b: top, want: top},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := exact.AddUpTo(tt.a, tt.b); got != tt.want {
				t.Errorf("expected %d, got %d", tt.want, got)
			}
		})
	}
}

// Adding and taking away again, and multiplying and dividing again, lead back to the start; what cannot be done says so.
func TestInverses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := number.Draw(t, "a"), number.Draw(t, "b")

		if sum, err := exact.Add(a, b); err == nil {
			if back, err := exact.Sub(sum, b); err != nil || back != a {
				t.Fatalf("%d + %d − %d: expected %d, got %d, %v", a, b, b, a, back, err)
			}
		} else if a <= top-b {
			t.Fatalf("%d + %d: expected %d, got %v", a, b, a+b, err)
		}

		if _, err := exact.Sub(a, b); (err != nil) != (b > a) {
			t.Fatalf("%d − %d: unexpected outcome %v", a, b, err)
		}

		product, err := exact.Mul(a, b)
		if err == nil && b != 0 {
			if q, r, err := exact.MulAddDivRem(product, 1, 0, b); err != nil || q != a || r != 0 {
				t.Fatalf("%d·%d/%d: expected %d, got %d and %d over, %v", a, b, b, a, q, r, err)
			}
		}
		if err != nil && (b == 0 || a <= top/b) {
			t.Fatalf("%d·%d: expected %d, got %v", a, b, a*b, err)
		}
	})
}

func TestZigZag(t *testing.T) {
	tests := []struct {
		name   string
		signed int64

		unsigned uint64
	}{
		{name: "zero stays", signed: 0, unsigned: 0},
		{name: "minus one is the first odd number", signed: -1, unsigned: 1},
		{name: "one is the first even number", signed: 1, unsigned: 2},
		{name: "the greatest is the last even number", signed: math.MaxInt64, unsigned: top - 1},
		{name: "the least is the last odd number", signed: math.MinInt64, unsigned: top},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := exact.ZigZag(tt.signed); got != tt.unsigned {
				t.Errorf("expected %d, got %d", tt.unsigned, got)
			}
			if got := exact.UnZigZag(tt.unsigned); got != tt.signed {
				t.Errorf("expected %d, got %d", tt.signed, got)
			}
		})
	}
}
