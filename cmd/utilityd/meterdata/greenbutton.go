package meterdata

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
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
// UsagePoint, else the last part of its link. Readings are held until the end of the feed, where the last ReadingType may be: about
// 150 bytes for each.
type greenButton struct {
	xml     *markup
	name    string
	base    string
	err     error
	read    bool
	entries gbEntries
	amounts []gbAmount // meter by meter and in the order of time, without those of the last interval
	ready   []result   // of the last interval
	given   int        // how many of them Next has returned

	start, duration []byte // of the last reading
}

// gbEntries are the resources of a feed.
type gbEntries struct {
	points    []gbLinks
	readings  []gbLinks
	types     map[string]gbType // by their own link
	blocks    []gbBlock
	intervals []gbInterval // of all blocks, one behind the other
}

// gbLinks are the links of one resource.
type gbLinks struct {
	self    string
	related []string
}

// gbType is a ReadingType.
type gbType struct{ Accumulation, Qualifier, Direction, Multiplier, Uom string }

// gbBlock is an IntervalBlock.
type gbBlock struct {
	line     int
	up       string
	from, to int // its intervals
}

// gbInterval is an IntervalReading.
type gbInterval struct {
	line       int
	start, end int64
	value      string
	problem    string // why the interval cannot be used
}

func newGreenButton(text *bufio.Reader, o Options) *greenButton {
	return &greenButton{xml: newMarkup(text), name: o.Meter, entries: gbEntries{types: map[string]gbType{}}}
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
	if g.given == len(g.ready) && len(g.amounts) > 0 {
		g.join()
	}
	if g.given == len(g.ready) {
		if g.err == nil {
			g.err = io.EOF
		}
		return Record{}, g.err
	}
	next := g.ready[g.given]
	g.given++
	if next.err != nil {
		return Record{}, next.err
	}
	return next.record, nil
}

// feed reads entry by entry until the end.
func (g *greenButton) feed() error {
	for {
		starts := g.xml.next()
		if errors.Is(g.xml.err, io.EOF) {
			return g.xml.err
		}
		if g.xml.err != nil {
			return fmt.Errorf("line %d: expected a Green Button feed: %w", g.xml.line, g.xml.err)
		}
		if starts && string(g.xml.name()) == "entry" {
			line := g.xml.line
			if err := g.entry(); err != nil {
				return fmt.Errorf("line %d: expected an entry of a Green Button feed: %w", line, err)
			}
		}
	}
}

// entry reads an entry: links, and one resource as its content.
func (g *greenButton) entry() error {
	var (
		links          gbLinks
		blocks         []gbBlock
		kind           *gbType
		point, reading bool
	)
	up, line, depth := "", g.xml.line, g.xml.depth()
	for g.xml.child(depth) {
		switch string(g.xml.name()) {
		case "link":
			switch rel, href := g.link(); rel {
			case "self":
				links.self = href
			case "up":
				up = href
			case "related":
				links.related = append(links.related, href)
			}
		case "content":
			for g.xml.child(depth + 1) {
				switch string(g.xml.name()) {
				case "UsagePoint":
					point = true
				case "MeterReading":
					reading = true
				case "ReadingType":
					if kind == nil {
						kind = &gbType{}
					}
					g.readingType(kind)
				case "IntervalBlock":
					blocks = append(blocks, g.block())
				}
			}
		}
	}
	if g.xml.err != nil {
		return g.xml.err
	}
	e := &g.entries
	switch {
	case point:
		e.points = append(e.points, links)
	case reading:
		e.readings = append(e.readings, links)
	case kind != nil:
		e.types[links.self] = *kind
	}
	for _, b := range blocks {
		b.line, b.up = line, up // which may stand behind the content
		e.blocks = append(e.blocks, b)
	}
	return nil
}

// link returns the attributes of a link.
func (g *greenButton) link() (rel, href string) {
	for _, a := range g.xml.attributes {
		switch string(a.name) {
		case "rel":
			rel = string(a.value)
		case "href":
			href = strings.TrimRight(string(a.value), "/")
		}
	}
	return rel, href
}

func (g *greenButton) readingType(t *gbType) {
	for depth := g.xml.depth(); g.xml.child(depth); {
		switch string(g.xml.name()) {
		case "accumulationBehaviour":
			t.Accumulation = string(g.xml.content())
		case "dataQualifier":
			t.Qualifier = string(g.xml.content())
		case "flowDirection":
			t.Direction = string(g.xml.content())
		case "powerOfTenMultiplier":
			t.Multiplier = string(g.xml.content())
		case "uom":
			t.Uom = string(g.xml.content())
		}
	}
}

// block reads the intervals of an IntervalBlock.
func (g *greenButton) block() (b gbBlock) {
	e := &g.entries
	b.from = len(e.intervals)
	for depth := g.xml.depth(); g.xml.child(depth); {
		if string(g.xml.name()) == "IntervalReading" {
			if len(e.intervals) == cap(e.intervals) {
				e.intervals = slices.Grow(e.intervals, len(e.intervals)+1) // append would copy more often
			}
			e.intervals = append(e.intervals, gbInterval{line: g.xml.line})
			g.interval(&e.intervals[len(e.intervals)-1])
		}
	}
	b.to = len(e.intervals)
	return b
}

func (g *greenButton) interval(r *gbInterval) {
	g.start, g.duration = g.start[:0], g.duration[:0]
	for depth := g.xml.depth(); g.xml.child(depth); {
		switch string(g.xml.name()) {
		case "timePeriod":
			for g.xml.child(depth + 1) {
				switch string(g.xml.name()) {
				case "start":
					g.start = append(g.start[:0], g.xml.content()...)
				case "duration":
					g.duration = append(g.duration[:0], g.xml.content()...)
				}
			}
		case "value":
			r.value = string(g.xml.content())
		}
	}
	r.period(g.start, g.duration)
}

// period reads the time.
func (r *gbInterval) period(start, duration []byte) {
	from, err := strconv.ParseInt(string(bytes.TrimSpace(start)), 10, 64)
	length, err2 := strconv.ParseInt(string(bytes.TrimSpace(duration)), 10, 64)
	if err != nil || err2 != nil || from <= 0 || from > 1<<40 || length <= 0 || length > longest {
		r.problem = fmt.Sprintf("timePeriod: expected a start and a duration in seconds, got %.20q and %.20q", start, duration)
		return
	}
	r.start, r.end = from, from+length
}

// readingOf finds the MeterReading of a block: the block's collection is below it, or is one of its related links.
func (e *gbEntries) readingOf(up string) (gbLinks, bool) {
	for _, r := range e.readings {
		if r.self+"/IntervalBlock" == up || r.self == up || contains(r.related, up) {
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
