package meterdata_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// amount is what passed in one interval, in Wh.
type amount struct{ imported, exported uint64 }

// written are the formats as their sources write them: intervals of a meter named m that begin at a moment.
var written = []struct {
	name    string
	step    int64
	oneWay  bool // holds import only
	options meterdata.Options
	write   func(start, step int64, amounts []amount) string
}{
	{name: "utilityd", step: 900, options: quarter, write: writeOwn},
	{name: "enedis", step: 1_800, oneWay: true, options: meterdata.Options{Meter: "m"}, write: writeEnedis},
	{name: "wiener-netze", step: 900, oneWay: true, options: meterdata.Options{Meter: "m"}, write: writeWienerNetze},
	{name: "octopus", step: 1_800, oneWay: true, options: meterdata.Options{Meter: "m"}, write: writeOctopus},
	{name: "home-assistant", step: 3_600, oneWay: true, options: meterdata.Options{Unit: meterdata.KilowattHour}, write: writeHistory},
	{name: "home-assistant", step: 3_600, oneWay: true, options: meterdata.Options{Zone: "Europe/Berlin"}, write: writeStatistics},
	{name: "homewizard", step: 900, options: meterdata.Options{Meter: "m"}, write: writeHomeWizard},
	{name: "nem12", step: 1_800, write: writeNEM12},
	{name: "green-button", step: 900, options: meterdata.Options{Meter: "m"}, write: writeGreenButton},
}

// TestWhatPortalsWriteComesBackExactly compares each interval, and the sum.
func TestWhatPortalsWriteComesBackExactly(t *testing.T) {
	for _, format := range written {
		t.Run(format.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				// Days begin at the midnight of the market for NEM12, and at one of UTC for the others.
				start := 86_400 * rapid.Int64Range(18_000, 22_000).Draw(t, "day")
				days := 1
				if format.name == "nem12" {
					start, days = start-36_000, rapid.IntRange(1, 3).Draw(t, "days")
				}
				count := days * int(86_400/format.step)
				if format.name != "nem12" {
					count = rapid.IntRange(1, 200).Draw(t, "intervals")
				}
				amounts := make([]amount, count)
				var sum amount
				for i := range amounts {
					a := amount{imported: rapid.Uint64Range(0, 99_999).Draw(t, "import")}
					if !format.oneWay {
						a.exported = rapid.Uint64Range(0, 99_999).Draw(t, "export")
					}
					amounts[i] = a
					sum.imported, sum.exported = sum.imported+a.imported, sum.exported+a.exported
				}
				c, err := read(format.write(start, format.step, amounts), format.options)
				require.NoError(t, err)
				require.Empty(t, c.reasons())
				require.Equal(t, format.name, c.format.Name)
				require.Equal(t, map[string]total{"m": {strconv.FormatUint(sum.imported, 10), strconv.FormatUint(sum.exported, 10)}}, c.totals)
				compare(t, c.records, start, format.step, amounts)
			})
		})
	}
}

// compare checks each record; registers begin with one more, at the start.
func compare(t require.TestingT, records []meterdata.Record, start, step int64, amounts []amount) {
	registers := len(records) > 0 && records[0].Kind == meterdata.Registers
	if registers {
		require.Equal(t, start, records[0].End)
		records = records[1:]
	}
	require.Len(t, records, len(amounts))
	for i, r := range records {
		require.Equal(t, start+int64(i+1)*step, r.End)
		if !registers {
			require.Equal(t, start+int64(i)*step, r.Start)
			require.Equal(t, meterdata.Of(amounts[i].imported), r.Import)
			require.Equal(t, meterdata.Of(amounts[i].exported), r.Export)
		}
	}
}

// thousandths writes a number with three decimals.
func thousandths(n uint64, sign string) string {
	return fmt.Sprintf("%d%s%03d", n/1_000, sign, n%1_000)
}

// inZone formats a moment by the local clock.
func inZone(zone, layout string) func(unix int64) string {
	location, err := time.LoadLocation(zone)
	if err != nil {
		panic(err)
	}
	return func(unix int64) string { return time.Unix(unix, 0).In(location).Format(layout) }
}

func writeOwn(start, step int64, amounts []amount) string {
	at := inZone("Europe/Berlin", time.RFC3339)
	var text strings.Builder
	text.WriteString("time,meter,import_kwh,export_kwh\n")
	for i, a := range amounts {
		fmt.Fprintf(&text, "%s,m,%s,%s\n", at(start+int64(i)*step), thousandths(a.imported, "."), thousandths(a.exported, "."))
	}
	return text.String()
}

