package meterdata_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// total is the sum of the amounts of one meter, or the advance of its registers from the first to the last.
type total struct{ imported, exported string }

// content is all that a reader yields.
type content struct {
	totals  map[string]total
	records []meterdata.Record
	refused []*meterdata.RowError
	format  meterdata.Format
}

// readAll reads to the end; the error is what ended reading, if it was not the end of the input.
func readAll(in *meterdata.Input, err error) (content, error) {
	c := content{totals: map[string]total{}}
	if err != nil {
		return c, err
	}
	sums, openings := map[string]meterdata.Record{}, map[string]meterdata.Record{}
	for {
		r, err := in.Next()
		if bad := (*meterdata.RowError)(nil); errors.As(err, &bad) {
			c.refused = append(c.refused, bad)
			continue
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return c, errors.Join(err, in.Close())
		}
		c.records = append(c.records, r)
		sum, seen := sums[r.Meter]
		switch {
		case r.Kind == meterdata.Registers && !seen:
			openings[r.Meter] = r
		case r.Kind == meterdata.Registers:
			sum.Import, sum.Export = r.Import, r.Export
		default:
			var err2 error
			sum.Import, err = sum.Import.Plus(r.Import)
			if sum.Export, err2 = sum.Export.Plus(r.Export); err != nil || err2 != nil {
				return c, meterdata.ErrTooLarge
			}
		}
		sums[r.Meter] = sum
	}
	for meter, sum := range sums {
		opening := openings[meter]
		if sum.Import.Less(opening.Import) {
			sum = opening
		}
		c.totals[meter] = total{sum.Import.Minus(opening.Import).String(), sum.Export.Minus(opening.Export).String()}
	}
	c.format = in.Format()
	return c, in.Close()
}

// read reads a text.
func read(text string, o meterdata.Options) (content, error) {
	return readAll(meterdata.Open(strings.NewReader(text), o))
}

func mustRead(t *testing.T, text string, o meterdata.Options) content {
	t.Helper()
	c, err := read(text, o)
	require.NoError(t, err)
	return c
}

// reasons are the texts of the rows that could not be used.
func (c content) reasons() (reasons []string) {
	for _, row := range c.refused {
		reasons = append(reasons, row.Error())
	}
	return reasons
}
