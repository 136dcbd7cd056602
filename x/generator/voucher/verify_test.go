package voucher_test

import (
	"errors"
	"math"
	"testing"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

func TestVerify(t *testing.T) {
	const meter, at0 = 7, 100 // the current link of meter 7 is link(100)
	c := chain(t, meter, 2000, 20)
	tests := []struct {
		name            string
		meter           uint64
		link            int
		lowest, highest int

		want    int
		wantErr error
	}{
		{name: "one unit", meter: meter, link: 101, lowest: 1, highest: 501, want: 1},
		{name: "exactly what was bought", meter: meter, link: 105, lowest: 5, highest: 505, want: 5},
		{name: "more than was bought: an earlier code never came", meter: meter, link: 112, lowest: 5, highest: 505, want: 12},
		{name: "the greatest purchase", meter: meter, link: 600, lowest: 500, highest: 1000, want: 500},
		{name: "the greatest purchase with all the slack", meter: meter, link: 1100, lowest: 500, highest: 1000, want: 1000},
		{name: "one step of work is enough for one unit", meter: meter, link: 101, lowest: 1, highest: 1, want: 1},
		{name: "one unit less than was bought", meter: meter, link: 104, lowest: 5, highest: 505, wantErr: voucher.ErrTooFew},
		{name: "one step beyond the slack", meter: meter, link: 606, lowest: 5, highest: 505, wantErr: voucher.ErrNoMatch},
		{name: "the code that was spent last", meter: meter, link: 100, lowest: 5, highest: 505, wantErr: voucher.ErrSpent},
		{name: "a code that was spent before", meter: meter, link: 99, lowest: 5, highest: 505, wantErr: voucher.ErrNoMatch},
		{name: "the anchor", meter: meter, link: 0, lowest: 5, highest: 505, wantErr: voucher.ErrNoMatch},
		{name: "a code for another meter", meter: meter + 1, link: 105, lowest: 5, highest: 505, wantErr: voucher.ErrNoMatch},
		{name: "nothing bought", meter: meter, link: 105, lowest: 0, highest: 505, wantErr: voucher.ErrBounds},
		{name: "less than nothing bought", meter: meter, link: 105, lowest: math.MinInt, highest: 505, wantErr: voucher.ErrBounds},
		{name: "the least above the most", meter: meter, link: 105, lowest: 6, highest: 5, wantErr: voucher.ErrBounds},
		{name: "more work than one code may cause", meter: meter, link: 105, lowest: 5, highest: voucher.MaxSteps + 1, wantErr: voucher.ErrBounds},
		{name: "any work", meter: meter, link: 105, lowest: 5, highest: math.MaxInt, wantErr: voucher.ErrBounds},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := voucher.Verify(tt.meter, at(t, c, at0), at(t, c, tt.link), tt.lowest, tt.highest)
			if got != tt.want || !errors.Is(err, tt.wantErr) {
				t.Errorf("expected %d, %v, got %d, %v", tt.want, tt.wantErr, got, err)
			}
		})
	}
}

func TestVerifyComparesLengths(t *testing.T) {
	short, long := chain(t, 7, 10, 20), chain(t, 7, 10, 21)
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
			got, err := voucher.Verify(7, tt.current, tt.code, 1, 10)
			if got != 0 || !errors.Is(err, voucher.ErrLength) || err.Error() != tt.want {
				t.Errorf("expected %q, got %d, %v", tt.want, got, err)
			}
		})
	}
}

// A code for n units proves n and nothing else: no code that is one digit away from it proves anything.
func TestEverySpoiledDigitIsNoticed(t *testing.T) {
	c := chain(t, 7, 10, 20)
	good := at(t, c, 3).String()
	for place := range good {
		for d := byte('0'); d <= '9'; d++ {
			if d == good[place] {
				continue
			}
			spoiled := []byte(good)
			spoiled[place] = d
			if m, err := voucher.Verify(7, c.Anchor(), parse(t, string(spoiled)), 1, 20); !errors.Is(err, voucher.ErrNoMatch) {
				t.Errorf("%s for %s: expected %v, got %d, %v", spoiled, good, voucher.ErrNoMatch, m, err)
			}
		}
	}
}

func TestVerifyDoesNotAllocate(t *testing.T) {
	c := chain(t, 7, 500, 30)
	code := at(t, c, 400)
	got := testing.AllocsPerRun(10, func() {
		if m, err := voucher.Verify(7, c.Anchor(), code, 400, 900); err != nil || m != 400 {
			t.Fatal(m, err)
		}
	})
	if got != 0 {
		t.Errorf("expected no allocation, got %v", got)
	}
}
