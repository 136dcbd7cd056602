package meterdata

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// GreenButtonEntries returns what a feed holds before its links are followed.
func GreenButtonEntries(text string) (any, error) {
	g := newGreenButton(bufio.NewReaderSize(strings.NewReader(text), maxLine), Options{})
	err := g.feed()
	e := g.entries
	end := 0 // without the intervals of an entry that broke off
	for _, b := range e.blocks {
		end = b.to
	}
	e.intervals = append([]gbInterval(nil), e.intervals[:end]...)
	return e, err
}

// slowInterval is an IntervalReading that encoding/xml decodes.
type slowInterval struct{ gbInterval }

// UnmarshalXML notes the line, which the decoder does not do by itself.
func (r *slowInterval) UnmarshalXML(d *xml.Decoder, start xml.StartElement) error {
	r.line, _ = d.InputPos()
	var element struct {
		Start    string `xml:"timePeriod>start"`
		Duration string `xml:"timePeriod>duration"`
		Value    string `xml:"value"`
	}
	err := d.DecodeElement(&element, &start)
	r.value = element.Value
	r.period([]byte(element.Start), []byte(element.Duration))
	return err
}

// SlowGreenButtonEntries returns the same as GreenButtonEntries, decoded with encoding/xml alone.
func SlowGreenButtonEntries(text string) (any, error) {
	e := gbEntries{types: map[string]gbType{}}
	decoder := xml.NewDecoder(strings.NewReader(text))
	decoder.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
	for {
		token, err := decoder.Token()
		if err != nil {
			return e, err
		}
		line, _ := decoder.InputPos()
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "entry" {
			if err := e.slowEntry(decoder, start, line); err != nil {
				return e, errors.Join(errors.New("expected an entry of a Green Button feed"), err)
			}
		}
	}
}

func (e *gbEntries) slowEntry(decoder *xml.Decoder, start xml.StartElement, line int) error {
	var entry struct {
		Links []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"link"`
		Content struct {
			UsagePoint   *struct{} `xml:"UsagePoint"`
			MeterReading *struct{} `xml:"MeterReading"`
			ReadingType  *struct {
				Accumulation string `xml:"accumulationBehaviour"`
				Qualifier    string `xml:"dataQualifier"`
				Direction    string `xml:"flowDirection"`
				Multiplier   string `xml:"powerOfTenMultiplier"`
				Uom          string `xml:"uom"`
			} `xml:"ReadingType"`
			Blocks []struct {
				Readings []slowInterval `xml:"IntervalReading"`
			} `xml:"IntervalBlock"`
		} `xml:"content"`
	}
	if err := decoder.DecodeElement(&entry, &start); err != nil {
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
	switch {
	case entry.Content.UsagePoint != nil:
		e.points = append(e.points, links)
	case entry.Content.MeterReading != nil:
		e.readings = append(e.readings, links)
	case entry.Content.ReadingType != nil:
		e.types[links.self] = gbType(*entry.Content.ReadingType)
	}
	for _, b := range entry.Content.Blocks {
		from := len(e.intervals)
		for _, r := range b.Readings {
			e.intervals = append(e.intervals, r.gbInterval)
		}
		e.blocks = append(e.blocks, gbBlock{line, up, from, len(e.intervals)})
	}
	return nil
}

// SortRuns sorts.
func SortRuns(values []int, compare func(a, b int) int) []int { return sortRuns(values, compare) }
