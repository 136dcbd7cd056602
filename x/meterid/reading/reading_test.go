package reading_test

import (
	"bytes"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/utilityd/utilityd/x/meterid/reading"
)

var (
	longest = strings.Repeat("x", 255)
	tooLong = strings.Repeat("x", 256)
)

func TestReadingBytes(t *testing.T) {
	tests := []struct {
		name    string
		reading reading.Reading

		want string
	}{
		{
			name:    "every number has its width",
			reading: reading.Reading{ChainID: "u-1", Meter: 1, KeyVersion: 2, Time: 3, Import: 4, Export: 5},

			want: "7574696c697479642f72656164696e672f7631" + "03752d31" +
				"0000000000000001" + "00000002" + "0000000000000003" + "0000000000000004" + "0000000000000005",
		},
		{
			name:    "nothing at all is written too",
			reading: reading.Reading{},

			want: "7574696c697479642f72656164696e672f7631" + "00" +
				"0000000000000000" + "00000000" + "0000000000000000" + "0000000000000000" + "0000000000000000",
		},
		{
			name:    "a time before 1970 is in two's complement",
			reading: reading.Reading{ChainID: "u", Time: -2, Meter: math.MaxUint64, KeyVersion: math.MaxUint32},

			want: "7574696c697479642f72656164696e672f7631" + "0175" +
				"ffffffffffffffff" + "ffffffff" + "fffffffffffffffe" + "0000000000000000" + "0000000000000000",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.reading.AppendBytes(nil)
			if err != nil {
				t.Fatal(err)
			}
			if want := unhex(tt.want); !bytes.Equal(got, want) {
				t.Errorf("expected %x, got %x", want, got)
			}
			if len(got) != tt.reading.Size() {
				t.Errorf("expected %d bytes, got %d", tt.reading.Size(), len(got))
			}
		})
	}
}

func TestEverythingIsReadBack(t *testing.T) {
	key := bytes.Repeat([]byte{7}, 33)
	for _, r := range []reading.Reading{
		{},
		{ChainID: longest, Meter: math.MaxUint64, KeyVersion: math.MaxUint32, Time: math.MinInt64, Import: math.MaxUint64, Export: 1},
	} {
		got, err := reading.ParseReading(mustAppend(t, r))
		check(t, r, got, err)
	}
	for _, r := range []reading.Registration{
		{Issuer: []byte{}, Key: []byte{}},
		{ChainID: "utility-1", Issuer: []byte(longest), Serial: longest, KeyType: 255, Key: key},
	} {
		got, err := reading.ParseRegistration(mustAppend(t, r))
		check(t, r, got, err)
	}
	for _, r := range []reading.Rotation{
		{Key: []byte{}},
		{ChainID: longest, Meter: 1 << 40, KeyVersion: 9, KeyType: 3, Key: []byte(longest)},
	} {
		got, err := reading.ParseRotation(mustAppend(t, r))
		check(t, r, got, err)
	}
}

type signable interface {
	AppendBytes(dst []byte) ([]byte, error)
}

func mustAppend(t testing.TB, s signable) []byte {
	t.Helper()
	b, err := s.AppendBytes(nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func check(t *testing.T, want, got any, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("expected %+v, got %v", want, err)
	} else if !reflect.DeepEqual(got, want) {
		t.Errorf("expected %+v, got %+v", want, got)
	}
}

func TestWhatDoesNotFitIsRefused(t *testing.T) {
	tests := []struct {
		name  string
		value signable

		want string
	}{
		{name: "chain id of a reading", value: reading.Reading{ChainID: tooLong}, want: "chain id"},
		{name: "chain id of a registration", value: reading.Registration{ChainID: tooLong}, want: "chain id"},
		{name: "issuer of a registration", value: reading.Registration{Issuer: []byte(tooLong)}, want: "issuer"},
		{name: "serial of a registration", value: reading.Registration{Serial: tooLong}, want: "serial"},
		{name: "key of a registration", value: reading.Registration{Key: []byte(tooLong)}, want: "key"},
		{name: "chain id of a rotation", value: reading.Rotation{ChainID: tooLong}, want: "chain id"},
		{name: "key of a rotation", value: reading.Rotation{Key: []byte(tooLong)}, want: "key"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := []byte("before")
			got, err := tt.value.AppendBytes(before)
			want := tt.want + ": too long: expected at most 255 bytes, got 256"
			if !errors.Is(err, reading.ErrTooLong) || err.Error() != want {
				t.Errorf("expected %q, got %v", want, err)
			}
			if string(got) != "before" {
				t.Errorf("expected what was there before, got %q", got)
			}
		})
	}
}

func TestOtherBytesAreRefused(t *testing.T) {
	parsers := []struct {
		name  string
		good  signable
		parse func([]byte) error
	}{
		{
			name: "reading",
			good: reading.Reading{ChainID: "utility-1", Meter: 7},
			parse: func(b []byte) error {
				_, err := reading.ParseReading(b)
				return err
			},
		},
		{
			name: "registration",
			good: reading.Registration{ChainID: "utility-1", Issuer: []byte("issuer"), Serial: "SN", Key: []byte("key")},
			parse: func(b []byte) error {
				_, err := reading.ParseRegistration(b)
				return err
			},
		},
		{
			name: "rotation",
			good: reading.Rotation{ChainID: "utility-1", Meter: 7, Key: []byte("key")},
			parse: func(b []byte) error {
				_, err := reading.ParseRotation(b)
				return err
			},
		},
	}
	for _, p := range parsers {
		good := mustAppend(t, p.good)
		// No beginning of good bytes is good, and nothing may follow them.
		for n := range good {
			if err := p.parse(good[:n]); !errors.Is(err, reading.ErrMalformed) {
				t.Errorf("%s cut to %d bytes: expected %v, got %v", p.name, n, reading.ErrMalformed, err)
			}
		}
		if err := p.parse(append(bytes.Clone(good), 0)); !errors.Is(err, reading.ErrMalformed) {
			t.Errorf("%s and a byte: expected %v, got %v", p.name, reading.ErrMalformed, err)
		}
		// One kind is never another.
		for _, other := range parsers {
			if err := other.parse(good); (err == nil) != (other.name == p.name) {
				t.Errorf("%s as %s: got %v", p.name, other.name, err)
			}
		}
	}
}

func TestAppendBytesDoesNotAllocate(t *testing.T) {
	r := reading.Reading{ChainID: longest, Meter: 7, KeyVersion: 2, Time: 1767226500, Import: 123456789, Export: 4242}
	buf := make([]byte, 0, reading.MaxReadingSize)
	if r.Size() != reading.MaxReadingSize {
		t.Errorf("expected the longest reading to have %d bytes, got %d", reading.MaxReadingSize, r.Size())
	}
	got := testing.AllocsPerRun(100, func() {
		if _, err := r.AppendBytes(buf); err != nil {
			t.Fatal(err)
		}
	})
	if got != 0 {
		t.Errorf("expected no allocation, got %v", got)
	}
}
