package voucher_test

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

// seed stands for the secret of a vendor.
var seed = bytes.Repeat([]byte{0x11}, voucher.SeedSize)

// Meters of the tests.
var (
	seven = voucher.Meter{Generator: 1, Number: 7}
	eight = voucher.Meter{Generator: 1, Number: 8}
)

func chain(tb testing.TB, meter voucher.Meter, length, digits int) *voucher.Chain {
	tb.Helper()
	c, err := voucher.NewChain(seed, meter, length, digits)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func at(tb testing.TB, c *voucher.Chain, i int) voucher.Code {
	tb.Helper()
	link, err := c.At(i)
	if err != nil {
		tb.Fatal(err)
	}
	return link
}

func parse(tb testing.TB, text string) voucher.Code {
	tb.Helper()
	c, err := voucher.Parse(text)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func TestEveryLinkIsAStepFromTheNext(t *testing.T) {
	for _, length := range []int{1, 2, 1023, 1024, 1025, 2049} {
		c := chain(t, seven, length, 20)
		link := at(t, c, length)
		for i := length; i > 0; i-- {
			link = voucher.Step(seven, link)
			if got := at(t, c, i-1); got != link {
				t.Fatalf("length %d: expected link %d to be %s, got %s", length, i-1, link, got)
			}
		}
		if link != c.Anchor() || c.Length() != length {
			t.Errorf("expected the anchor %s and %d links, got %s and %d", link, length, c.Anchor(), c.Length())
		}
	}
}

func TestChainsOfOtherThingsAreOthers(t *testing.T) {
	other := bytes.Repeat([]byte{0x12}, voucher.SeedSize)
	usual := chain(t, seven, 40, 20)
	links := map[voucher.Code]string{}
	for i := range 41 {
		links[at(t, usual, i)] = "the usual chain"
	}
	for _, tt := range []struct {
		name           string
		seed           []byte
		meter          voucher.Meter
		length, digits int
	}{
		{name: "another seed", seed: other, meter: seven, length: 40, digits: 20},
		{name: "another meter", seed: seed, meter: eight, length: 40, digits: 20},
		{name: "a meter of the same number at another generator", seed: seed, meter: voucher.Meter{Generator: 2, Number: 7}, length: 40, digits: 20},
		{name: "generator and meter swapped", seed: seed, meter: voucher.Meter{Generator: 7, Number: 1}, length: 40, digits: 20},
		// With the last link of the shorter chain, the longer one would be open to all as far as the shorter one was spent.
		{name: "another length", seed: seed, meter: seven, length: 41, digits: 20},
		{name: "other digits", seed: seed, meter: seven, length: 40, digits: 21},
	} {
		c, err := voucher.NewChain(tt.seed, tt.meter, tt.length, tt.digits)
		if err != nil {
			t.Fatal(err)
		}
		for i := range tt.length + 1 {
			link := at(t, c, i)
			if whose, taken := links[link]; taken {
				t.Errorf("%s: expected links of its own, got %s of %s", tt.name, link, whose)
			}
			links[link] = tt.name
		}
	}
}

func TestWhatIsNoChainIsRefused(t *testing.T) {
	tests := []struct {
		name           string
		seed           []byte
		length, digits int

		wantErr error
	}{
		{name: "a seed of 31 bytes", seed: seed[1:], length: 1, digits: 20, wantErr: voucher.ErrSeed},
		{name: "a seed of 33 bytes", seed: append(bytes.Clone(seed), 0), length: 1, digits: 20, wantErr: voucher.ErrSeed},
		{name: "no seed", seed: nil, length: 1, digits: 20, wantErr: voucher.ErrSeed},
		{name: "no link", seed: seed, length: 0, digits: 20, wantErr: voucher.ErrBounds},
		{name: "less than no link", seed: seed, length: math.MinInt, digits: 20, wantErr: voucher.ErrBounds},
		{name: "a link too many", seed: seed, length: voucher.MaxLength + 1, digits: 20, wantErr: voucher.ErrBounds},
		{name: "19 digits", seed: seed, length: 1, digits: 19, wantErr: voucher.ErrLength},
		{name: "31 digits", seed: seed, length: 1, digits: 31, wantErr: voucher.ErrLength},
		{name: "a number of digits that a byte would take for 20", seed: seed, length: 1, digits: 256 + 20, wantErr: voucher.ErrLength},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := voucher.NewChain(tt.seed, seven, tt.length, tt.digits)
			if !errors.Is(err, tt.wantErr) || c != nil {
				t.Errorf("expected %v, got %v, %v", tt.wantErr, c, err)
			}
		})
	}
}

func TestSell(t *testing.T) {
	const length = 1200
	c := chain(t, seven, length, 20)
	tests := []struct {
		name         string
		units, spent int

		link    int
		wantErr error
	}{
		{name: "the first unit", units: 1, spent: 0, link: 1},
		{name: "the most that a code sells", units: voucher.MaxUnits, spent: 3, link: 503},
		{name: "the last unit", units: 1, spent: length - 1, link: length},
		{name: "no unit", units: 0, spent: 0, wantErr: voucher.ErrBounds},
		{name: "less than none", units: -1, spent: 5, wantErr: voucher.ErrBounds},
		{name: "more than a code sells", units: voucher.MaxUnits + 1, spent: 0, wantErr: voucher.ErrBounds},
		{name: "less than none spent", units: 2, spent: -1, wantErr: voucher.ErrBounds},
		{name: "one more than there are", units: 2, spent: length - 1, wantErr: voucher.ErrUsedUp},
		{name: "far more than there are", units: 1, spent: math.MaxInt, wantErr: voucher.ErrUsedUp},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := c.Sell(tt.units, tt.spent)
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("expected %v, got %v", tt.wantErr, err)
			}
			if err == nil && got != at(t, c, tt.link) {
				t.Errorf("expected link %d, got %s", tt.link, got)
			}
		})
	}
	for _, i := range []int{-1, length + 1} {
		if got, err := c.At(i); !errors.Is(err, voucher.ErrBounds) || got != (voucher.Code{}) {
			t.Errorf("link %d: expected %v, got %s, %v", i, voucher.ErrBounds, got, err)
		}
	}
}

func TestTheLongestChain(t *testing.T) {
	if testing.Short() {
		t.Skip("a million hashes")
	}
	c := chain(t, seven, voucher.MaxLength, 20)
	last := at(t, c, voucher.MaxLength)
	if got := voucher.Steps(seven, last, voucher.MaxLength); got != c.Anchor() {
		t.Errorf("expected the anchor %s, got %s", got, c.Anchor())
	}
	code, err := c.Sell(3, voucher.MaxLength-3)
	if err != nil || code != last {
		t.Errorf("expected %s, got %s, %v", last, code, err)
	}
}
