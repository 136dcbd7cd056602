package voucher_test

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"testing"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

// One might think that within M steps M codes of 10^digits are accepted. They are more, because a wrong code that leads to
// any link ahead of the current one goes on to the current one: M·(M+3)/2 on average, as the doc says. Shown where all
// codes can be counted: in a space of 500,000 and with 20 steps.
func TestMoreCodesLeadToALinkThanThereAreSteps(t *testing.T) {
	const (
		space   = 500_000
		highest = 20
		chains  = 5_000
	)
	step := func(x uint32) uint32 {
		hash := sha256.Sum256(binary.BigEndian.AppendUint32(nil, x))
		return uint32(binary.BigEndian.Uint64(hash[:]) % space)
	}
	next, before := make([]uint32, space), make([][]uint32, space)
	for x := range uint32(space) {
		next[x] = step(x)
		before[next[x]] = append(before[next[x]], x)
	}
	// within counts the codes that lead to a link in 1 to most steps.
	within := func(link uint32) (count int) {
		level := []uint32{link}
		for range highest {
			var further []uint32
			for _, x := range level {
				further = append(further, before[x]...)
			}
			level = further
			count += len(level)
		}
		return count
	}
	sum := 0
	for secret := range uint32(chains) {
		link := step(space + secret)
		for range highest {
			link = next[link]
		}
		sum += within(link)
	}
	if mean, want := sum/chains, highest*(highest+3)/2; mean < want*9/10 || mean > want*11/10 {
		t.Errorf("expected about %d accepted codes, got %d", want, mean)
	}
}

// What the doc says of the number of codes that are accepted.
func TestTheBoundOfTheDoc(t *testing.T) {
	if got, want := voucher.MaxSteps*(voucher.MaxSteps+3)/2, 501_500; got != want {
		t.Errorf("expected %d, got %d", want, got)
	}
}

// A walk that hashes on and on runs into one of L links after 10^digits/L hashes, or twice as many, because walks run into each
// other too: long chains need long codes. Shown in a space of 4,000,000 and with 200 links.
func TestAWalkRunsIntoAChainTheSoonerTheLongerItIs(t *testing.T) {
	const (
		space  = 4_000_000
		length = 200
		chains = 60
	)
	step := func(meter byte, x uint32) uint32 {
		hash := sha256.Sum256(binary.BigEndian.AppendUint32([]byte{meter}, x))
		return uint32(binary.BigEndian.Uint64(hash[:]) % space)
	}
	hashes := 0
	for meter := range byte(chains) {
		links := make(map[uint32]bool)
		for link := step(meter, space); len(links) < length && !links[link]; link = step(meter, link) {
			links[link] = true
		}
		// A walk as long as the chain starts anew: it may be on a circle.
		for start := uint32(0); ; start++ {
			x, steps := start, 0
			for ; steps < length && !links[x]; steps++ {
				x = step(meter, x)
			}
			hashes += steps
			if links[x] {
				break
			}
		}
	}
	if mean, want := hashes/chains, space/length; mean < want*8/10 || mean > want*2 {
		t.Errorf("expected %d hashes, or up to twice as many, got %d", want, mean)
	}
}

// Meters of the same number are separate searches, because their generators are hashed. Were they not, a walk would meet the
// links of all of them: with a hundred generators, in a hundredth of the hashes. Shown in a space of 4,000,000 and with chains
// of 50 links.
func TestMetersOfOneNumberAreSeparateSearches(t *testing.T) {
	const (
		space      = 4_000_000
		length     = 50
		generators = 100
		hashes     = 1_000_000
	)
	step := func(generator byte, x uint32) uint32 {
		hash := sha256.Sum256(binary.BigEndian.AppendUint32([]byte{generator, 7}, x))
		return uint32(binary.BigEndian.Uint64(hash[:]) % space)
	}
	// found counts the walks for generator 0 that meet a link. With together, all generators hash as generator 0 does.
	found := func(together bool) (count int) {
		links := make(map[uint32]bool)
		for g := range byte(generators) {
			hashed := g
			if together {
				hashed = 0
			}
			for link, i := step(g, space+uint32(g)), 0; i < length; link, i = step(hashed, link), i+1 {
				// Links of other meters are of no use to a walk that hashes generator 0: from them it goes elsewhere.
				if together || g == 0 {
					links[link] = true
				}
			}
		}
		for n, start := 0, uint32(0); n < hashes; start++ {
			x, steps := start, 0
			for ; steps < length && !links[x]; steps++ {
				x = step(0, x)
			}
			if n += max(steps, 1); steps > 0 && links[x] {
				count++
			}
		}
		return count
	}
	alone, together := found(false), found(true)
	if want := hashes * length / space; alone > 2*want {
		t.Errorf("expected about %d found of one meter, got %d", want, alone)
	}
	if together < 20*max(alone, 1) {
		t.Errorf("expected far more than %d found if all hashed alike, got %d", alone, together)
	}
}

func TestMinDigitsFor(t *testing.T) {
	tests := []struct {
		length int

		want int
	}{
		{length: 0, want: 20},
		{length: 1_000, want: 20},
		{length: 1_001, want: 22},
		{length: 10_000, want: 22},
		{length: 100_000, want: 24},
		{length: 100_001, want: 26},
		{length: voucher.MaxLength, want: 26},
		{length: math.MaxInt, want: voucher.MaxDigits},
	}
	for _, tt := range tests {
		if got := voucher.MinDigitsFor(tt.length); got != tt.want {
			t.Errorf("%d links: expected %d digits, got %d", tt.length, tt.want, got)
		}
	}
}
