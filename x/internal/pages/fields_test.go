package pages_test

import (
	"math"
	"slices"
	"testing"

	"github.com/utilityd/utilityd/x/internal/pages"
)

// tank has a field of every kind.
type tank struct {
	At            uint64
	Litres, Lost  uint64
	Balance       int64
	Leaks, Sealed bool
}

var tankRecord = pages.Fields(func(t *tank, row pages.Row) {
	row.Uint(0, &t.At)
	row.Uint(1, &t.Litres, &t.Lost)
	row.Flags(3, &t.Leaks, &t.Sealed)
	row.Int(4, &t.Balance)
})

// The numbers of the row are the stored form: they must not change.
func TestFieldsAreARow(t *testing.T) {
	tests := []struct {
		name string
		tank tank

		want []uint64
	}{
		{name: "a record of nothing is a row of zeros", tank: tank{}, want: []uint64{0, 0, 0, 0, 0}},
		{name: "fields go in the order of the columns", tank: tank{At: 1, Litres: 2, Lost: 3}, want: []uint64{1, 2, 3, 0, 0}},
		{name: "the first flag is the lowest bit", tank: tank{Leaks: true}, want: []uint64{0, 0, 0, 1, 0}},
		{name: "the second flag is the next one", tank: tank{Sealed: true}, want: []uint64{0, 0, 0, 2, 0}},
		{name: "flags share a column", tank: tank{Leaks: true, Sealed: true}, want: []uint64{0, 0, 0, 3, 0}},
		{name: "a small negative number is a small number", tank: tank{Balance: -1}, want: []uint64{0, 0, 0, 0, 1}},
		{
			name: "the greatest numbers fit",
			tank: tank{At: math.MaxUint64, Litres: math.MaxUint64, Lost: math.MaxUint64, Balance: math.MinInt64},
			want: []uint64{math.MaxUint64, math.MaxUint64, math.MaxUint64, 0, math.MaxUint64},
		},
	}
	if tankRecord.Columns != 5 {
		t.Fatalf("expected 5 columns, got %d", tankRecord.Columns)
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			row := make([]uint64, 5)
			tankRecord.Encode(tc.tank, row)
			if !slices.Equal(row, tc.want) {
				t.Fatalf("expected %d, got %d", tc.want, row)
			}
			if got := tankRecord.Decode(row); got != tc.tank {
				t.Fatalf("expected %+v, got %+v", tc.tank, got)
			}
		})
	}
}

func TestWriteReportsChanges(t *testing.T) {
	f := setup(t)
	pg, err := f.meters.Page(f.ctx, "a", 0)
	if err != nil {
		t.Fatal(err)
	}
	want := meter{Imported: 1, Faults: 2}
	if !meterRecord.Write(pg, 3, want) {
		t.Fatal("expected a change")
	}
	if meterRecord.Write(pg, 3, want) {
		t.Fatal("expected no change by the same record")
	}
	if got := meterRecord.Read(pg, 3); got != want {
		t.Fatalf("expected %+v, got %+v", want, got)
	}
	if got := meterRecord.Read(pg, 4); got != (meter{}) || pg.Has(4) {
		t.Fatalf("expected no record in the next slot, got %+v", got)
	}
	if meterRecord.Write(pg, 3, meter{Imported: 1}); meterRecord.Read(pg, 3).Faults != 0 {
		t.Fatal("expected a record to replace the one before")
	}
}
