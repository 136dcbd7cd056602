package check_test

import (
	"cmp"
	"errors"
	"math"
	"strings"
	"testing"

	errorsmod "cosmossdk.io/errors"
	sdkmath "cosmossdk.io/math"

	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/internal/check"
)

var (
	errOwn = errorsmod.Register("check_test", 2, "not as it should be")

	colours = map[int32]string{0: "COLOUR_UNSPECIFIED", 1: "COLOUR_RED", 2: "COLOUR_BLUE"}
)

type colour int32

func coin(denom string, amount int64) sdk.Coin {
	return sdk.Coin{Denom: denom, Amount: sdkmath.NewInt(amount)}
}

func TestChecks(t *testing.T) {
	tooLong := strings.Repeat("9", 77) // beyond 64 bits
	huge, _ := sdkmath.NewIntFromString(tooLong)
	tests := []struct {
		name string
		err  error

		want string // empty if the field is in order
	}{
		{name: "the minimum passes", err: check.Range("n", 3, 3, 5)},
		{name: "the maximum passes", err: check.Range("n", 5, 3, 5)},
		{name: "a number below the minimum is refused", err: check.Range("n", 2, 3, 5), want: "n: expected 3 to 5, got 2"},
		{name: "a number above the maximum is refused", err: check.Range("n", 6, 3, 5), want: "n: expected 3 to 5, got 6"},
		{name: "the minimum passes where there is no maximum", err: check.Min("n", 1, 1)},
		{name: "the greatest number passes where there is no maximum", err: check.Min("n", math.MaxUint64, 1)},
		{name: "below the minimum is refused", err: check.Min("n", 0, 1), want: "n: expected at least 1, got 0"},
		{name: "no time passes", err: check.Time("at", 0)},
		{name: "the last time passes", err: check.Time("at", 253_402_300_799)},
		{name: "a time before all times is refused", err: check.Time("at", -1), want: "at: expected 0 to 253402300799, got -1"},
		{name: "a time after the last is refused", err: check.Time("at", 253_402_300_800), want: "at: expected 0 to 253402300799, got 253402300800"},
		{name: "a named number passes", err: check.Enum("colour", colours, colour(2))},
		{name: "the unspecified is refused", err: check.Enum("colour", colours, colour(0)), want: "colour: expected 1 to 2, got 0"},
		{name: "a number without a name is refused", err: check.Enum("colour", colours, colour(3)), want: "colour: expected 1 to 2, got 3"},
		{name: "a negative number is refused", err: check.Enum("colour", colours, colour(-1)), want: "colour: expected 1 to 2, got -1"},
		{name: "the shortest text passes", err: check.Text("name", "a", 1, 2)},
		{name: "bytes count, not letters", err: check.Text("name", "ää", 1, 3), want: "name: expected 1 to 3 bytes, got 4"},
		{name: "no text is refused where one must be", err: check.Text("name", "", 1, 2), want: "name: expected 1 to 2 bytes, got 0"},
		{name: "no text passes where none need be", err: check.Text("name", "", 0, 2)},
		{name: "what is not UTF-8 is refused", err: check.Text("name", "\xff", 1, 2), want: `name: expected UTF-8, got "\xff"`},
		{name: "as many bytes pass", err: check.Bytes("hash", make([]byte, 2), 2)},
		{name: "a byte less is refused", err: check.Bytes("hash", make([]byte, 1), 2), want: "hash: expected 2 bytes, got 1"},
		{name: "a byte more is refused", err: check.Bytes("hash", make([]byte, 3), 2), want: "hash: expected 2 bytes, got 3"},
		{name: "an address passes", err: check.HasAddress("admin", "anybody")},
		{name: "no address is refused", err: check.HasAddress("admin", ""), want: "admin: expected an address, got none"},
		{name: "a denom passes", err: check.Denom("fee", "uutl")},
		{name: "what is no denom is refused", err: check.Denom("fee", "1x"), want: `fee: expected a denom, got "1x"`},
		{name: "the least money passes", err: check.Coin("amount", coin("uutl", 1), 9)},
		{name: "the maximum of money passes", err: check.Coin("amount", coin("uutl", 9), 9)},
		{name: "no denom is refused", err: check.Coin("amount", coin("", 1), 9), want: `amount: expected a denom, got ""`},
		{name: "no amount is refused", err: check.Coin("amount", sdk.Coin{Denom: "uutl"}, 9), want: "amount: expected 1 to 9, got nothing"},
		{name: "nothing is refused", err: check.Coin("amount", coin("uutl", 0), 9), want: "amount: expected 1 to 9, got 0"},
		{name: "less than nothing is refused", err: check.Coin("amount", coin("uutl", -1), 9), want: "amount: expected 1 to 9, got -1"},
		{name: "more than the maximum is refused", err: check.Coin("amount", coin("uutl", 10), 9), want: "amount: expected 1 to 9, got 10"},
		{name: "more than a number holds is refused", err: check.Coin("amount", sdk.Coin{Denom: "uutl", Amount: huge}, 9), want: "amount: expected 1 to 9, got " + tooLong},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			expect(t, tc.err, sdkerrors.ErrInvalidRequest, tc.want)
		})
	}
}

