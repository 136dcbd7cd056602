package meterdata_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// p1Edge is the made-up telegram of the edge files, without its checksum.
const p1Edge = "/XXX5 MADE UP\r\n\r\n" +
	"1-3:0.2.8(50)\r\n" +
	"0-0:1.0.0(261120120000W)\r\n" +
	"1-0:1.8.1(000427.708*kWh)\r\n" +
	"1-0:1.8.2(000312.100*kWh)\r\n" +
	"1-0:2.8.1(000000.000*kWh)\r\n" +
	"1-0:2.8.2(000010.001*kWh)\r\n" +
	"!"

// p1EdgeRecord is the reading in it: 2026-11-20T11:00:00Z.
var p1EdgeRecord = meterdata.Record{
	Line: 1, Meter: "XXX5 MADE UP", Kind: meterdata.Registers, End: 1_795_172_400,
	Import: meterdata.Of(739_808), Export: meterdata.Of(10_001),
}

// p1Sealed adds the checksum to a telegram that ends with "!".
func p1Sealed(telegram string) string {
	return fmt.Sprintf("%s%04X\r\n", telegram, crcBitByBit(0xA001, 0, telegram))
}

// p1Lines makes a telegram of lines, with its checksum.
func p1Lines(of ...string) string {
	return p1Sealed("/XXX5 MADE UP\r\n\r\n" + strings.Join(of, "\r\n") + "\r\n!")
}

func onLine(line int, r meterdata.Record) meterdata.Record {
	r.Line = line
	return r
}

