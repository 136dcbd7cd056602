package meterdata

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// greenButton reads a Green Button file: an Atom feed whose entries are the resources of the Energy Services Provider Interface
// (NAESB REQ.21 ESPI). Links between the entries lead from an IntervalBlock to its MeterReading, from there to the ReadingType
// with unit, multiplier and direction, and to the UsagePoint. Sources: the schema espi.xsd of NAESB, and the technical notes of
// the Green Button Alliance on powerOfTenMultiplier and on Atom and ESPI.
//
// Read are amounts (accumulationBehaviour 4 or none) in Wh or of water; direction 1, or none, is import, 19 is export, and 4 is
// the difference of both. Other units are passed over. The two directions of an interval make one record; one that is not
// reported is 0. Times are Unix seconds, as the schema demands. The name of a meter is Options.Meter if the file has one
// UsagePoint, else the last part of its link. Entries are decoded one at a time; their readings are held until the end of the
// feed, where the last ReadingType may be: about 100 bytes for each.
type greenButton struct {
	decoder *xml.Decoder
	name    string
	base    string
	err     error
	read    bool
	entries gbEntries
	ready   []result
}

// gbEntries are the resources of a feed.
type gbEntries struct {
	points   []gbLinks
	readings []gbLinks
	types    map[string]gbType // by their own link
	blocks   []gbBlock
}

// gbLinks are the links of one resource.
type gbLinks struct {
	self    string
	related []string
}

// gbType is a ReadingType.
type gbType struct {
	Accumulation string `xml:"accumulationBehaviour"`
	Qualifier    string `xml:"dataQualifier"`
	Direction    string `xml:"flowDirection"`
	Multiplier   string `xml:"powerOfTenMultiplier"`
	Uom          string `xml:"uom"`
}

// gbBlock is an IntervalBlock.
type gbBlock struct {
	line     int
	up       string
	readings []gbReading
}

// gbReading is an IntervalReading.
type gbReading struct {
	line                   int
	start, duration, value string
}

// UnmarshalXML notes the line, which the decoder does not do by itself.
func (r *gbReading) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	r.line, _ = d.InputPos()
	var element struct {
		Start    string `xml:"timePeriod>start"`
		Duration string `xml:"timePeriod>duration"`
		Value    string `xml:"value"`
	}
	err := d.DecodeElement(&element, &start)
	r.start, r.duration, r.value = element.Start, element.Duration, element.Value
	return err
}

func newGreenButton(r io.Reader, o Options) *greenButton {
	g := &greenButton{decoder: xml.NewDecoder(r), name: o.Meter}
	g.decoder.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil } // UTF-16 is UTF-8 by now
	g.entries.types = map[string]gbType{}
	return g
}

// Format returns the name, and the unit once the feed has been read.
func (g *greenButton) Format() Format {
	return Format{Name: GreenButton, Layout: GreenButton, Unit: Unit(g.base), Meter: g.name}
}

// Next returns the next interval, meter by meter and in the order of time.
func (g *greenButton) Next() (Record, error) {
	if !g.read {
		g.read = true
		if g.err = g.feed(); errors.Is(g.err, io.EOF) {
			g.err = g.resolve()
		}
	}
	if len(g.ready) == 0 {
		if g.err == nil {
			g.err = io.EOF
		}
		return Record{}, g.err
	}
	first := g.ready[0]
	g.ready = g.ready[1:]
	if first.err != nil {
		return Record{}, first.err
	}
	return first.record, nil
}

