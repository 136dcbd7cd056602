package meterdata_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

func BenchmarkParse(b *testing.B) {
	var text bytes.Buffer
	text.WriteString("time,meter,consumed_wh,produced_wh\n")
	for i := range 100_000 {
		fmt.Fprintf(&text, "%s,meter-%02d,%d,%d\n", time.Unix(1_800_000_000+int64(i/40)*900, 0).UTC().Format(time.RFC3339), i%40, i%700, i%500)
	}
	b.ReportAllocs()
	for b.Loop() {
		in, err := meterdata.Open(bytes.NewReader(text.Bytes()), meterdata.Options{Step: 15 * time.Minute})
		if err != nil {
			b.Fatal(err)
		}
		for {
			_, err := in.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.N)*100_000/b.Elapsed().Seconds(), "rows/s")
}
