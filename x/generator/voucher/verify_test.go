package voucher_test

import (
	"errors"
	"math"
	"testing"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

func TestVerify(t *testing.T) {
	c := chain(t, seven, 2000, 20) // its current link is link(100)
	elsewhere := voucher.Meter{Generator: 2, Number: 7}
	tests := []struct {
		name    string
		meter   voucher.Meter
		link    int
		highest int

		want    int
		wantErr error
	}{
		{name: "one unit", meter: seven, link: 101, highest: 1000, want: 1},
		{name: "some units", meter: seven, link: 105, highest: 1000, want: 5},
		{name: "the most that a code can prove", meter: seven, link: 1100, highest: 1000, want: 1000},
		{name: "one step of work is enough for one unit", meter: seven, link: 101, highest: 1, want: 1},
		{name: "one step beyond", meter: seven, link: 1101, highest: 1000, wantErr: voucher.ErrNoMatch},
		{name: "one step beyond a small bound", meter: seven, link: 106, highest: 5, wantErr: voucher.ErrNoMatch},
		{name: "the code that was spent last", meter: seven, link: 100, highest: 1000, wantErr: voucher.ErrSpent},
		{name: "a code that was spent before", meter: seven, link: 99, highest: 1000, wantErr: voucher.ErrNoMatch},
		{name: "the anchor", meter: seven, link: 0, highest: 1000, wantErr: voucher.ErrNoMatch},
		{name: "a code for another meter", meter: eight, link: 105, highest: 1000, wantErr: voucher.ErrNoMatch},
		{name: "a code for the same number at another generator", meter: elsewhere, link: 105, highest: 1000, wantErr: voucher.ErrNoMatch},
		{name: "no work", meter: seven, link: 105, highest: 0, wantErr: voucher.ErrBounds},
		{name: "less than no work", meter: seven, link: 105, highest: math.MinInt, wantErr: voucher.ErrBounds},
		{name: "more work than one code may cause", meter: seven, link: 105, highest: voucher.MaxSteps + 1, wantErr: voucher.ErrBounds},
		{name: "any work", meter: seven, link: 105, highest: math.MaxInt, wantErr: voucher.ErrBounds},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := voucher.Verify(tt.meter, at(t, c, 100), at(t, c, tt.link), tt.highest)
			if got != tt.want || !errors.Is(err, tt.wantErr) {
				t.Errorf("expected %d, %v, got %d, %v", tt.want, tt.wantErr, got, err)
			}
		})
	}
}

func TestVerifyComparesLengths(t *testing.T) {
	short, long := chain(t, seven, 10, 20), chain(t, seven, 10, 21)
	none := voucher.Code{}
	for _, tt := range []struct {
		name          string
		current, code voucher.Code

		want string
	}{
		{
			name: "a longer code", current: short.Anchor(), code: at(t, long, 3),

			want: "wrong length of a code: expected 20 digits, got 21",
		},
		{
			name: "a shorter code", current: long.Anchor(), code: at(t, short, 3),

			want: "wrong length of a code: expected 21 digits, got 20",
		},
		{
			name: "no code", current: short.Anchor(), code: none,

			want: "wrong length of a code: expected 20 digits, got 0",
		},
		{
			name: "no code before a code was registered", current: none, code: none,

			want: "wrong length of a code: expected a current link, got none",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := voucher.Verify(seven, tt.current, tt.code, 10)
			if got != 0 || !errors.Is(err, voucher.ErrLength) || err.Error() != tt.want {
				t.Errorf("expected %q, got %d, %v", tt.want, got, err)
			}
		})
	}
}

// A code for n units proves n and nothing else: no code that is one digit away from it proves anything.
func TestEverySpoiledDigitIsNoticed(t *testing.T) {
	c := chain(t, seven, 10, 20)
	good := at(t, c, 3).String()
	for place := range good {
		for d := byte('0'); d <= '9'; d++ {
			if d == good[place] {
				continue
			}
			spoiled := []byte(good)
			spoiled[place] = d
			if m, err := voucher.Verify(seven, c.Anchor(), parse(t, string(spoiled)), 20); !errors.Is(err, voucher.ErrNoMatch) {
				t.Errorf("%s for %s: expected %v, got %d, %v", spoiled, good, voucher.ErrNoMatch, m, err)
			}
		}
	}
}

func TestVerifyDoesNotAllocate(t *testing.T) {
	c := chain(t, seven, 500, 30)
	code := at(t, c, 400)
	got := testing.AllocsPerRun(10, func() {
		if m, err := voucher.Verify(seven, c.Anchor(), code, 900); err != nil || m != 400 {
			t.Fatal(m, err)
		}
	})
	if got != 0 {
		t.Errorf("expected no allocation, got %v", got)
	}
}
