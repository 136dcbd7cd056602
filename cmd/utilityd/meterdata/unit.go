package meterdata

import (
	"fmt"
	"math/bits"
	"strings"
)

// Unit is how an input counts. Power is the average over the interval of its row.
type Unit string

// The units that inputs are read in. A gallon is 3.785411784 l, an imperial one 4.54609 l, a cubic foot 28.316846592 l.
const (
	WattHour       Unit = "Wh"
	KilowattHour   Unit = "kWh"
	MegawattHour   Unit = "MWh"
	Watt           Unit = "W"
	Kilowatt       Unit = "kW"
	Litre          Unit = "l"
	CubicMetre     Unit = "m3"
	Gallon         Unit = "gal"
	ImperialGallon Unit = "gal_imp"
	CubicFoot      Unit = "ft3"
)

// measure is the size of a unit.
type measure struct {
	unit Unit
	base string // the unit of the Quantity that comes out
	// parts is how many parts of a Quantity one unit makes; for power, in one second.
	parts uint64
	power bool
}

var measures = []measure{
	{WattHour, "Wh", Scale, false},
	{KilowattHour, "Wh", Scale * 1_000, false},
	{MegawattHour, "Wh", Scale * 1_000_000, false},
	{Watt, "Wh", Scale / 3_600, true},
	{Kilowatt, "Wh", Scale / 3_600 * 1_000, true},
	{Litre, "l", Scale, false},
	{CubicMetre, "l", Scale * 1_000, false},
	{Gallon, "l", Scale / 1_000_000_000 * 3_785_411_784, false},
	{ImperialGallon, "l", Scale / 100_000 * 454_609, false},
	{CubicFoot, "l", Scale / 1_000_000_000 * 28_316_846_592, false},
}

// spellings are further names of units, in small letters.
var spellings = map[string]Unit{"m³": CubicMetre, "ft³": CubicFoot, "litre": Litre, "litres": Litre, "liter": Litre}

// ParseUnit reads the name of a unit; capitals do not matter.
func ParseUnit(name string) (Unit, error) {
	if m, ok := measureOf(name); ok {
		return m.unit, nil
	}
	return "", fmt.Errorf("expected a unit, %s, got %q", unitNames(), name)
}

// Base returns the unit of the quantities that come out, Wh or l, and an empty string for no unit.
func (u Unit) Base() string {
	m, _ := measureOf(string(u))
	return m.base
}

func measureOf(name string) (measure, bool) {
	for _, m := range measures {
		if strings.EqualFold(string(m.unit), name) {
			return m, true
		}
	}
	if unit, ok := spellings[strings.ToLower(name)]; ok {
		return measureOf(string(unit))
	}
	return measure{}, false
}

func unitNames() string {
	names := make([]string, len(measures))
	for i, m := range measures {
		names[i] = string(m.unit)
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// over returns the parts of one unit in a row; power counts as many times as the interval has seconds.
func (m measure) over(seconds int64) (parts uint64, ok bool) {
	if !m.power {
		return m.parts, true
	}
	over, parts := bits.Mul64(m.parts, uint64(seconds))
	return parts, over == 0 && seconds > 0
}
