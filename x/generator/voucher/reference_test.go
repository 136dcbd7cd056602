package voucher_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"regexp"
	"strings"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

// The slow twins write hex text as one would on paper, calculate in numbers of any length, and keep codes as text.

// slowHashed is what is hashed to make the link before a code, as hex.
func slowHashed(meter voucher.Meter, code string) string {
	return hex.EncodeToString([]byte("voucher/v1")) + fmt.Sprintf("%016x%016x%02x%x", meter.Generator, meter.Number, len(code), code)
}

// slowMod is a hash mod 10^digits, with the zeros in front.
func slowMod(hash []byte, digits int) string {
	modulus := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	return fmt.Sprintf("%0*s", digits, new(big.Int).Mod(new(big.Int).SetBytes(hash), modulus))
}

func slowStep(meter voucher.Meter, code string) string {
	hash := sha256.Sum256(unhex(slowHashed(meter, code)))
	return slowMod(hash[:], len(code))
}

// slowChain has link(i) at place i. HMAC is written out as RFC 2104 has it.
func slowChain(seed []byte, meter voucher.Meter, length, digits int) []string {
	pad := func(with byte) []byte {
		block := make([]byte, 64)
		copy(block, seed)
		for i := range block {
			block[i] ^= with
		}
		return block
	}
	message := unhex(hex.EncodeToString([]byte("utilityd/voucher/seed/v1")) + fmt.Sprintf("%016x%016x%08x%02x", meter.Generator, meter.Number, length, digits))
	inner := sha256.Sum256(append(pad(0x36), message...))
	outer := sha256.Sum256(append(pad(0x5c), inner[:]...))

	links := make([]string, length+1)
	links[length] = slowMod(outer[:], digits)
	for i := length; i > 0; i-- {
		links[i-1] = slowStep(meter, links[i])
	}
	return links
}

// slowSteps is in how many steps, at most most, a code leads to the current link for the first time; −1 for never.
func slowSteps(meter voucher.Meter, current, code string, highest int) int {
	for m := 0; m <= highest; m++ {
		if code == current {
			return m
		}
		code = slowStep(meter, code)
	}
	return -1
}

var codeText = regexp.MustCompile(`^[0-9]{20,30}$`)

// slowParse returns the digits of a text, or nothing if it is no code.
func slowParse(text string) string {
	digits := strings.NewReplacer(" ", "", "-", "").Replace(text)
	if len(text) > 64 || !codeText.MatchString(digits) {
		return ""
	}
	return digits
}

func unhex(digits string) []byte {
	b, err := hex.DecodeString(digits)
	if err != nil {
		panic(err)
	}
	return b
}
