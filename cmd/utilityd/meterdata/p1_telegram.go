package meterdata

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
)

// maxChannel is the greatest M-Bus channel of a P1 port.
const maxChannel = 4

// tariffs is how many tariffs a meter can count apart.
const tariffs = 4

// Types of M-Bus devices that are read, as object 24.1.0 gives them.
const (
	gasMeter   = "3"
	waterMeter = "7"
)

// objects maps the OBIS codes of a telegram to the values in their parentheses. An object that comes twice has the values of
// both, which is one too many for any register.
type objects map[string][]string

// read yields the registers of a telegram. Without a checksum it is stricter about its lines.
func (p *p1) read(body []byte, checked bool) {
	first, rest, _ := strings.Cut(string(body[1:len(body)-1]), "\n")
	all, err := parseObjects(rest)
	if err != nil && !checked {
		p.refuse("", err.Error())
		return
	}
	meter := p.o.Meter
	if meter == "" {
		identifier, digits := all.identifier("0-0:96.1.1", "0-0:42.0.0")
		meter = renamed(p.o.Names, cmp.Or(identifier, strings.TrimSpace(first)), digits)
	}
	record, err := p.main(all, checked)
	if err != nil {
		p.refuse(meter, err.Error())
	} else {
		record.Meter = meter
		p.yield(record)
	}
	for channel := 1; channel <= maxChannel; channel++ {
		p.sub(all, channel)
	}
}

// parseObjects splits a telegram into objects. A line that begins with a parenthesis continues the line before it, as the gas
// readings of DSMR 2 do. A line of another form is an error; the objects are those of all other lines.
func parseObjects(text string) (all objects, err error) {
	all = objects{}
	code := ""
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		open := strings.IndexByte(line, '(')
		if open < 0 || line[len(line)-1] != ')' || open == 0 && code == "" {
			err = fmt.Errorf("expected lines such as 1-0:1.8.1(000427.708*kWh), got %.80q", line)
			continue
		}
		if open > 0 {
			code = strings.TrimSuffix(line[:open], "*255")
		}
		all[code] = append(all[code], strings.Split(line[open+1:len(line)-1], ")(")...)
	}
	return all, err
}

// identifier returns the first identifier that is there under one of the codes, as the text that it spells in hex and as it stands in
// the telegram; both are the latter if it spells none. An identifier of zeros is that of an empty place.
func (all objects) identifier(codes ...string) (decoded, digits string) {
	for _, code := range codes {
		values := all[code]
		if len(values) != 1 || strings.Trim(values[0], "0 ") == "" {
			continue
		}
		decoded, err := hex.DecodeString(values[0])
		text := strings.TrimSpace(string(decoded))
		if err != nil || text == "" || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) {
			return values[0], values[0]
		}
		return text, values[0]
	}
	return "", ""
}

// main reads the registers of the main meter.
func (p *p1) main(all objects, checked bool) (r Record, err error) {
	if values := all["0-0:1.0.0"]; len(values) > 0 {
		r.End, err = p1Clock(values[0], p.o.Zone)
	} else if p.o.Now != nil {
		r.End = p.o.Now().Unix()
	} else {
		err = errors.New("expected the time 0-0:1.0.0, got none: only a telegram that comes from a meter right now can do without")
	}
	if err != nil {
		return r, err
	}
	var imports, exports bool
	if r.Import, imports, err = all.energy("1-0:1.8.", checked); err != nil {
		return r, err
	}
	if r.Export, exports, err = all.energy("1-0:2.8.", checked); err != nil {
		return r, err
	}
	if !imports && !exports {
		return r, errors.New("expected the register 1-0:1.8.0, or 1-0:1.8.1 and 1-0:1.8.2, got neither")
	}
	return r, nil
}