func TestRangeOrIsTheCallersError(t *testing.T) {
	number := check.RangeOr(errOwn)
	expect(t, number("n", 5, 3, 5), errOwn, "")
	expect(t, number("n", 6, 3, 5), errOwn, "n: expected 3 to 5, got 6")
}

func TestAllIsTheFirstError(t *testing.T) {
	first, second := errors.New("first"), errors.New("second")
	tests := []struct {
		name string
		errs []error

		want error
	}{
		{name: "no check is in order"},
		{name: "checks that hold are in order", errs: []error{nil, nil}},
		{name: "the only error is it", errs: []error{nil, second, nil}, want: second},
		{name: "of two the first is it", errs: []error{nil, first, second}, want: first},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			if got := check.All(tc.errs...); got != tc.want { //nolint:errorlint // the same, not one like it
				t.Fatalf("expected %v, got %v", tc.want, got)
			}
		})
	}
}

func TestList(t *testing.T) {
	tests := []struct {
		name string
		list []int

		want string
	}{
		{name: "no entry is in order"},
		{name: "ascending entries are in order", list: []int{1, 2, 4}},
		{name: "an entry that comes twice is refused", list: []int{1, 2, 2}, want: "lots: expected ascending order and no entry twice, got entry 2 out of order"},
		{name: "a lesser entry is refused", list: []int{2, 1}, want: "lots: expected ascending order and no entry twice, got entry 1 out of order"},
		{name: "an entry that fails is named by its place", list: []int{1, 9}, want: "lots, entry 1: broken"},
		{name: "order is checked before the entry", list: []int{2, 2, 9}, want: "lots: expected ascending order and no entry twice, got entry 1 out of order"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			err := check.List(errOwn, "lots", tc.list, func(a, b *int) int { return cmp.Compare(*a, *b) }, func(n *int) error {
				if *n == 9 {
					return errors.New("broken")
				}
				return nil
			})
			expect(t, err, errOwn, tc.want)
		})
	}
}

// expect wants no error for an empty text, else the sentinel with the text before its own.
func expect(t *testing.T, err error, sentinel *errorsmod.Error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Fatalf("expected no error, got %v", err)
	case want != "" && !errors.Is(err, sentinel):
		t.Fatalf("expected %v, got %v", sentinel, err)
	case want != "" && err.Error() != want+": "+sentinel.Error():
		t.Fatalf("expected %q, got %q", want+": "+sentinel.Error(), err.Error())
	}
}

func TestMoment(t *testing.T) {
	if got, want := check.Moment(1_775_044_807), "2026-04-01T12:00:07Z (1775044807)"; got != want {
		t.Errorf("expected %s, got %s", want, got)
	}
}

func TestReadAddress(t *testing.T) {
	codec := addresscodec.NewBech32Codec("utility")
	text, err := codec.BytesToString([]byte("twenty bytes of name"))
	if err != nil {
		t.Fatal(err)
	}
	for _, spelling := range []string{text, strings.ToUpper(text)} {
		account, err := check.ReadAddress(codec, "owner", spelling)
		if err != nil || account.Text != text || string(account.Bytes) != "twenty bytes of name" {
			t.Errorf("expected %s, got %+v, %v", text, account, err)
		}
	}
	for _, wrong := range []string{"", "bob", strings.Replace(text, "utility", "cosmos", 1), text[:len(text)-1]} {
		_, err := check.ReadAddress(codec, "owner", wrong)
		if !errors.Is(err, sdkerrors.ErrInvalidAddress) || !strings.HasPrefix(err.Error(), "owner: expected an address of this chain") {
			t.Errorf("expected %q to be refused, got %v", wrong, err)
		}
	}
}