func TestP1TelegramsOfManyCountries(t *testing.T) {
	const (
		clock = "0-0:1.0.0(260720120000S)"
		noon  = 1_784_541_600 // 2026-07-20T10:00:00Z
	)
	register := func(meter string, imported, exported uint64) meterdata.Record {
		return meterdata.Record{
			Line: 1, Meter: meter, Kind: meterdata.Registers, End: noon,
			Import: meterdata.Of(imported), Export: meterdata.Of(exported),
		}
	}
	volume := func(meter string, end int64, litres uint64) meterdata.Record {
		return meterdata.Record{Line: 1, Meter: meter, Kind: meterdata.Registers, End: end, Import: meterdata.Of(litres), Single: true, Litres: true}
	}
	tests := []struct {
		name    string
		text    string
		options meterdata.P1Options

		want    []meterdata.Record
		refused []string
	}{
		{
			name: "the telegram of the edge files with its right checksum",
			text: p1Edge + "4817\r\n",
			want: []meterdata.Record{p1EdgeRecord},
		},
		{
			name:    "the checksum 0000 of the edge file is wrong",
			text:    p1Edge + "0000\r\n",
			refused: []string{"line 1: expected a telegram with the CRC 0000, got one with 4817"},
		},
		{
			name: "the Netherlands: two tariffs, identifier in hex, gas with a time of its own",
			text: p1Lines(clock, "0-0:96.1.1(4530303031)", "1-0:1.8.1(000001.000*kWh)", "1-0:1.8.2(000002.500*kWh)", "1-0:2.8.1(000000.001*kWh)",
				"1-0:2.8.2(000000.002*kWh)", "0-1:24.1.0(003)", "0-1:96.1.0(4730303032)", "0-1:24.2.1(260720115500S)(00079.660*m3)"),
			want: []meterdata.Record{register("E0001", 3_500, 3), volume("G0002", noon-300, 79_660)},
		},
		{
			name: "Belgium: gas that is not converted for temperature, and water",
			text: p1Lines("0-0:96.1.4(50217)", "0-0:96.1.1(3153414731)", clock, "1-0:1.8.1(000000.034*kWh)", "1-0:1.8.2(000015.758*kWh)",
				"1-0:2.8.1(000000.000*kWh)", "1-0:2.8.2(000000.011*kWh)", "0-1:24.1.0(003)", "0-1:96.1.1(37464C4F31)", "0-1:24.4.0(1)",
				"0-1:24.2.3(260720115958S)(00112.384*m3)", "0-2:24.1.0(007)", "0-2:96.1.1(3853414732)",
				"0-2:24.2.1(260720115900S)(00872.234*m3)"),
			want: []meterdata.Record{register("1SAG1", 15_792, 11), volume("7FLO1", noon-2, 112_384), volume("8SAG2", noon-60, 872_234)},
		},
		{
			name: "Luxembourg: totals, and the identifier elsewhere",
			text: p1Lines(clock, "0-0:42.0.0(53414733)", "1-0:1.8.0(000273.764*kWh)", "1-0:2.8.0(112743.030*kWh)"),
			want: []meterdata.Record{register("SAG3", 273_764, 112_743_030)},
		},
		{
			name:    "Sweden: totals and no identifier, so the option names the meter",
			text:    p1Lines(clock, "1-0:1.8.0(00006678.394*kWh)", "1-0:2.8.0(00000000.000*kWh)", "1-0:3.8.0(00000021.988*kvarh)"),
			options: meterdata.P1Options{Meter: "cabin"},
			want:    []meterdata.Record{register("cabin", 6_678_394, 0)},
		},
		{
			name: "a total counts, not the tariffs beside it",
			text: p1Lines(clock, "1-0:1.8.0(000010.000*kWh)", "1-0:1.8.1(000004.000*kWh)", "1-0:1.8.2(000006.000*kWh)"),
			want: []meterdata.Record{register("XXX5 MADE UP", 10_000, 0)},
		},
		{
			name:    "identifiers are renamed, also those of gas meters",
			text:    p1Lines(clock, "0-0:96.1.1(4530303031)", "1-0:1.8.0(1*kWh)", "0-1:24.1.0(003)", "0-1:96.1.0(4730303032)", "0-1:24.2.1(260720120000S)(1*m3)"),
			options: meterdata.P1Options{Names: map[string]string{"E0001": "flat", "4730303032": "boiler"}},
			want:    []meterdata.Record{register("flat", 1_000, 0), volume("boiler", noon, 1_000)},
		},
		{
			name:    "the option names the meter although it has an identifier",
			text:    p1Lines(clock, "0-0:96.1.1(4530303031)", "1-0:1.8.0(1*kWh)"),
			options: meterdata.P1Options{Meter: "flat"},
			want:    []meterdata.Record{register("flat", 1_000, 0)},
		},
		{
			name: "a channel without identifier, or with zeros for one, is empty",
			text: p1Lines(clock, "1-0:1.8.0(1*kWh)", "0-1:24.1.0(003)", "0-1:96.1.0()", "0-1:24.2.1(700101010000W)(00000000)",
				"0-2:24.1.0(003)", "0-2:96.1.0(0000000000000000)"),
			want: []meterdata.Record{register("XXX5 MADE UP", 1_000, 0)},
		},
		{
			name: "heat is skipped",
			text: p1Lines(clock, "1-0:1.8.0(1*kWh)", "0-1:24.1.0(012)", "0-1:96.1.0(4830303032)", "0-1:24.2.1(260720120000S)(00001.000*GJ)"),
			want: []meterdata.Record{register("XXX5 MADE UP", 1_000, 0)},
		},
		{
			name:    "a gas meter whose clock is not set is refused, the main meter is taken",
			text:    p1Lines(clock, "1-0:1.8.0(1*kWh)", "0-1:24.1.0(003)", "0-1:96.1.0(4730303032)", "0-1:24.2.1(700101010000W)(00001.000*m3)"),
			want:    []meterdata.Record{register("XXX5 MADE UP", 1_000, 0)},
			refused: []string{`line 1, meter G0002: 0-1:24.2.1: expected a clock that is set, got "700101010000W"`},
		},
		{
			name:    "a register that comes twice is refused",
			text:    p1Lines(clock, "1-0:1.8.0(1*kWh)", "1-0:1.8.0(2*kWh)"),
			refused: []string{"1-0:1.8.0: expected one value such as 000427.708*kWh"},
		},
		{
			name:    "a register of another unit is refused",
			text:    p1Lines(clock, "1-0:1.8.0(1*GJ)"),
			refused: []string{"1-0:1.8.0: expected one value such as 000427.708*kWh"},
		},
		{
			name:    "no register at all",
			text:    p1Lines(clock, "1-0:1.7.0(00.416*kW)"),
			refused: []string{"expected the register 1-0:1.8.0, or 1-0:1.8.1 and 1-0:1.8.2, got neither"},
		},
		{
			name:    "a time that is none",
			text:    p1Lines("0-0:1.0.0(261320120000W)", "1-0:1.8.0(1*kWh)"),
			refused: []string{`expected a time such as 261120120000W, got "261320120000W"`},
		},
		{
			name:    "no time, and no clock that could give one",
			text:    p1Lines("1-0:1.8.0(1*kWh)"),
			refused: []string{"expected the time 0-0:1.0.0, got none"},
		},
		{
			name:    "no time, but a clock",
			text:    p1Lines("1-0:1.8.0(1*kWh)"),
			options: meterdata.P1Options{Now: func() time.Time { return time.Unix(noon, 999) }},
			want:    []meterdata.Record{register("XXX5 MADE UP", 1_000, 0)},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			records, refused := readFrames(t, meterdata.NewP1(strings.NewReader(tc.text), tc.options))
			requireRefused(t, tc.refused, refused)
			require.Equal(t, tc.want, records)
		})
	}
}

