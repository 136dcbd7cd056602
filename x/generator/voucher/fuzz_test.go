package voucher_test

import (
	"errors"
	"testing"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

// FuzzParse: a text is read as the slow twin reads it, and every code that can be read is written and read back equal.
func FuzzParse(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		c, err := voucher.Parse(text)
		if want := slowParse(text); c.String() != want || (err == nil) != (want != "") {
			t.Fatalf("%q: expected %q, got %q, %v", text, want, c, err)
		}
		if err != nil {
			if !errors.Is(err, voucher.ErrLength) && !errors.Is(err, voucher.ErrDigit) {
				t.Fatalf("%q: expected a length or a digit, got %v", text, err)
			}
			return
		}
		for _, written := range []string{c.String(), c.Format()} {
			if back, err := voucher.Parse(written); err != nil || back != c {
				t.Fatalf("%q: expected %s back, got %s, %v", written, c, back, err)
			}
		}
	})
}

// FuzzVerify: Verify finds exactly the m of the slow twin, whatever the current link, the code and the bound.
func FuzzVerify(f *testing.F) {
	f.Fuzz(func(t *testing.T, generator, number uint64, currentText, codeText string, ahead uint8, highest int) {
		meter := voucher.Meter{Generator: generator, Number: number}
		code, _ := voucher.Parse(codeText)
		current, _ := voucher.Parse(currentText)
		if currentText == "" { // a current link that the code leads to
			current = voucher.Steps(meter, code, int(ahead))
		}
		got, err := voucher.Verify(meter, current, code, highest)

		want, wantErr := 0, error(nil)
		switch {
		case highest < 1 || highest > voucher.MaxSteps:
			wantErr = voucher.ErrBounds
		case current.Digits() == 0 || len(code.String()) != len(current.String()):
			wantErr = voucher.ErrLength
		default:
			want = slowSteps(meter, current.String(), code.String(), highest)
			switch {
			case want < 0:
				wantErr = voucher.ErrNoMatch
			case want == 0:
				wantErr = voucher.ErrSpent
			}
		}
		if wantErr != nil {
			want = 0
		}
		if got != want || !errors.Is(err, wantErr) {
			t.Fatalf("expected %d, %v, got %d, %v", want, wantErr, got, err)
		}
	})
}

// FuzzChain: every link is that of the slow twin.
func FuzzChain(f *testing.F) {
	f.Fuzz(func(t *testing.T, secret string, generator, number uint64, length uint8, digits int) {
		meter := voucher.Meter{Generator: generator, Number: number}
		c, err := voucher.NewChain([]byte(secret), meter, int(length), digits)
		bad := len(secret) != voucher.SeedSize || length == 0 || digits < voucher.MinDigits || digits > voucher.MaxDigits
		if (err != nil) != bad {
			t.Fatalf("expected an error: %t, got %v", bad, err)
		}
		if err != nil {
			return
		}
		for i, want := range slowChain([]byte(secret), meter, int(length), digits) {
			if got, err := c.At(i); err != nil || got.String() != want {
				t.Fatalf("link %d: expected %s, got %s, %v", i, want, got, err)
			}
		}
	})
}
