package meterdata_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// FuzzP1 puts anything before a good telegram: it must be read, whatever came before, and every answer costs at least a byte.
func FuzzP1(f *testing.F) {
	f.Add("", false)
	f.Add(p1Edge[:60], true)
	f.Add(p1Edge+"0000", false)
	f.Add(p1Sealed(p1Edge), false)
	f.Add("/\r\n!", true)
	f.Add("/x\n1-0:1.8.1(1*kWh)\n0-1:24.1.0(3)\n0-1:96.1.0(ab)\n0-1:24.2.1(700101010000W)(1*m3)\n!", true)
	f.Fuzz(func(t *testing.T, before string, allowNoCRC bool) {
		options := meterdata.P1Options{AllowNoCRC: allowNoCRC, Now: func() time.Time { return time.Unix(smlNow, 0) }}
		records, refused := readFrames(t, meterdata.NewP1(strings.NewReader(before+"\r\n"+p1Sealed(p1Edge)), options))
		require.NotEmpty(t, records)
		last := records[len(records)-1]
		require.Equal(t, onLine(last.Line, p1EdgeRecord), last)
		require.LessOrEqual(t, len(records)+len(refused), len(before)+1)
		if !allowNoCRC && !strings.Contains(before, "!") {
			require.Len(t, records, 1, "a record needs a checksum")
		}
	})
}

// FuzzSML puts anything before two good frames: the second must be read, whatever came before.
func FuzzSML(f *testing.F) {
	f.Add("")
	f.Add(smlTypical[:50])
	f.Add(smlTypical)
	f.Add(smlTypical[:50] + smlEscape)
	f.Add(smlFrame(smlValues(smlServer, smlSeconds, smlRegister(1, 0, 127, smlUint(8, 1<<63)), smlRegister(2, 4, -128, smlInt(8, -1<<63)))))
	f.Add(smlStart + "\x76\xff\xff\xff\xff")
	f.Fuzz(func(t *testing.T, before string) {
		options := meterdata.SMLOptions{Now: func() time.Time { return time.Unix(smlNow, 0) }}
		records, refused := readFrames(t, meterdata.NewSML(strings.NewReader(before+smlTypical+smlTypical), options))
		require.NotEmpty(t, records)
		last := records[len(records)-1]
		require.Equal(t, onLine(last.Line, smlTypicalRecord), last)
		require.LessOrEqual(t, len(records)+len(refused), len(before)+2)
	})
}

// FuzzSMLValues puts any content behind a right checksum, which damage on the way does not.
func FuzzSMLValues(f *testing.F) {
	f.Add(smlValues(smlServer, smlSeconds, smlRegister(1, 0, -1, smlUint(8, 1))))
	f.Add(smlValues(smlServer, smlListOf(smlUint(1, 2), smlUint(4, 1<<32-1)), smlRegister(1, 0, -1, smlInt(8, -1))))
	f.Add(strings.Repeat("\x7f", 9))
	f.Add("\x8f\x8f\x8f\x8f\x8f")
	f.Fuzz(func(t *testing.T, content string) {
		if len(content) > 4_000 {
			content = content[:4_000]
		}
		records, refused := readFrames(t, meterdata.NewSML(strings.NewReader(smlFrame(content)), meterdata.SMLOptions{}))
		require.NotZero(t, len(records)+len(refused))
		require.LessOrEqual(t, len(records)+len(refused), len(content)+1)
		for _, r := range records {
			require.NotEmpty(t, r.Meter)
			require.Less(t, r.Import.Part, meterdata.Scale)
			require.Less(t, r.Export.Part, meterdata.Scale)
		}
	})
}

// BenchmarkP1 reads telegrams of a Belgian meter with gas and water.
func BenchmarkP1(b *testing.B) {
	text := p1Lines("0-0:96.1.4(50217)", "0-0:96.1.1(3153414731)", "0-0:1.0.0(260720120000S)", "1-0:1.8.1(000000.034*kWh)",
		"1-0:1.8.2(000015.758*kWh)", "1-0:2.8.1(000000.000*kWh)", "1-0:2.8.2(000000.011*kWh)", "0-0:96.14.0(0001)",
		"1-0:1.7.0(00.123*kW)", "1-0:2.7.0(00.000*kW)", "1-0:32.7.0(229.1*V)", "1-0:31.7.0(000.09*A)", "0-0:96.13.0()",
		"0-1:24.1.0(003)", "0-1:96.1.1(37464C4F31)", "0-1:24.2.3(260720115958S)(00112.384*m3)", "0-2:24.1.0(007)",
		"0-2:96.1.1(3853414732)", "0-2:24.2.1(260720115900S)(00872.234*m3)")
	benchmarkFrames(b, text, func(in string) meterdata.Reader { return meterdata.NewP1(strings.NewReader(in), meterdata.P1Options{}) })
}

// BenchmarkSML reads frames of a meter with two registers.
func BenchmarkSML(b *testing.B) {
	options := meterdata.SMLOptions{Now: func() time.Time { return time.Unix(smlNow, 0) }}
	benchmarkFrames(b, smlTypical, func(in string) meterdata.Reader { return meterdata.NewSML(strings.NewReader(in), options) })
}

// benchmarkFrames counts telegrams, a thousand to an input.
func benchmarkFrames(b *testing.B, text string, open func(string) meterdata.Reader) {
	b.Helper()
	const n = 1_000
	in := strings.Repeat(text, n)
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		records, refused := readFrames(b, open(in))
		if len(records) < n || len(refused) > 0 {
			b.Fatalf("expected %d records and no refusals, got %d and %d", n, len(records), len(refused))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/telegram")
}
