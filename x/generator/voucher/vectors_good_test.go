package voucher_test

import (
	"crypto/sha256"
	"math"
	"strings"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

// The vectors come from the slow twins, so that the file and the package check each other.

func textVectors() []textVector {
	const groups = "0123 4567 8901 2345 6789"
	const code = "01234567890123456789"
	good := func(name, text, code, groups string) textVector {
		return textVector{Name: "text: " + name, Text: text, Valid: true, Code: code, Groups: groups}
	}
	bad := func(name, text, err string) textVector {
		return textVector{Name: "text: " + name, Text: text, Error: err}
	}
	return []textVector{
		good("good, digits alone", code, code, groups),
		good("good, in groups", groups, code, groups),
		good("good, with dashes", "0123-4567-8901-2345-6789", code, groups),
		good("good, spaces in odd places", " 01234 567890 123456789 ", code, groups),
		good("good, 22 digits", code+"01", code+"01", groups+" 01"),
		good("good, 30 digits", strings.Repeat("9", 30), strings.Repeat("9", 30), strings.Repeat("9999 ", 7)+"99"),
		bad("a digit is missing", groups[:len(groups)-1], "length"),
		bad("a digit too many for any code", strings.Repeat("9", 31), "length"),
		bad("a letter for a digit", "O"+groups[1:], "digit"),
		bad("a dot between groups", strings.ReplaceAll(groups, " ", "."), "digit"),
		bad("a long dash between groups", strings.ReplaceAll(groups, " ", "–"), "digit"),
		bad("nothing", "", "length"),
	}
}

func stepVectors() []stepVector {
	vectors := []struct {
		name  string
		meter voucher.Meter
		code  string
	}{
		{"20 digits", seven, "31415926535897932384"},
		{"21 digits", seven, "314159265358979323846"},
		{"24 digits", seven, "314159265358979323846264"},
		{"30 digits", seven, "314159265358979323846264338327"},
		{"zeros in front are hashed", seven, "00000000000000000001"},
		{"all zeros", seven, strings.Repeat("0", 20)},
		{"all nines", seven, strings.Repeat("9", 30)},
		{"meter 0", voucher.Meter{Generator: 1}, "31415926535897932384"},
		{"generator and meter with bytes that all differ", voucher.Meter{Generator: 0x1112131415161718, Number: 0x0102030405060708}, "31415926535897932384"},
		{"the greatest meter of the greatest generator", voucher.Meter{Generator: math.MaxUint64, Number: math.MaxUint64}, "31415926535897932384"},
	}
	out := make([]stepVector, len(vectors))
	for i, v := range vectors {
		hashed := slowHashed(v.meter, v.code)
		hash := sha256.Sum256(unhex(hashed))
		out[i] = stepVector{
			Name: "step: " + v.name, Generator: v.meter.Generator, Meter: v.meter.Number, Code: v.code,
			Hashed: hashed, Hash: hexOf(hash[:]), Before: slowStep(v.meter, v.code),
		}
	}
	return append(out, padded())
}

// padded is a step to a link that begins with a zero, which must not get lost.
func padded() stepVector {
	code := "31415926535897932384"
	for {
		before := slowStep(seven, code)
		if strings.HasPrefix(before, "00") {
			hashed := slowHashed(seven, code)
			hash := sha256.Sum256(unhex(hashed))
			return stepVector{
				Name: "step: the link before begins with zeros", Generator: 1, Meter: 7, Code: code,
				Hashed: hashed, Hash: hexOf(hash[:]), Before: before,
			}
		}
		code = before
	}
}

func chainVectors() []chainVector {
	ascending := make([]byte, voucher.SeedSize)
	for i := range ascending {
		ascending[i] = byte(i)
	}
	vectors := []chainVector{
		{Name: "chain: 10 links of 20 digits", Seed: hexOf(seed), Generator: 1, Meter: 7, Length: 10, Digits: 20},
		{Name: "chain: 11 links of 20 digits share none with the chain of 10", Seed: hexOf(seed), Generator: 1, Meter: 7, Length: 11, Digits: 20},
		{Name: "chain: the meter of the same number at another generator", Seed: hexOf(seed), Generator: 2, Meter: 7, Length: 10, Digits: 20},
		{Name: "chain: 2000 links of 24 digits", Seed: hexOf(ascending), Generator: 2, Meter: 1 << 40, Length: 2000, Digits: 24},
		{Name: "chain: one link of 30 digits", Seed: hexOf(ascending), Generator: math.MaxUint64, Meter: math.MaxUint64, Length: 1, Digits: 30},
	}
	for i, v := range vectors {
		links := slowChain(unhex(v.Seed), meterOf(v.Generator, v.Meter), v.Length, v.Digits)
		for _, link := range []int{0, 1, 2, 10, 500, 1000, v.Length - 1, v.Length} {
			last := len(vectors[i].Links) - 1
			if link <= v.Length && (last < 0 || vectors[i].Links[last].Link < link) {
				vectors[i].Links = append(vectors[i].Links, linkVector{Link: link, Code: links[link]})
			}
		}
	}
	return vectors
}
