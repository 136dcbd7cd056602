package meterdata_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// gbEntry is one entry of a feed.
func gbEntry(self, up string, related []string, content string) string {
	links := fmt.Sprintf(`<link rel="self" href="%s"/><link rel="up" href="%s"/>`, self, up)
	for _, href := range related {
		links += fmt.Sprintf(`<link rel="related" href="%s"/>`, href)
	}
	return "<entry>" + links + "<title>made up</title>\n<content>" + content + "</content></entry>\n"
}

func gbPoint(id string) string {
	return gbEntry("User/1/UsagePoint/"+id, "User/1/UsagePoint", []string{"User/1/UsagePoint/" + id + "/MeterReading"}, `<espi:UsagePoint><espi:ServiceCategory/></espi:UsagePoint>`)
}

func gbMeterReading(point, id, kind string) string {
	self := "User/1/UsagePoint/" + point + "/MeterReading/" + id
	return gbEntry(self, "User/1/UsagePoint/"+point+"/MeterReading", []string{self + "/IntervalBlock", "ReadingType/" + kind}, `<espi:MeterReading/>`)
}

func gbReadingType(id, fields string) string {
	return gbEntry("ReadingType/"+id, "ReadingType", nil, "<espi:ReadingType>"+fields+"</espi:ReadingType>")
}

func gbFields(direction, multiplier, uom string) string {
	return fmt.Sprintf("<espi:accumulationBehaviour>4</espi:accumulationBehaviour><espi:flowDirection>%s</espi:flowDirection>"+
		"<espi:powerOfTenMultiplier>%s</espi:powerOfTenMultiplier><espi:uom>%s</espi:uom>", direction, multiplier, uom)
}

func gbIntervals(point, id string, readings ...string) string {
	up := "User/1/UsagePoint/" + point + "/MeterReading/" + id + "/IntervalBlock"
	return gbEntry(up+"/1", up, nil, "<espi:IntervalBlock><espi:interval><espi:duration>86400</espi:duration><espi:start>1795132800</espi:start></espi:interval>\n"+
		strings.Join(readings, "\n")+"</espi:IntervalBlock>")
}

func gbReading(start int64, value string) string {
	return fmt.Sprintf("<espi:IntervalReading><espi:cost>10</espi:cost><espi:timePeriod><espi:duration>900</espi:duration><espi:start>%d</espi:start></espi:timePeriod>"+
		"<espi:value>%s</espi:value></espi:IntervalReading>", start, value)
}

