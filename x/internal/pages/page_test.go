package pages_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/internal/pages"
)

// unhex reads bytes that are spaced for the eye.
func unhex(tb testing.TB, text string) []byte {
	tb.Helper()
	bz, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		tb.Fatal(err)
	}
	return bz
}

func TestStoredForm(t *testing.T) {
	tests := []struct {
		name string
		rows map[int][]uint64

		want string
	}{
		{
			name: "an empty page has none",
			rows: map[int][]uint64{},

			want: "",
		},
		{
			name: "a record of zeros costs its bit and an empty column each",
			rows: map[int][]uint64{0: {0, 0}},

			want: "0100 01 00 00",
		},
		{
			name: "a column is as wide as its greatest value",
			rows: map[int][]uint64{0: {255, 256}, 1: {1, 2}},

			want: "0200 03 01 ff01 02 0001 0200",
		},
		{
			name: "three bytes are written as three",
			rows: map[int][]uint64{0: {0x010203, 0}, 1: {0xffffff, 0}, 2: {4, 0}},

			want: "0300 07 03 030201 ffffff 040000 00",
		},
		{
			name: "the greatest number takes eight bytes",
			rows: map[int][]uint64{0: {math.MaxUint64, 1}},

			want: "0100 01 08 ffffffffffffffff 01 01",
		},
		{
			name: "slots without a record are zero and have no bit",
			rows: map[int][]uint64{2: {7, 0}, 9: {8, 0}},

			want: "0a00 0402 01 00000700000000000008 00",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			want := unhex(t, tc.want)
			model := twin{columns: 2, slots: pages.Size, rows: tc.rows}
			pg := pages.Empty(2, pages.Size)
			fill(pg, model)
			same(t, pg, model, true)
			if got, _ := pages.Encode(pg); !bytes.Equal(got, want) {
				t.Fatalf("expected %x, got %x", want, got)
			}
			if len(want) == 0 {
				return
			}
			var again pages.Page
			if err := pages.Decode(&again, 2, pages.Size, want); err != nil {
				t.Fatal(err)
			}
			same(t, &again, model, false)
			same(t, &again, model, true)
		})
	}
}

func fill(pg *pages.Page, model twin) {
	for i := range model.slots {
		if row := model.rows[i]; row != nil {
			pg.Put(i)
			for c, v := range row {
				pg.Col(c)[i] = v
			}
		}
	}
}

func TestHostileBytes(t *testing.T) {
	tests := []struct {
		name  string
		bytes string

		want string
	}{
		{name: "nothing", bytes: "", want: "expected a count of 2 bytes, got 0"},
		{name: "half a count", bytes: "01", want: "expected a count of 2 bytes, got 1"},
		{name: "a count of none", bytes: "0000 00 00", want: "expected a count of 1 to 128, got 0"},
		{name: "a count beyond the page", bytes: "8100", want: "expected a count of 1 to 128, got 129"},
		{name: "the greatest count", bytes: "ffff", want: "expected a count of 1 to 128, got 65535"},
		{name: "presence cut off", bytes: "0900 ff", want: "expected 2 bytes of presence, got 1"},
		{name: "no record in the last slot", bytes: "0200 01 00 00", want: "expected slot 1 to be the last with a record, got 0"},
		{name: "a record after the last slot", bytes: "0200 06 00 00", want: "expected slot 1 to be the last with a record, got 2"},
		{name: "no record at all", bytes: "0200 00 00 00", want: "expected slot 1 to be the last with a record, got -1"},
		{name: "no column", bytes: "0100 01", want: "expected 2 columns, got 0"},
		{name: "a column missing", bytes: "0100 01 00", want: "expected 2 columns, got 1"},
		{name: "a column too many", bytes: "0100 01 00 00 00", want: "expected the end after 2 columns, got 1 more bytes"},
		{name: "a width of nine", bytes: "0100 01 09 000000000000000001 00", want: "column 0: expected a width of at most 8, got 9"},
		{name: "values cut off", bytes: "0200 03 00 02 010002", want: "column 1: expected 4 bytes, got 3"},
		{name: "zeros in a column of one byte", bytes: "0100 01 01 00 00", want: "column 0: expected the least width, got 1"},
		{name: "small values in a wide column", bytes: "0200 03 02 0100 ff00 00", want: "column 0: expected the least width, got 2"},
		{name: "a value in a slot without a record", bytes: "0200 02 01 0102 00", want: "column 0: expected 0 in slot 0, which holds no record"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			bz := unhex(t, tc.bytes)
			err := pages.Decode(new(pages.Page), 2, pages.Size, bz)
			if !errors.Is(err, collections.ErrEncoding) || !strings.HasSuffix(err.Error(), tc.want) {
				t.Fatalf("expected %q, got %v", tc.want, err)
			}
			if _, ok := decode(2, pages.Size, bz); ok {
				t.Fatal("expected the slow twin to refuse it too")
			}
		})
	}
}