func TestP1WinterAndSummerTimeOfAnyZone(t *testing.T) {
	sydney, err := time.LoadLocation("Australia/Sydney")
	require.NoError(t, err)
	tests := []struct {
		name  string
		clock string
		zone  *time.Location

		want    string
		refused string
	}{
		{name: "winter in Amsterdam", clock: "260120120000W", want: "2026-01-20T11:00:00Z"},
		{name: "summer in Amsterdam", clock: "260720120000S", want: "2026-07-20T10:00:00Z"},
		{name: "the hour that comes twice, first", clock: "261025023000S", want: "2026-10-25T00:30:00Z"},
		{name: "the hour that comes twice, again", clock: "261025023000W", want: "2026-10-25T01:30:00Z"},
		{name: "the hour that comes twice without a letter is the later one", clock: "261025023000", want: "2026-10-25T01:30:00Z"},
		{name: "without a letter in summer", clock: "260720120000", want: "2026-07-20T10:00:00Z"},
		{name: "an hour that spring leaves out, without a letter", clock: "260329023000", refused: "expected a local time that exists in Europe/Amsterdam"},
		{name: "summer is in January in Sydney", clock: "260120120000S", zone: sydney, want: "2026-01-20T01:00:00Z"},
		{name: "winter in Sydney", clock: "260720120000W", zone: sydney, want: "2026-07-20T02:00:00Z"},
		{name: "no summer time in UTC", clock: "260720120000S", zone: time.UTC, refused: "choose another time zone"},
		{name: "another letter", clock: "260720120000X", refused: "expected a time such as"},
		{name: "too short", clock: "2607201200", refused: "expected a time such as"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			text := p1Lines("0-0:1.0.0("+tc.clock+")", "1-0:1.8.0(1*kWh)")
			records, refused := readFrames(t, meterdata.NewP1(strings.NewReader(text), meterdata.P1Options{Zone: tc.zone}))
			if tc.refused != "" {
				requireRefused(t, []string{tc.refused}, refused)
				return
			}
			require.Empty(t, refused)
			require.Equal(t, tc.want, time.Unix(records[0].End, 0).UTC().Format(time.RFC3339))
		})
	}
}

func TestP1StreamsAreReadOnAfterDamage(t *testing.T) {
	good := p1Sealed(p1Edge)
	tests := []struct {
		name string
		text string

		want    []meterdata.Record
		refused []string
	}{
		{
			name: "the end of a telegram that began before is skipped",
			text: "000427.708*kWh)\r\n!1234\r\n" + good,
			want: []meterdata.Record{p1EdgeRecord},
		},
		{
			name: "telegrams follow each other, with empty lines or without",
			text: good + "\r\n\x00" + good + strings.TrimSuffix(good, "\r\n") + good,
			want: []meterdata.Record{p1EdgeRecord, onLine(2, p1EdgeRecord), onLine(3, p1EdgeRecord), onLine(4, p1EdgeRecord)},
		},
		{
			name:    "a changed digit",
			text:    strings.Replace(good, "427.708", "427.709", 1) + good,
			want:    []meterdata.Record{onLine(2, p1EdgeRecord)},
			refused: []string{"line 1: expected a telegram with the CRC 4817, got one with"},
		},
		{
			name:    "a telegram cut off at the end of a line",
			text:    p1Edge[:60] + "\r\n" + good,
			want:    []meterdata.Record{onLine(2, p1EdgeRecord)},
			refused: []string{"line 1: cut off by the start of the next one"},
		},
		{
			name:    "a telegram cut off in the middle of a line",
			text:    p1Edge[:60] + good + good,
			want:    []meterdata.Record{p1EdgeRecord, onLine(2, p1EdgeRecord)},
			refused: []string{"line 1: expected a telegram with the CRC 4817"},
		},
		{
			name:    "noise between telegrams",
			text:    good + "noise\xff" + good,
			want:    []meterdata.Record{p1EdgeRecord, onLine(2, p1EdgeRecord)},
			refused: []string{"line 1: expected a telegram, got bytes between telegrams"},
		},
		{
			name:    "the input ends in a telegram",
			text:    good + p1Edge[:60],
			want:    []meterdata.Record{p1EdgeRecord},
			refused: []string{"line 2: cut off by the end of the input"},
		},
		{
			name:    "a telegram without end",
			text:    "/" + strings.Repeat("x", 20_000) + "\r\n" + good,
			want:    []meterdata.Record{onLine(2, p1EdgeRecord)},
			refused: []string{"line 1: expected at most 16384 bytes"},
		},
		{
			name:    "a checksum that is too short",
			text:    p1Edge + "9F5\r\n" + good,
			want:    []meterdata.Record{onLine(2, p1EdgeRecord)},
			refused: []string{`line 1: expected 4 hex digits of a CRC behind !, got "9F5"`},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			records, refused := readFrames(t, meterdata.NewP1(strings.NewReader(tc.text), meterdata.P1Options{}))
			requireRefused(t, tc.refused, refused)
			require.Equal(t, tc.want, records)
		})
	}
}