func gbFeed(entries ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:espi="http://naesb.org/espi">` + "\n" +
		strings.Join(entries, "") + "</feed>\n"
}

func TestGreenButton(t *testing.T) {
	const at, next = 1_795_132_800, 1_795_133_700
	forward, reverse := gbReadingType("1", gbFields("1", "0", "72")), gbReadingType("2", gbFields("19", "3", "72"))
	tests := []struct {
		name    string
		text    string
		options meterdata.Options

		want    map[string]total
		records int
		unit    string
		refused []string
		wantErr string
	}{
		{
			name: "the two directions of an interval are one record, whatever the order of the entries",
			text: gbFeed(gbPoint("01"), gbMeterReading("01", "1", "1"), gbIntervals("01", "1", gbReading(at, "300"), gbReading(next, "200")),
				gbMeterReading("01", "2", "2"), gbIntervals("01", "2", gbReading(at, "1")), reverse, forward),
			want: map[string]total{"01": {"500", "1000"}}, records: 2, unit: "Wh",
		},
		{
			name: "the only meter has the name that was given", options: meterdata.Options{Meter: "roof"},
			text: gbFeed(gbPoint("01"), gbMeterReading("01", "1", "1"), forward, gbIntervals("01", "1", gbReading(at, "300"))),
			want: map[string]total{"roof": {"300", "0"}}, records: 1, unit: "Wh",
		},
		{
			name: "meters are identified by their links",
			text: gbFeed(forward, gbPoint("01"), gbPoint("02"), gbMeterReading("02", "1", "1"), gbMeterReading("01", "1", "1"),
				gbIntervals("02", "1", gbReading(at, "2")), gbIntervals("01", "1", gbReading(at, "1"))),
			want: map[string]total{"01": {"1", "0"}, "02": {"2", "0"}}, records: 2, unit: "Wh",
		},
		{
			name: "a net reading is import or export",
			text: gbFeed(gbPoint("01"), gbMeterReading("01", "1", "1"), gbReadingType("1", gbFields("4", "-3", "72")), gbIntervals("01", "1", gbReading(at, "1500"), gbReading(next, "-500"))),
			want: map[string]total{"01": {"1.5", "0.5"}}, records: 2, unit: "Wh",
		},
		{
			name: "water in thousandths of a cubic metre",
			text: gbFeed(gbPoint("w"), gbMeterReading("w", "1", "1"), gbReadingType("1", gbFields("1", "-3", "42")), gbIntervals("w", "1", gbReading(at, "250"))),
			want: map[string]total{"w": {"250", "0"}}, records: 1, unit: "l",
		},
		{
			name: "power, reactive energy and greatest values are passed over",
			text: gbFeed(gbPoint("01"), gbMeterReading("01", "1", "1"), forward, gbIntervals("01", "1", gbReading(at, "300")),
				gbMeterReading("01", "2", "3"), gbReadingType("3", gbFields("1", "0", "38")), gbIntervals("01", "2", gbReading(at, "9")),
				gbMeterReading("01", "4", "5"), gbReadingType("5", gbFields("1", "0", "72")+"<espi:dataQualifier>8</espi:dataQualifier>"), gbIntervals("01", "4", gbReading(at, "9"))),
			want: map[string]total{"01": {"300", "0"}}, records: 1, unit: "Wh",
		},
		{
			name: "a reading that cannot be used costs both directions of its interval",
			text: gbFeed(gbPoint("01"), forward, reverse, gbMeterReading("01", "1", "1"), gbMeterReading("01", "2", "2"),
				gbIntervals("01", "1", gbReading(at, "300"), gbReading(next, "x"), gbReading(0, "1")), gbIntervals("01", "2", gbReading(at, "1"), gbReading(next, "1"))),
			want: map[string]total{"01": {"300", "1000"}}, records: 1, unit: "Wh",
			refused: []string{
				`line 17, meter 01: timePeriod: expected a start and a duration in seconds, got "0" and "900"`,
				`line 16, meter 01: value: expected a number, got "x"`,
				`line 21, meter 01: expected both directions of the interval: value: expected a number, got "x"`,
			},
		},
		{
			name: "a negative reading of one direction cannot be used",
			text: gbFeed(gbPoint("01"), gbMeterReading("01", "1", "1"), forward, gbIntervals("01", "1", gbReading(at, "-3"))),
			want: map[string]total{}, unit: "Wh",
			refused: []string{`line 11, meter 01: value: expected 0 or more, got "-3"`},
		},
		{
			name: "a doubled reading is two records",
			text: gbFeed(gbPoint("01"), gbMeterReading("01", "1", "1"), forward, gbIntervals("01", "1", gbReading(at, "3"), gbReading(at, "3"))),
			want: map[string]total{"01": {"6", "0"}}, records: 2, unit: "Wh",
		},
		{name: "registers", text: gbFeed(gbMeterReading("01", "1", "1"), gbReadingType("1", "<uom>72</uom><accumulationBehaviour>3</accumulationBehaviour>"), gbIntervals("01", "1")), wantErr: "expected amounts (accumulationBehaviour 4)"},
		{name: "energy and water in one feed", text: gbFeed(gbPoint("01"), forward, gbReadingType("2", gbFields("1", "0", "42")), gbMeterReading("01", "1", "1"), gbMeterReading("01", "2", "2"), gbIntervals("01", "1"), gbIntervals("01", "2")), wantErr: "expected a feed of Wh, got l too"},
		{name: "a multiplier that is none", text: gbFeed(gbMeterReading("01", "1", "1"), gbReadingType("1", gbFields("1", "99", "72")), gbIntervals("01", "1")), wantErr: "expected a powerOfTenMultiplier from -12 to 12"},
		{name: "a direction that is none", text: gbFeed(gbMeterReading("01", "1", "1"), gbReadingType("1", gbFields("2", "0", "72")), gbIntervals("01", "1")), wantErr: "expected a flowDirection 1, 4 or 19"},
		{name: "a block of nothing", text: gbFeed(gbPoint("01"), forward, gbIntervals("01", "1")), wantErr: "expected a MeterReading for the block"},
		{name: "a reading of no type", text: gbFeed(gbMeterReading("01", "1", "1"), gbIntervals("01", "1")), wantErr: "expected a ReadingType for the MeterReading"},
		{name: "no blocks", text: gbFeed(gbPoint("01")), wantErr: "expected a Green Button feed with an IntervalBlock, got none"},
		{name: "half a feed", text: "<feed><entry>", wantErr: "line 1: expected an entry of a Green Button feed"},
		{name: "no XML", text: "<<", wantErr: "expected a Green Button feed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := read(tt.text, tt.options)
			if tt.wantErr != "" {
				require.ErrorContains(t, err, tt.wantErr)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.want, c.totals)
			require.Len(t, c.records, tt.records)
			require.Equal(t, tt.refused, c.reasons())
			require.Equal(t, tt.unit, c.format.Unit.Base())
			for _, r := range c.records {
				require.Equal(t, tt.unit == "l", r.Litres)
			}
		})
	}
}

// TestGreenButtonInUTF16 reads a feed that declares the encoding it had before decode.
func TestGreenButtonInUTF16(t *testing.T) {
	feed := gbFeed(gbPoint("ü"), gbMeterReading("ü", "1", "1"), gbReadingType("1", gbFields("1", "0", "72")), gbIntervals("ü", "1", gbReading(1_795_132_800, "300")))
	for _, mark := range []string{"", "\ufeff"} {
		c := mustRead(t, wide(mark+strings.Replace(feed, "UTF-8", "UTF-16", 1), true), meterdata.Options{})
		require.Equal(t, map[string]total{"ü": {"300", "0"}}, c.totals)
	}
}
