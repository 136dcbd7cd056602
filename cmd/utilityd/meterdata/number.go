package meterdata

import (
	"bytes"
	"errors"
	"math/bits"
)

// Errors of a cell that is no quantity. The reader adds the column and the cell.
var (
	errNumber    = errors.New("expected a number")
	errNegative  = errors.New("expected 0 or more")
	errDecimal   = errors.New("expected a number with the decimal sign of this input (--decimal, --thousands)")
	errAmbiguous = errors.New("expected an unambiguous number (--decimal . or --decimal ,)")
)

// notation is how an input writes numbers.
type notation struct {
	// decimal is '.' or ','; 0 until a cell shows it.
	decimal byte
	// thousands separates groups of three digits, besides blanks and apostrophes; 0 for none.
	thousands byte
}

// read returns the quantity of text units of the given parts, times ten to the shift. Digits below a part are cut off, as a
// register shows only what has passed in full. A cell that shows the decimal sign settles it for the cells behind it.
func (n *notation) read(text []byte, parts uint64, shift int) (Quantity, error) {
	q, err := scan(text, n.decimal, parts, shift)
	if err != errNumber { //nolint:errorlint // scan does not wrap, and this is the inner loop
		return q, err
	}
	var room [64]byte
	plain, err := n.plain(room[:0], text)
	if err != nil {
		return Quantity{}, err
	}
	return scan(plain, '.', parts, shift)
}

// plain appends the number without groups and with a decimal point.
func (n *notation) plain(to, text []byte) ([]byte, error) {
	tail := len(text)
	if e := bytes.IndexAny(text, "eE"); e >= 0 {
		tail = e
	}
	learned := *n
	if err := learned.settle(text[:tail]); err != nil {
		return nil, err
	}
	group, grouped, fraction := 0, false, false
	for i, width := 0, 1; i < tail; i += width {
		c := text[i]
		width = 1
		switch blank := blankWidth(text[i:tail]); {
		case c >= '0' && c <= '9':
			to, group = append(to, c), group+1
		case (c == '+' || c == '-') && i == 0:
			to = append(to, c)
		case c == learned.decimal && !fraction:
			if grouped && group != 3 {
				return nil, errNumber
			}
			to, fraction = append(to, '.'), true
		case !fraction && (blank > 0 || c == '\'' || c == learned.thousands && c != 0):
			if group == 0 || group > 3 || grouped && group != 3 {
				return nil, errNumber
			}
			group, grouped, width = 0, true, max(blank, 1)
		case c == '.' || c == ',':
			return nil, errDecimal
		default:
			return nil, errNumber
		}
	}
	if grouped && !fraction && group != 3 {
		return nil, errNumber
	}
	*n = learned
	return append(to, text[tail:]...), nil
}

// settle derives the decimal sign and the thousands separator from one number, unless they are settled.
func (n *notation) settle(text []byte) error {
	dots, commas := bytes.Count(text, []byte{'.'}), bytes.Count(text, []byte{','})
	sign, other, at := byte('.'), byte(','), bytes.LastIndexByte(text, '.')
	if comma := bytes.LastIndexByte(text, ','); comma > at {
		sign, other, at = ',', '.', comma
	}
	switch {
	case dots > 0 && commas > 0 && (n.decimal == 0 || n.decimal == sign && n.thousands == 0):
		n.decimal, n.thousands = sign, other
	case n.decimal != 0 || dots+commas == 0:
	case dots+commas > 1:
		n.decimal, n.thousands = other, sign
	case len(text)-at-1 == 3 && at > 0 && at <= 3 && text[0] != '0':
		return errAmbiguous
	default:
		n.decimal = sign
	}
	return nil
}

// blankWidth returns the bytes of the blank that text begins with: an ordinary, a no-break or a narrow no-break one.
func blankWidth(text []byte) int {
	for _, blank := range []string{" ", "\u00a0", "\u202f"} {
		if len(text) >= len(blank) && string(text[:len(blank)]) == blank {
			return len(blank)
		}
	}
	return 0
}

// maxDigits bounds exponents and the digits of a fraction; 10^19 is the greatest power of ten in 64 bits.
const maxDigits = 19

var powers = func() (p [maxDigits + 1]uint64) {
	p[0] = 1
	for i := 1; i <= maxDigits; i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()

// scan reads an optional sign, digits, an optional fraction and an optional exponent.
func scan(text []byte, point byte, parts uint64, shift int) (Quantity, error) {
	negative := false
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		negative, text = text[0] == '-', text[1:]
	}
	end, before := 0, -1 // where the digits end, and how many stand before the point
	for ; end < len(text); end++ {
		if c := text[end]; c < '0' || c > '9' {
			if c != point || point == 0 || before >= 0 {
				break
			}
			before = end
		}
	}
	digits := end
	if before < 0 {
		before = end
	} else {
		digits--
	}
	exponent, ok := exponentOf(text[end:])
	if digits == 0 || !ok {
		return Quantity{}, errNumber
	}
	q, err := quantityOf(text[:end], before+exponent+shift, parts)
	if err == nil && negative && !q.IsZero() {
		return Quantity{}, errNegative
	}
	return q, err
}

// exponentOf reads e or E and up to three digits, or nothing.
func exponentOf(text []byte) (exponent int, ok bool) {
	if len(text) == 0 {
		return 0, true
	}
	if text[0] != 'e' && text[0] != 'E' {
		return 0, false
	}
	text = text[1:]
	negative := false
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		negative, text = text[0] == '-', text[1:]
	}
	if len(text) == 0 || len(text) > 3 {
		return 0, false
	}
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		exponent = exponent*10 + int(c-'0')
	}
	if negative {
		exponent = -exponent
	}
	return exponent, true
}

// quantityOf returns the digits, with the decimal point behind the first `before` of them, times the parts of a unit.
func quantityOf(digits []byte, before int, parts uint64) (Quantity, error) {
	var whole, fraction uint64
	decimals, seen := min(max(-before, 0), maxDigits), 0
	for _, c := range digits {
		if c < '0' || c > '9' {
			continue // the point
		}
		digit := uint64(c - '0')
		switch {
		case seen < before:
			over, shifted := bits.Mul64(whole, 10)
			sum, carry := bits.Add64(shifted, digit, 0)
			if over != 0 || carry != 0 {
				return Quantity{}, ErrTooLarge
			}
			whole = sum
		case decimals < maxDigits:
			fraction, decimals = fraction*10+digit, decimals+1
		}
		seen++
	}
	for ; seen < before && whole != 0; seen++ {
		over, shifted := bits.Mul64(whole, 10)
		if over != 0 {
			return Quantity{}, ErrTooLarge
		}
		whole = shifted
	}
	hi, lo := bits.Mul64(whole, parts)
	if hi >= Scale {
		return Quantity{}, ErrTooLarge
	}
	var q Quantity
	q.Whole, q.Part = bits.Div64(hi, lo, Scale)
	hi, lo = bits.Mul64(fraction, parts)
	rest, _ := bits.Div64(hi, lo, powers[decimals]) // fraction < powers[decimals], so hi is too
	return q.Plus(Quantity{rest / Scale, rest % Scale})
}
