package live

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

const (
	// maxPayload bounds a message; the longest ones of meters have a few kilobytes.
	maxPayload = 64 << 10
	// defaultPairSeconds is twice the minute in which ESPHome publishes.
	defaultPairSeconds = 120
)

// message is one message of a broker.
type message struct {
	number   int
	topic    string
	payload  []byte
	retained bool
	received time.Time
}

// messages turns messages into records by a mapping.
type messages struct {
	topics []Topic
	zones  []*time.Location
	pairs  map[pairKey]*pair
}

// pairKey names the meter of a mapped topic.
type pairKey struct {
	topic int
	meter string
}

// pair holds the registers of a meter that come in messages of their own, index 0 for import and 1 for export.
type pair struct {
	quantity [2]meterdata.Quantity
	at       [2]int64
	// fresh is true for a register that came after the last record.
	fresh [2]bool
	// since is the time of the first message.
	since int64
}

// newMessages takes a mapping that was checked.
func newMessages(m Mapping) (*messages, error) {
	d := &messages{topics: m.Topics, zones: make([]*time.Location, len(m.Topics)), pairs: map[pairKey]*pair{}}
	for i, t := range m.Topics {
		if t.Zone == "" {
			continue
		}
		var err error
		if d.zones[i], err = time.LoadLocation(t.Zone); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// read calls emit for each record of a message and refuse for each part that makes no sense. A message without any of the
// registers of the mapping is not about a meter and is skipped, and so is a retained one without time.
func (m *messages) read(msg message, emit func(meterdata.Record) error, refuse func(*meterdata.RowError)) error {
	for i, t := range m.topics {
		for direction, filter := range t.filters() {
			level, ok := matches(filter, msg.topic)
			if !ok || msg.retained && t.Time == "" {
				continue
			}
			r, found, err := m.record(i, direction, level, msg)
			if err != nil {
				refuse(&meterdata.RowError{Line: msg.number, Meter: r.Meter, Reason: fmt.Sprintf("topic %s: %v", msg.topic, err)})
				continue
			}
			if !found {
				continue
			}
			if err := emit(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// record reads the registers of a message. Direction 1 is that of the topic for export.
func (m *messages) record(index, direction int, level string, msg message) (r meterdata.Record, found bool, err error) {
	t := m.topics[index]
	body, err := decode(msg.payload)
	if err != nil {
		return r, false, err
	}
	r = meterdata.Record{Line: msg.number, Kind: meterdata.Registers, Single: t.Register != "", Litres: meterdata.Unit(t.Unit).Base() == meterdata.Litre.Base()}
	if r.Meter, err = t.name(level, body); err != nil {
		return r, false, err
	}
	paths := [2]string{t.Import + t.Register, t.Export} // one of Import and Register is empty
	if t.ExportTopic != "" {
		paths[1-direction] = ""
	}
	quantities, missing := [2]meterdata.Quantity{}, ""
	for i, path := range paths {
		value, ok := body.find(path)
		if path == "" || !ok {
			missing += path
			continue
		}
		if quantities[i], err = meterdata.ParseScaled(value, exponents[t.Unit]); err != nil {
			return r, false, fmt.Errorf("%s: %w", path, err)
		}
		found = true
	}
	if !found {
		return r, false, nil
	}
	if missing != "" {
		return r, false, fmt.Errorf(`expected %s, got none: a meter with one register needs "register" in the mapping`, missing)
	}
	if r.End, err = t.moment(body, m.zones[index], msg.received); err != nil {
		return r, false, err
	}
	if t.ExportTopic != "" {
		return m.paired(index, direction, r, quantities[direction])
	}
	r.Import, r.Export = quantities[0], quantities[1]
	return r, true, nil
}

// paired stores one register and yields both when each has come since the last record. The record has the later of the two
// times: at that moment the other register is the last one known.
func (m *messages) paired(index, direction int, r meterdata.Record, q meterdata.Quantity) (_ meterdata.Record, found bool, err error) {
	t := m.topics[index]
	key := pairKey{index, r.Meter}
	p := m.pairs[key]
	if p == nil {
		p = &pair{since: r.End}
		p.at = [2]int64{r.End, r.End}
		m.pairs[key] = p
	}
	p.quantity[direction], p.at[direction], p.fresh[direction] = q, r.End, true
	limit := t.PairSeconds
	if limit == 0 {
		limit = defaultPairSeconds
	}
	other := 1 - direction
	if apart := p.at[direction] - p.at[other]; apart > limit || apart < -limit {
		return r, false, fmt.Errorf("expected import and export within %d s (pair_seconds), got %s only", limit, [2]string{"import", "export"}[direction])
	}
	if !p.fresh[other] {
		return r, false, nil
	}
	p.fresh = [2]bool{}
	r.Import, r.Export, r.End = p.quantity[0], p.quantity[1], max(p.at[0], p.at[1])
	return r, true, nil
}

// name returns the name of the meter.
func (t Topic) name(level string, body document) (string, error) {
	name := t.Meter
	switch {
	case t.MeterPath != "":
		name, _ = body.find(t.MeterPath)
	case name == "":
		name = level
	}
	if name == "" {
		return "", fmt.Errorf("expected the name of the meter at %q, got none", t.MeterPath)
	}
	if renamed, ok := t.Names[name]; ok {
		name = renamed
	}
	return name, nil
}

// moment returns the time of a message. Of the two moments of the hour that comes twice it takes the last one before the receipt.
func (t Topic) moment(body document, zone *time.Location, received time.Time) (int64, error) {
	if t.Time == "" {
		return received.Unix(), nil
	}
	text, ok := body.find(t.Time)
	if !ok {
		return 0, fmt.Errorf("expected the time at %q, got none", t.Time)
	}
	if n, err := strconv.ParseInt(strings.SplitN(text, ".", 2)[0], 10, 64); err == nil {
		const milliseconds = 100_000_000_000 // the year 5138 in seconds
		if n >= milliseconds {
			n /= 1_000
		}
		return plausible(n, text)
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return plausible(at.Unix(), text)
	}
	wall, err := time.Parse("2006-01-02T15:04:05", strings.Replace(text, " ", "T", 1))
	if err != nil {
		return 0, fmt.Errorf("%s: expected a time such as 2026-11-20T12:00:00+01:00, or Unix seconds, got %.60q", t.Time, text)
	}
	if zone == nil {
		return 0, fmt.Errorf(`%s: expected a time with an offset, or "zone" in the mapping, got %.60q`, t.Time, text)
	}
	earliest, latest, err := meterdata.WallClock(wall, zone)
	if err != nil {
		return 0, err
	}
	if latest > received.Unix() {
		latest = earliest
	}
	return plausible(latest, text)
}

// plausible refuses the times of clocks that were never set.
func plausible(unix int64, text string) (int64, error) {
	const year2000, year2100 = 946_684_800, 4_102_444_800
	if unix < year2000 || unix >= year2100 {
		return 0, fmt.Errorf("expected a clock that is set, got %.60q", text)
	}
	return unix, nil
}

// document is a payload: JSON, or a text that is none.
type document struct {
	json any
	text string
}

// decode reads a payload. Numbers keep their digits.
func decode(payload []byte) (document, error) {
	if len(payload) > maxPayload {
		return document{}, fmt.Errorf("expected a payload of at most %d bytes, got %d", maxPayload, len(payload))
	}
	d := document{text: strings.TrimSpace(string(payload))}
	decoder := json.NewDecoder(bytes.NewReader(payload))
	decoder.UseNumber()
	if err := decoder.Decode(&d.json); err != nil {
		if strings.HasPrefix(d.text, "{") {
			return document{}, errors.New("expected whole JSON, got some that is cut off or malformed")
		}
		d.json = nil
	}
	return d, nil
}

// find returns the number or text at a path; null is none.
func (d document) find(path string) (string, bool) {
	if path == "." {
		return d.text, d.text != ""
	}
	at := d.json
	for step := range strings.SplitSeq(path, ".") {
		switch node := at.(type) {
		case map[string]any:
			at = node[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(node) {
				return "", false
			}
			at = node[i]
		default:
			return "", false
		}
	}
	switch leaf := at.(type) {
	case json.Number:
		return leaf.String(), true
	case string:
		return leaf, true
	}
	return "", false
}