func TestP1SubMeterIsReportedWhenItsReadingIsNew(t *testing.T) {
	telegram := func(second int, gas string) string {
		return p1Lines(fmt.Sprintf("0-0:1.0.0(2607201200%02dS)", second), "1-0:1.8.0(1*kWh)", "0-1:24.1.0(003)", "0-1:96.1.0(4730303032)", "0-1:24.2.1("+gas+"*m3)")
	}
	stream := telegram(1, "260720115500S)(1") + telegram(2, "260720115500S)(1") + telegram(3, "260720120000S)(1")
	records, refused := readFrames(t, meterdata.NewP1(strings.NewReader(stream), meterdata.P1Options{}))
	require.Empty(t, refused)
	var gas []int
	for _, r := range records {
		if r.Meter == "G0002" {
			gas = append(gas, r.Line)
		}
	}
	require.Equal(t, []int{1, 3}, gas)
}

func TestP1TelegramsOfOldMetersHaveNoChecksum(t *testing.T) {
	const old = "/KMP5 MADE UP\n\n0-0:96.1.1(4B30303031)\n1-0:1.8.1(00002.000*kWh)\n1-0:1.8.2(00003.000*kWh)\n1-0:2.8.1(00000.000*kWh)\n" +
		"1-0:2.8.2(00001.000*kWh)\n0-1:24.1.0(3)\n0-1:96.1.0(4730303032)\n0-1:24.3.0(260720110000)(08)(60)(1)(0-1:24.2.1)(m3)\n(04323.740)\n!\n"
	const now = 1_784_541_600
	options := meterdata.P1Options{AllowNoCRC: true, Now: func() time.Time { return time.Unix(now, 0) }}
	want := []meterdata.Record{
		{Line: 1, Meter: "K0001", Kind: meterdata.Registers, End: now, Import: meterdata.Of(5_000), Export: meterdata.Of(1_000)},
		{Line: 1, Meter: "G0002", Kind: meterdata.Registers, End: now - 3_600, Import: meterdata.Of(4_323_740), Single: true, Litres: true},
	}

	records, refused := readFrames(t, meterdata.NewP1(strings.NewReader(old), options))
	require.Empty(t, refused)
	require.Equal(t, want, records)

	_, refused = readFrames(t, meterdata.NewP1(strings.NewReader(old), meterdata.P1Options{Now: options.Now}))
	requireRefused(t, []string{"need --allow-no-crc"}, refused)

	_, refused = readFrames(t, meterdata.NewP1(strings.NewReader(strings.Replace(old, "1-0:1.8.2(", "1-0:1.8.2", 1)), options))
	requireRefused(t, []string{"expected lines such as"}, refused)

	for _, lost := range []string{"1-0:1.8.1(00002.000*kWh)\n", "1-0:1.8.2(00003.000*kWh)\n", "1-0:2.8.2(00001.000*kWh)\n"} {
		records, refused = readFrames(t, meterdata.NewP1(strings.NewReader(strings.Replace(old, lost, "", 1)), options))
		requireRefused(t, []string{"beside the other tariff, got none"}, refused)
		require.Equal(t, want[1:], records, "the gas meter is not affected")
	}
}

// TestP1EdgeFile reads the file of the edge cases, which this project does not hold.
func TestP1EdgeFile(t *testing.T) {
	file, err := os.ReadFile("../../../../shared/data/edge/p1-telegram.txt")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("../shared/data/edge is not there; the other tests use the same telegram")
	}
	require.NoError(t, err)
	_, refused := readFrames(t, meterdata.NewP1(strings.NewReader(string(file)), meterdata.P1Options{}))
	requireRefused(t, []string{"expected a telegram with the CRC 0000, got one with 4817"}, refused)
	right := strings.Replace(string(file), "!0000", "!4817", 1)
	records, refused := readFrames(t, meterdata.NewP1(strings.NewReader(right), meterdata.P1Options{}))
	require.Empty(t, refused)
	require.Equal(t, []meterdata.Record{p1EdgeRecord}, records)
}
