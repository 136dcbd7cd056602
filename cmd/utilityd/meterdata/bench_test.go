package meterdata_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// BenchmarkParse reads what portals write; rows/s counts intervals.
func BenchmarkParse(b *testing.B) {
	for _, format := range written {
		amounts := make([]amount, 48*200)
		for i := range amounts {
			amounts[i] = amount{imported: uint64(i * 7 % 5_000)}
			if !format.oneWay {
				amounts[i].exported = uint64(i * 11 % 3_000)
			}
		}
		start := int64(20_000 * 86_400)
		if format.name == "nem12" {
			start -= 36_000
		}
		benchmark(b, format.name, format.write(start, format.step, amounts), format.options)
	}
	benchmark(b, "green-button-days", writeGreenButtonDays(20_000*86_400, 200), meterdata.Options{Meter: "m"})
	var text strings.Builder
	text.WriteString("time,meter,consumed_wh,produced_wh\n")
	for i := range 100_000 {
		fmt.Fprintf(&text, "%s,meter-%02d,%d,%d\n", time.Unix(1_800_000_000+int64(i/40)*900, 0).UTC().Format(time.RFC3339), i%40, i%700, i%500)
	}
	benchmark(b, "forty-meters", text.String(), quarter)
}

func benchmark(b *testing.B, name, text string, o meterdata.Options) {
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		rows := 0
		for b.Loop() {
			in, err := meterdata.Open(strings.NewReader(text), o)
			require.NoError(b, err)
			for {
				if _, err = in.Next(); err != nil {
					break
				}
				rows++
			}
			if !errors.Is(err, io.EOF) {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
	})
}

// writeGreenButtonDays writes an entry for each day, with hours of both directions, and each tag on a line of its own.
func writeGreenButtonDays(start int64, days int) string {
	entries := []string{gbPoint("01"), gbReadingType("1", gbFields("1", "0", "72")), gbReadingType("2", gbFields("19", "0", "72"))}
	for _, direction := range []string{"1", "2"} {
		entries = append(entries, gbMeterReading("01", direction, direction))
		for hour := 0; hour < 24*days; hour += 24 {
			var readings []string
			for i := range 24 {
				reading := gbReading(start+int64(hour+i)*3_600, fmt.Sprint(i*7))
				readings = append(readings, strings.ReplaceAll(reading, "><", ">\r\n          <"))
			}
			entries = append(entries, gbIntervals("01", direction, readings...))
		}
	}
	return gbFeed(entries...)
}