// energy returns the total of a register, or the sum of its tariffs. A lost line would make the sum smaller: if no checksum
// excludes that, tariffs 1 and 2 must both be there.
func (all objects) energy(code string, checked bool) (sum Quantity, found bool, err error) {
	if total, ok := all[code+"0"]; ok {
		sum, err = p1Energy(code+"0", total)
		return sum, true, err
	}
	for tariff := 1; tariff <= tariffs; tariff++ {
		of := fmt.Sprintf("%s%d", code, tariff)
		values, ok := all[of]
		if !ok {
			if tariff == 2 && found && !checked {
				return sum, true, fmt.Errorf("expected %s beside the other tariff, got none", of)
			}
			continue
		}
		if tariff > 1 && !found && !checked {
			return sum, true, fmt.Errorf("expected %s1 beside the other tariff, got none", code)
		}
		part, err := p1Energy(of, values)
		if err != nil {
			return sum, true, err
		}
		if sum, err = sum.Plus(part); err != nil {
			return sum, true, err
		}
		found = true
	}
	return sum, found, nil
}

func p1Energy(code string, values []string) (Quantity, error) {
	exponents := map[string]int{"kWh": 3, "Wh": 0}
	if len(values) == 1 {
		number, unit, _ := strings.Cut(values[0], "*")
		if exponent, ok := exponents[unit]; ok {
			quantity, err := ParseScaled(number, exponent)
			if err != nil {
				return quantity, fmt.Errorf("%s: %w", code, err)
			}
			return quantity, nil
		}
	}
	return Quantity{}, fmt.Errorf("%s: expected one value such as 000427.708*kWh, got %.80q", code, values)
}

// sub yields the reading of the gas or water meter on an M-Bus channel. A channel without identifier or reading is empty.
func (p *p1) sub(all objects, channel int) {
	code := fmt.Sprintf("0-%d:", channel)
	identifier, digits := all.identifier(code+"96.1.1", code+"96.1.0")
	kind := strings.TrimLeft(strings.Join(all[code+"24.1.0"], ","), "0")
	if identifier == "" || kind != gasMeter && kind != waterMeter {
		return
	}
	meter := renamed(p.o.Names, identifier, digits)
	for _, object := range []string{"24.2.1", "24.2.3", "24.3.0"} {
		values := all[code+object]
		if len(values) == 0 {
			continue
		}
		record, err := p.volume(values)
		if err != nil {
			p.refuse(meter, fmt.Sprintf("%s%s: %v", code, object, err))
			return
		}
		record.Meter, record.Litres = meter, true
		if record != p.last[channel] {
			p.last[channel] = record
			p.yield(record)
		}
		return
	}
}

// volume reads (time)(number*m3), or the form of DSMR 2: (time)(…)(…)(…)(code)(m3)(number).
func (p *p1) volume(values []string) (r Record, err error) {
	number, unit := "", ""
	switch len(values) {
	case 2:
		number, unit, _ = strings.Cut(values[1], "*")
	case 7:
		number, unit = values[6], values[5]
	}
	if unit != "m3" {
		return r, fmt.Errorf("expected a time and one value such as 01234.567*m3, got %.120q", values)
	}
	if r.End, err = p1Clock(values[0], p.o.Zone); err != nil {
		return r, err
	}
	r.Single = true
	r.Import, err = ParseScaled(number, 3)
	return r, err
}

// p1Clock reads YYMMDDhhmmss with W for winter time or S for summer time. Without the letter, the hour that comes twice is taken
// as the later one, so that no reading is dated before its time.
func p1Clock(text string, zone *time.Location) (int64, error) {
	const layout = "060102150405"
	wrong := fmt.Errorf("expected a time such as 261120120000W, got %.40q", text)
	if len(text) < len(layout) {
		return 0, wrong
	}
	wall, err := time.Parse(layout, text[:len(layout)])
	if err != nil {
		return 0, wrong
	}
	if wall.Year() < 2000 {
		return 0, fmt.Errorf("expected a clock that is set, got %q", text)
	}
	winter, summer := seasons(wall.Year(), zone)
	switch text[len(layout):] {
	case "W":
		return wall.Unix() - winter, nil
	case "S":
		if winter == summer {
			return 0, fmt.Errorf("expected winter time, for %s has no summer time, got %q: choose another time zone", zone, text)
		}
		return wall.Unix() - summer, nil
	case "":
		_, latest, err := WallClock(wall, zone)
		return latest, err
	}
	return 0, wrong
}
