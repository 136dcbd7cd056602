package voucher_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

// The usual check: meter 7 of generator 1 stands at link(100), and the code is for five units.
const (
	usualPlace = 100
	usualUnits = 5
)

func checkVectors() []checkVector {
	links := slowChain(seed, seven, 2000, 20)
	long := slowChain(seed, seven, 10, 30)
	usual := checkVector{
		Generator: seven.Generator, Meter: seven.Number, Current: links[usualPlace], Code: links[usualPlace+usualUnits],
		Max: voucher.MaxSteps,
	}
	good := func(name string, units int, change func(*checkVector)) checkVector {
		v := usual
		change(&v)
		v.Name, v.Valid, v.Units = "check: good, "+name, true, units
		return v
	}
	bad := func(name, err string, change func(*checkVector)) checkVector {
		v := usual
		change(&v)
		v.Name, v.Error = "check: "+name, err
		return v
	}
	out := []checkVector{
		good("exactly what was bought", usualUnits, func(*checkVector) {}),
		good("one unit", 1, func(v *checkVector) { v.Code = links[101] }),
		good("an earlier code was lost", 12, func(v *checkVector) { v.Code = links[112] }),
		good("the most that a code can prove", 1000, func(v *checkVector) { v.Code = links[1100] }),
		good("the last of the steps that are made", 5, func(v *checkVector) { v.Max = 5 }),
		good("from the anchor", 5, func(v *checkVector) { v.Current, v.Code = links[0], links[5] }),
		good("30 digits", 5, func(v *checkVector) { v.Current, v.Code = long[0], long[5] }),

		bad("a step beyond the most that a code can prove", "no match", func(v *checkVector) { v.Code = links[1101] }),
		bad("a step beyond those that are made", "no match", func(v *checkVector) { v.Max = 4 }),
		bad("spent: the current link itself", "spent", func(v *checkVector) { v.Code = v.Current }),
		bad("spent: a link before the current one", "no match", func(v *checkVector) { v.Code = links[99] }),
		bad("spent: the anchor", "no match", func(v *checkVector) { v.Code = links[0] }),
		bad("another meter", "no match", func(v *checkVector) { v.Meter++ }),
		bad("the meter of the same number at another generator", "no match", func(v *checkVector) { v.Generator++ }),
		bad("first digit", "no match", func(v *checkVector) { v.Code = digitAt(v.Code, 0) }),
		bad("last digit", "no match", func(v *checkVector) { v.Code = digitAt(v.Code, 19) }),
		bad("two digits swapped", "no match", func(v *checkVector) { v.Code = swapped(v.Code) }),
		bad("code backwards", "no match", func(v *checkVector) { v.Code = backwards(v.Code) }),
		bad("current link of another seed", "no match", func(v *checkVector) { v.Current = digitAt(v.Current, 7) }),
		bad("a digit too many", "length", func(v *checkVector) { v.Code += "0" }),
		bad("code of 20 digits for a chain of 30", "length", func(v *checkVector) { v.Current = long[0] }),
	}
	return append(out, wrongSteps()...)
}

// wrongSteps are codes from which a device that steps in a wrong way would come to the current link: each is named for what
// the step does wrong, and the right step does not come there.
func wrongSteps() []checkVector {
	mod := func(hashed string) string {
		hash := sha256.Sum256(unhex(hashed))
		return slowMod(hash[:], 20)
	}
	body := func(code string) string { return fmt.Sprintf("%x", code) }
	name := hex.EncodeToString([]byte("voucher/v1"))
	const generator, generatorLittle = "0000000000000001", "0100000000000000"
	const number, numberLittle = "0000000000000007", "0700000000000000"
	const meter = generator + number
	const digits = "14"
	steps := []struct {
		name string
		step func(code string) string
	}{
		{"name not hashed", func(code string) string { return mod(meter + digits + body(code)) }},
		{"name with a zero byte behind", func(code string) string { return mod(name + "00" + meter + digits + body(code)) }},
		{"name of another version", func(code string) string {
			return mod(hex.EncodeToString([]byte("voucher/v2")) + meter + digits + body(code))
		}},
		{"meter not hashed", func(code string) string { return mod(name + generator + digits + body(code)) }},
		{"meter little-endian", func(code string) string { return mod(name + generator + numberLittle + digits + body(code)) }},
		{"meter in four bytes", func(code string) string { return mod(name + generator + number[8:] + digits + body(code)) }},
		{"meter in decimal text", func(code string) string { return mod(name + generator + "37" + digits + body(code)) }},
		{"generator not hashed", func(code string) string { return mod(name + number + digits + body(code)) }},
		{"generator little-endian", func(code string) string { return mod(name + generatorLittle + number + digits + body(code)) }},
		{"generator behind the meter", func(code string) string { return mod(name + number + generator + digits + body(code)) }},
		{"number of digits not hashed", func(code string) string { return mod(name + meter + body(code)) }},
		{"code hashed in groups", func(code string) string {
			return mod(name + meter + digits + body(strings.Join([]string{code[:4], code[4:8], code[8:12], code[12:16], code[16:]}, " ")))
		}},
		{"code hashed without zeros in front", func(code string) string {
			return mod(name + meter + digits + body(strings.TrimLeft(code, "0")))
		}},
		{"digits hashed as numbers, not as ASCII", func(code string) string {
			return mod(name + meter + digits + hexOf(slices.Collect(numbers(code))))
		}},
		{"hash taken little-endian", func(code string) string {
			hash := sha256.Sum256(unhex(slowHashed(seven, code)))
			slices.Reverse(hash[:])
			return slowMod(hash[:], 20)
		}},
		{"only the last 8 bytes of the hash", func(code string) string {
			hash := sha256.Sum256(unhex(slowHashed(seven, code)))
			return slowMod(hash[24:], 20)
		}},
		{"first digits of the hash instead of the last", func(code string) string {
			hash := sha256.Sum256(unhex(slowHashed(seven, code)))
			return slowMod(hash[:], 78)[:20]
		}},
		{"hashed twice", func(code string) string {
			first := sha256.Sum256(unhex(slowHashed(seven, code)))
			hash := sha256.Sum256(first[:])
			return slowMod(hash[:], 20)
		}},
	}
	out := make([]checkVector, len(steps))
	for i, s := range steps {
		// The code begins with a zero: otherwise one of the mistakes would make no difference.
		code := "0" + strconv.Itoa(1_234_567_890_123_456_789)
		out[i] = checkVector{
			Name: "check: " + s.name, Generator: seven.Generator, Meter: seven.Number, Current: s.step(code), Code: code, Max: voucher.MaxSteps, Error: "no match",
		}
	}
	return out
}

// digitAt changes the digit at a place by one.
func digitAt(code string, place int) string {
	b := []byte(code)
	b[place] = '0' + (b[place]-'0'+1)%10
	return string(b)
}

// swapped changes the places of the first two neighbours that differ.
func swapped(code string) string {
	b := []byte(code)
	for i := range len(b) - 1 {
		if b[i] != b[i+1] {
			b[i], b[i+1] = b[i+1], b[i]
			break
		}
	}
	return string(b)
}

func backwards(code string) string {
	b := []byte(code)
	slices.Reverse(b)
	return string(b)
}

// numbers are the digits as numbers from 0 to 9.
func numbers(code string) func(func(byte) bool) {
	return func(yield func(byte) bool) {
		for i := range len(code) {
			if !yield(code[i] - '0') {
				return
			}
		}
	}
}
