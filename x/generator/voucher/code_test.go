package voucher_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

func TestParse(t *testing.T) {
	tests := []struct {
		name string
		text string

		want    string
		wantErr error
		says    string
	}{
		{
			name: "digits alone",
			text: "01234567890123456789",

			want: "01234567890123456789",
		},
		{
			name: "groups as they are sent",
			text: "0123 4567 8901 2345 6789",

			want: "01234567890123456789",
		},
		{
			name: "dashes, and spaces around",
			text: " 0123-4567-8901-2345-6789 ",

			want: "01234567890123456789",
		},
		{
			name: "the longest code, with a separator after each digit",
			text: strings.Repeat("9 ", 30),

			want: strings.Repeat("9", 30),
		},
		{
			name: "a digit too few",
			text: "0123 4567 8901 2345 678",

			wantErr: voucher.ErrLength,
			says:    "wrong length of a code: expected 20 to 30 digits, got 19",
		},
		{
			name: "a digit too many",
			text: strings.Repeat("1", 31),

			wantErr: voucher.ErrLength,
			says:    "wrong length of a code: expected 20 to 30 digits, got 31",
		},
		{
			name: "nothing",
			text: "",

			wantErr: voucher.ErrLength,
			says:    "wrong length of a code: expected 20 to 30 digits, got 0",
		},
		{
			name: "separators and nothing else",
			text: " - - ",

			wantErr: voucher.ErrLength,
			says:    "wrong length of a code: expected 20 to 30 digits, got 0",
		},
		{
			name: "a letter for a zero",
			text: "O123 4567 8901 2345 6789",

			wantErr: voucher.ErrDigit,
			says:    `not a digit: expected digits, spaces and dashes, got 'O' at place 1`,
		},
		{
			name: "a dash that a phone made longer",
			text: "0123–4567–8901–2345–6789",

			wantErr: voucher.ErrDigit,
			says:    `not a digit: expected digits, spaces and dashes, got '–' at place 5`,
		},
		{
			name: "a digit of another script",
			text: "0123456789012345678٩",

			wantErr: voucher.ErrDigit,
			says:    `not a digit: expected digits, spaces and dashes, got '٩' at place 20`,
		},
		{
			name: "a sign",
			text: "+01234567890123456789",

			wantErr: voucher.ErrDigit,
			says:    `not a digit: expected digits, spaces and dashes, got '+' at place 1`,
		},
		{
			name: "bytes that are no text",
			text: "0123\xff",

			wantErr: voucher.ErrDigit,
			says:    `not a digit: expected digits, spaces and dashes, got '�' at place 5`,
		},
		{
			name: "a text of any length is not read",
			text: strings.Repeat(" ", 1_000_000) + "01234567890123456789",

			wantErr: voucher.ErrLength,
			says:    "wrong length of a code: expected at most 64 characters, got 1000020",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := voucher.Parse(tt.text)
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("expected %v, got %v", tt.wantErr, err)
			}
			if err != nil && err.Error() != tt.says {
				t.Errorf("expected %q, got %q", tt.says, err)
			}
			if got.String() != tt.want || got.Digits() != len(tt.want) {
				t.Errorf("expected %q, got %q", tt.want, got)
			}
		})
	}
}

func TestFormat(t *testing.T) {
	tests := []struct {
		name string
		code string

		want string
	}{
		{
			name: "20 digits are five groups",
			code: "01234567890123456789",

			want: "0123 4567 8901 2345 6789",
		},
		{
			name: "the last group may be shorter",
			code: "0123456789012345678901",

			want: "0123 4567 8901 2345 6789 01",
		},
		{
			name: "30 digits",
			code: strings.Repeat("7", 30),

			want: "7777 7777 7777 7777 7777 7777 7777 77",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := parse(t, tt.code)
			if got := c.Format(); got != tt.want {
				t.Errorf("expected %q, got %q", tt.want, got)
			}
			if back := parse(t, c.Format()); back != c {
				t.Errorf("expected %s back, got %s", c, back)
			}
		})
	}
	if got := (voucher.Code{}); got.Format() != "" || got.String() != "" || got.Digits() != 0 {
		t.Errorf("expected no code, got %q", got.Format())
	}
}

func TestCodesOfOtherLengthsAreOthers(t *testing.T) {
	short, long := parse(t, strings.Repeat("0", 20)), parse(t, strings.Repeat("0", 21))
	if short == long || voucher.Step(seven, short) == voucher.Step(seven, long) {
		t.Error("expected zeros in front to count")
	}
	if got := voucher.Step(seven, voucher.Code{}); got != (voucher.Code{}) {
		t.Errorf("expected no code before no code, got %s", got)
	}
}