func writeEnedis(start, step int64, amounts []amount) string {
	at := inZone("Europe/Paris", "02/01/2006 15:04:05")
	var text strings.Builder
	text.WriteString("\ufeffDébut;Fin;Valeur (en kW)\r\n")
	for i, a := range amounts {
		from := start + int64(i)*step
		fmt.Fprintf(&text, "%s;%s;%s\r\n", at(from), at(from+step), thousandths(a.imported*2, ","))
	}
	return text.String()
}

func writeWienerNetze(start, step int64, amounts []amount) string {
	date, clock := inZone("Europe/Vienna", "02.01.2006"), inZone("Europe/Vienna", "15:04")
	var text strings.Builder
	text.WriteString("Datum;Zeit von;Zeit bis;AT001 - Verbrauch [kWh]\n")
	for i, a := range amounts {
		from := start + int64(i)*step
		fmt.Fprintf(&text, "%s;%s;%s;%s\n", date(from), clock(from), clock(from+step), thousandths(a.imported, ","))
	}
	return text.String()
}

func writeOctopus(start, step int64, amounts []amount) string {
	at := inZone("Europe/London", time.RFC3339)
	var text strings.Builder
	text.WriteString(" Consumption (kwh), Estimated Cost Inc. Tax (p), Standing Charge Inc. Tax (p), Start, End\n")
	for i, a := range amounts {
		from, value := start+int64(i)*step, thousandths(a.imported, ".")
		if a.imported == 0 {
			value = "0E-20"
		}
		fmt.Fprintf(&text, "%s, 1.5, 0.9, %s, %s\n", value, at(from), at(from+step))
	}
	return text.String()
}

func writeHistory(start, step int64, amounts []amount) string {
	at := inZone("UTC", "2006-01-02T15:04:05.123Z")
	var text strings.Builder
	text.WriteString("entity_id,state,last_changed\n")
	for i, register := range registers(amounts) {
		fmt.Fprintf(&text, "m,%s,%s\n", thousandths(register.imported, "."), at(start+int64(i)*step))
	}
	return text.String()
}

// writeStatistics names an hour by its begin, and gives the register at its end.
func writeStatistics(start, step int64, amounts []amount) string {
	at := inZone("Europe/Berlin", "02.01.2006 15:04")
	var text strings.Builder
	text.WriteString("statistic_id\tunit\tstart\tstate\tsum\n")
	for i, register := range registers(amounts) {
		fmt.Fprintf(&text, "m\tkWh\t%s\t%s\t%d\n", at(start+int64(i-1)*step), thousandths(register.imported, "."), i)
	}
	return text.String()
}

func writeHomeWizard(start, step int64, amounts []amount) string {
	at := inZone("Europe/Amsterdam", "2006-01-02 15:04")
	var text strings.Builder
	text.WriteString("time,Import T1 kWh,Import T2 kWh,Export T1 kWh,Export T2 kWh,L1 max W\n")
	for i, register := range registers(amounts) {
		fmt.Fprintf(&text, "%s,%s,0.250,%s,7,99\n", at(start+int64(i)*step), thousandths(register.imported, "."), thousandths(register.exported, "."))
	}
	return text.String()
}

// registers are the running sums, with that at the start.
func registers(amounts []amount) []amount {
	sums := []amount{{imported: 123_456, exported: 7}}
	for _, a := range amounts {
		last := sums[len(sums)-1]
		sums = append(sums, amount{last.imported + a.imported, last.exported + a.exported})
	}
	return sums
}

func writeNEM12(start, step int64, amounts []amount) string {
	var text strings.Builder
	text.WriteString(nemHeader)
	perDay := int(86_400 / step)
	for _, suffix := range []string{"E1", "B1"} {
		text.WriteString(nemRegister("m", suffix, "KWH"))
		for i := 0; i < len(amounts); i += perDay {
			fmt.Fprintf(&text, "300,%s", time.Unix(start+36_000+int64(i)*step, 0).UTC().Format("20060102"))
			for _, a := range amounts[i : i+perDay] {
				value := a.imported
				if suffix == "B1" {
					value = a.exported
				}
				fmt.Fprintf(&text, ",%s", thousandths(value, "."))
			}
			text.WriteString(",A,,,,\n")
		}
	}
	text.WriteString("900\n")
	return text.String()
}

func writeGreenButton(start, step int64, amounts []amount) string {
	var forward, reverse []string
	for i, a := range amounts {
		from := start + int64(i)*step
		forward = append(forward, gbReading(from, strconv.FormatUint(a.imported, 10)))
		if a.exported > 0 {
			reverse = append(reverse, gbReading(from, strconv.FormatUint(a.exported*1_000, 10)))
		}
	}
	return gbFeed(gbPoint("01"), gbMeterReading("01", "1", "1"), gbReadingType("1", gbFields("1", "0", "72")), gbIntervals("01", "1", forward...),
		gbMeterReading("01", "2", "2"), gbReadingType("2", gbFields("19", "-3", "72")), gbIntervals("01", "2", reverse...))
}
