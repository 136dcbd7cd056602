package meterdata

import (
	"errors"
	"fmt"
)

// Tags and units of SML.
const (
	getListResponse = 0x0701
	unixTime        = 2
	wattHours       = 30
)

// setSince is the time before which a wall clock is one that was never set: the year 2000.
const setSince = 946_684_800

// smlRegisters are the energy registers of a list of values, by tariff; tariff 0 is the total.
type smlRegisters [2][tariffs + 1]struct {
	quantity Quantity
	found    bool
}

// read yields the registers of every list of values in a frame.
func (s *sml) read(content []byte) {
	lists := 0
	for rest := content; len(rest) > 0; {
		if rest[0] == 0 { // fill bytes that the end did not count
			rest = rest[1:]
			continue
		}
		message, behind, err := parseSML(rest, 0)
		if err != nil {
			s.refuse("", err.Error())
			return
		}
		rest = behind
		// message: transaction, group, abort on error, (tag, body), checksum, end
		if body := message.at(3); body.at(0).is(getListResponse) && s.list(body.at(1)) {
			lists++
		}
	}
	if lists == 0 {
		s.refuse("", "expected a list of values with the register 1-0:1.8.0 or 1-0:2.8.0, got none: some meters show them only "+
			"after their PIN was entered")
	}
}

// list yields the registers of one list and reports whether it had any: client, server, name, time of the sensor, values and more.
func (s *sml) list(body smlValue) (had bool) {
	var registers smlRegisters
	for _, entry := range body.at(4).list {
		which, tariff, ok := smlRegister(entry.at(0).data)
		if !ok {
			continue
		}
		had = true
		quantity, err := smlEnergy(entry)
		if err != nil {
			s.refuse(s.meter(body), fmt.Sprintf("1-0:%d.8.%d: %v", which+1, tariff, err))
			return true
		}
		registers[which][tariff].quantity, registers[which][tariff].found = quantity, true
	}
	if !had {
		return false
	}
	record, err := registers.record()
	if err == nil {
		record.End, err = s.moment(body.at(3))
	}
	record.Meter = s.meter(body)
	switch {
	case err != nil:
		s.refuse(record.Meter, err.Error())
	case record.Meter == "":
		s.refuse("", "expected the server identifier of the meter, got none")
	default:
		s.yield(record)
	}
	return true
}

func (s *sml) meter(body smlValue) string {
	return renamed(s.o.Names, fmt.Sprintf("%X", body.at(1).data))
}

// smlRegister returns which register an OBIS code is, 0 for 1-0:1.8.x and 1 for 1-0:2.8.x, and its tariff.
func smlRegister(code []byte) (which, tariff int, ok bool) {
	if len(code) != 6 || code[0] != 1 || code[1] != 0 || code[3] != 8 || code[5] != 255 {
		return 0, 0, false
	}
	which, tariff = int(code[2])-1, int(code[4])
	return which, tariff, (which == 0 || which == 1) && tariff <= tariffs
}

// smlEnergy reads the value of an entry: name, status, time, unit, scaler, value, signature.
func smlEnergy(entry smlValue) (Quantity, error) {
	if !entry.at(3).is(wattHours) {
		return Quantity{}, errors.New("expected the unit Wh (30)")
	}
	value, negative, ok := entry.at(5).number()
	if !ok || negative {
		return Quantity{}, errors.New("expected a register of at most 8 bytes that is not negative")
	}
	exponent := 0
	if scaler := entry.at(4); !scaler.absent() {
		size, negative, ok := scaler.number()
		if !ok || size > 128 {
			return Quantity{}, errors.New("expected a scaler of one byte")
		}
		if exponent = int(size); negative {
			exponent = -exponent
		}
	}
	return Scaled(value, exponent)
}

// record takes the totals, else the sums of the tariffs.
func (r *smlRegisters) record() (record Record, err error) {
	for which, sum := range []*Quantity{&record.Import, &record.Export} {
		if *sum = r[which][0].quantity; r[which][0].found {
			continue
		}
		for _, part := range r[which][1:] {
			if *sum, err = sum.Plus(part.quantity); err != nil {
				return record, err
			}
		}
	}
	return record, nil
}

// moment returns the time of a list: (choice, value), of which only a Unix time is a wall clock.
func (s *sml) moment(at smlValue) (int64, error) {
	if at.at(0).is(unixTime) {
		if seconds, negative, ok := at.at(1).number(); ok && !negative && seconds >= setSince && len(at.at(1).data) <= 4 {
			return int64(seconds), nil
		}
	}
	if s.o.Now == nil {
		return 0, errors.New("expected a message with a wall clock, got none: only a message that comes from a meter right now can do without")
	}
	return s.o.Now().Unix(), nil
}