// A value without a record is a mistake of the caller and must not be dropped in silence.
func TestValuesWithoutARecordAreRefused(t *testing.T) {
	tests := []struct {
		name    string
		present []int
		slot    int
	}{
		{name: "in an empty page", present: nil, slot: 0},
		{name: "after the last record", present: []int{0, 1, 2}, slot: 100},
		{name: "between two records", present: []int{0, 2}, slot: 1},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			pg := pages.Empty(3, pages.Size)
			for _, i := range tc.present {
				pg.Put(i)
			}
			pg.Col(1)[tc.slot] = 5
			if _, err := pages.Encode(pg); !errors.Is(err, collections.ErrEncoding) {
				t.Fatalf("expected an encoding error, got %v", err)
			}
			pg.Drop(tc.slot)
			if _, err := pages.Encode(pg); err != nil {
				t.Fatalf("expected no error once it is dropped, got %v", err)
			}
			pg.Put(tc.slot)
			pg.Col(1)[tc.slot] = 5
			if _, err := pages.Encode(pg); err != nil {
				t.Fatalf("expected no error when there is a record, got %v", err)
			}
			pg.Drop(tc.slot)
			if got := pg.Col(1)[tc.slot]; got != 0 {
				t.Fatalf("expected the dropped value to be 0, got %d", got)
			}
		})
	}
}

// The store owns what it gave us: IAVL keeps the same bytes in its cache.
func TestStoredBytesAreNeverWrittenTo(t *testing.T) {
	bz := unhex(t, "0300 07 03 030201 ffffff 040000 01 010203")
	before := slices.Clone(bz)
	var pg pages.Page
	if err := pages.Decode(&pg, 2, pages.Size, bz); err != nil {
		t.Fatal(err)
	}
	for i := range pages.Size {
		pg.Put(i)
		pg.Col(0)[i] = math.MaxUint64
	}
	out, err := pages.Encode(&pg)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bz, before) {
		t.Fatalf("expected %x to stay, got %x", before, bz)
	}
	kept := slices.Clone(out)
	pg.Col(1)[0] = 77
	if _, err := pages.Encode(&pg); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out, kept) {
		t.Fatal("expected what was given to the store to stay")
	}
}

// Any mixture of loading, changing and storing one page is the same as the slow twin's, whatever the number of slots.
func TestPageIsItsTwin(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		columns := rapid.IntRange(1, 9).Draw(rt, "columns")
		slots := rapid.SampledFrom([]int{16, 64, 128, 256, 1024}).Draw(rt, "slots")
		live(t, columns, slots, rapid.IntRange(1, 40).Draw(rt, "steps"), func(what string, below uint64) uint64 {
			return rapid.Uint64Range(0, below-1).Draw(rt, what)
		})
	})
}

// live changes a page in steps and compares it with its twin after each; draw is a number below the one given.
func live(tb testing.TB, columns, slots, steps int, draw func(what string, below uint64) uint64) {
	tb.Helper()
	model, pg := newTwin(columns, slots), pages.Empty(columns, slots)
	for range steps {
		i, c := int(draw("slot", uint64(slots))), int(draw("column", uint64(columns)))
		switch draw("step", 5) {
		case 0, 1:
			value := draw("value", 256) << (8 * draw("bytes", 8))
			if model.rows[i] == nil {
				model.rows[i] = make([]uint64, columns)
			}
			model.rows[i][c] = value
			pg.Put(i)
			pg.Col(c)[i] = value
		case 2:
			if model.rows[i] == nil {
				model.rows[i] = make([]uint64, columns)
			}
			pg.Put(i)
		case 3:
			delete(model.rows, i)
			pg.Drop(i)
		case 4:
			if bz := model.encode(); bz != nil {
				if err := pages.Decode(pg, columns, slots, bz); err != nil {
					tb.Fatal(err)
				}
			}
		}
		same(tb, pg, model, false)
	}
	same(tb, pg, model, true)
}