// feed decodes entry by entry until the end.
func (g *greenButton) feed() error {
	for {
		token, err := g.decoder.Token()
		line, _ := g.decoder.InputPos()
		if errors.Is(err, io.EOF) {
			return err
		}
		if err != nil {
			return fmt.Errorf("line %d: expected a Green Button feed: %w", line, err)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "entry" {
			if err := g.entry(start, line); err != nil {
				return fmt.Errorf("line %d: expected an entry of a Green Button feed: %w", line, err)
			}
		}
	}
}

func (g *greenButton) entry(start xml.StartElement, line int) error {
	var entry struct {
		Links []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"link"`
		Content struct {
			UsagePoint   *struct{} `xml:"UsagePoint"`
			MeterReading *struct{} `xml:"MeterReading"`
			ReadingType  *gbType   `xml:"ReadingType"`
			Blocks       []struct {
				Readings []gbReading `xml:"IntervalReading"`
			} `xml:"IntervalBlock"`
		} `xml:"content"`
	}
	if err := g.decoder.DecodeElement(&entry, &start); err != nil {
		return err
	}
	var links gbLinks
	up := ""
	for _, link := range entry.Links {
		href := strings.TrimRight(link.Href, "/")
		switch link.Rel {
		case "self":
			links.self = href
		case "up":
			up = href
		case "related":
			links.related = append(links.related, href)
		}
	}
	e := &g.entries
	switch {
	case entry.Content.UsagePoint != nil:
		e.points = append(e.points, links)
	case entry.Content.MeterReading != nil:
		e.readings = append(e.readings, links)
	case entry.Content.ReadingType != nil:
		e.types[links.self] = *entry.Content.ReadingType
	}
	for _, b := range entry.Content.Blocks {
		e.blocks = append(e.blocks, gbBlock{line, up, b.Readings})
	}
	return nil
}

// readingOf finds the MeterReading of a block: the block's collection is below it, or is one of its related links.
func (e *gbEntries) readingOf(b gbBlock) (gbLinks, bool) {
	for _, r := range e.readings {
		if r.self+"/IntervalBlock" == b.up || r.self == b.up || contains(r.related, b.up) {
			return r, true
		}
	}
	if len(e.readings) == 1 {
		return e.readings[0], true
	}
	return gbLinks{}, false
}

// typeOf finds the ReadingType of a MeterReading.
func (e *gbEntries) typeOf(r gbLinks) (gbType, bool) {
	for _, href := range r.related {
		if t, ok := e.types[href]; ok {
			return t, true
		}
	}
	if len(e.types) == 1 {
		for _, t := range e.types {
			return t, true
		}
	}
	return gbType{}, false
}

// pointOf finds the UsagePoint of a MeterReading; the first one if there is no other.
func (e *gbEntries) pointOf(r gbLinks) (index int, ok bool) {
	for i, p := range e.points {
		if strings.HasPrefix(r.self, p.self+"/") || contains(p.related, r.self) || contains(p.related, parent(r.self)) {
			return i, true
		}
	}
	return 0, len(e.points) <= 1
}

func contains(links []string, link string) bool {
	for _, l := range links {
		if l == link && link != "" {
			return true
		}
	}
	return false
}

func parent(href string) string {
	if i := strings.LastIndexByte(href, '/'); i >= 0 {
		return href[:i]
	}
	return ""
}

// gbUnits are the codes of units that are read; the multiplier comes on top.
var gbUnits = map[string]Unit{
	"72": WattHour, "42": CubicMetre, "119": CubicFoot, "128": Gallon, "130": ImperialGallon, "134": Litre,
}

// unitOf returns the unit of a type and its power of ten; ok is false for a type that is no amount of energy or water.
func (t gbType) unitOf() (unit measure, shift int, ok bool, err error) {
	name, known := gbUnits[strings.TrimSpace(t.Uom)]
	minimum, maximum := "9", "8"
	if q := strings.TrimSpace(t.Qualifier); !known || q == minimum || q == maximum {
		return measure{}, 0, false, nil
	}
	unit, _ = measureOf(string(name))
	if text := strings.TrimSpace(t.Multiplier); text != "" {
		if shift, err = strconv.Atoi(text); err != nil || shift < -12 || shift > 12 {
			return unit, 0, true, fmt.Errorf("expected a powerOfTenMultiplier from -12 to 12, got %q", t.Multiplier)
		}
	}
	switch strings.TrimSpace(t.Accumulation) {
	case "", "0", "4":
		return unit, shift, true, nil
	default:
		return unit, 0, true, fmt.Errorf("expected amounts (accumulationBehaviour 4), got %q", t.Accumulation)
	}
}
