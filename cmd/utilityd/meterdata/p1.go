package meterdata

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// P1Options holds the settings that a telegram of a P1 port leaves open.
type P1Options struct {
	// Zone is the time zone of the meter; nil is Europe/Amsterdam, which equals those of Belgium, Luxembourg and Sweden.
	Zone *time.Location
	// Names renames meters: the identifier in the telegram gives the name.
	Names map[string]string
	// Meter is the name of the main meter; empty takes its identifier, or the first line of a telegram that has none.
	Meter string
	// AllowNoCRC accepts telegrams that end with "!" alone, as those of DSMR 2 and 3 do.
	AllowNoCRC bool
	// Now is the clock for telegrams without time, as those of DSMR 2 and 3 are; nil refuses them.
	Now func() time.Time
}

// NewP1 reads telegrams of P1 ports: DSMR 2 to 5 (Netherlands), eMUCS-P1 (Belgium), and their relatives in Luxembourg, Sweden,
// Switzerland and elsewhere. Each telegram yields the registers of the main meter (1.8.0 and 2.8.0, else the sums of the tariffs)
// and those of its gas and water meters, each with its own name and time, in litres; heat and other M-Bus devices are skipped.
// A gas meter is a meter of the medium OTHER on the chain. A reading of a sub-meter that is repeated is yielded once.
//
// A telegram that fails its CRC-16/ARC is a RowError, and so is one that is cut off or has no end. Bytes before the
// first telegram are skipped: a program that begins to listen usually begins in the middle of one.
func NewP1(r io.Reader, o P1Options) Reader { return newP1(bufio.NewReader(r), o) }

func newP1(in *bufio.Reader, o P1Options) *p1 {
	if o.Zone == nil {
		o.Zone = amsterdam
	}
	p := &p1{o: o, start: true}
	p.framed = framed{in: in, frame: p.telegram, decode: p.check}
	return p
}

var amsterdam = mustZone("Europe/Amsterdam")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // the zones are compiled in
	}
	return zone
}

// Format describes the input.
func (p *p1) Format() Format {
	return Format{Name: P1, Layout: P1, Unit: WattHour, Zone: p.o.Zone.String(), Meter: p.o.Meter}
}

type p1 struct {
	framed
	o P1Options
	// start is true before the first telegram and behind a lost one, where bytes of no telegram are expected.
	start bool
	// opened is true if the "/" of the next telegram was read already, by which the last one was cut off.
	opened bool
	buffer []byte
	// last is the last reading of the sub-meter of each M-Bus channel.
	last [maxChannel + 1]Record
}

// telegram reads from "/" to the checksum behind "!".
func (p *p1) telegram() (content []byte, problem string, err error) {
	stray := false
	for !p.opened {
		b, err := p.in.ReadByte()
		if err != nil {
			return nil, "", err
		}
		p.opened = b == '/'
		stray = stray || !p.opened && !p.start && b != 0 && b != ' ' && b != '\r' && b != '\n'
	}
	p.start = false
	if stray {
		return nil, noise, nil // the "/" stays read: the next call continues with the telegram
	}
	p.opened = false
	p.buffer = append(p.buffer[:0], '/')
	for {
		b, err := p.in.ReadByte()
		if err != nil {
			return within(err)
		}
		lineBegins := p.buffer[len(p.buffer)-1] == '\n'
		switch {
		case lineBegins && b == '/':
			p.opened = true
			return nil, cutByNext, nil
		case len(p.buffer) == maxFrame:
			p.start = true
			return nil, tooLong, nil
		}
		p.buffer = append(p.buffer, b)
		if lineBegins && b == '!' {
			return p.buffer, "", p.checksum()
		}
	}
}

// checksum appends the hex digits behind "!" to the buffer.
func (p *p1) checksum() error {
	for range 4 {
		b, err := p.in.ReadByte()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if !strings.ContainsRune("0123456789abcdefABCDEF", rune(b)) {
			return p.in.UnreadByte()
		}
		p.buffer = append(p.buffer, b)
	}
	return nil
}

// check decodes a telegram if its checksum is right. A telegram that was cut off in the middle of a line hides the start of the
// next one: the last "/" is tried before both are given up.
func (p *p1) check(content []byte) {
	end := bytes.LastIndexByte(content, '!')
	body, digits := content[:end+1], string(content[end+1:])
	if digits == "" && p.o.AllowNoCRC {
		p.read(body, false)
		return
	}
	want, err := strconv.ParseUint(digits, 16, 16)
	if len(digits) != 4 || err != nil {
		p.refuse("", fmt.Sprintf("expected 4 hex digits of a CRC behind !, got %q: telegrams of DSMR 2 and 3 have none and need "+
			"--allow-no-crc", digits))
		return
	}
	got := crc16(arc, 0, body)
	if got == uint16(want) {
		p.read(body, true)
		return
	}
	p.refuse("", fmt.Sprintf("expected a telegram with the CRC %04X, got one with %04X: lost or changed on its way", want, got))
	if again := bytes.LastIndexByte(body, '/'); again > 0 && crc16(arc, 0, body[again:]) == uint16(want) {
		p.read(body[again:], true)
	}
}
