package meterdata

import (
	"slices"
	"strings"
)

// Preset is a format that is known by name. Its source is documented in the file named after it.
type Preset struct {
	Name string `json:"name"`
	// Help describes it in one line.
	Help string `json:"help"`
	// Layout is one of the layouts, such as csv.
	Layout string `json:"layout"`
	// Formats are the header lines that it comes with; none for our own layouts, which are read name by name.
	Formats []Format `json:"formats,omitempty"`
}

var presets = []Preset{
	{Own, "our own: time,meter and consumed_wh,produced_wh or import_wh,export_wh or registers; also _kwh, _l, _m3, _gal …", CSV, nil},
	{"enedis", "France: Enedis, average kW of 30 minutes, local time of Paris", CSV, enedisFormats},
	{"wiener-netze", "Austria: Wiener Netze and other grids, kWh of 15 minutes, local time of Vienna", CSV, wienerNetzeFormats},
	{"octopus", "Great Britain: Octopus Energy, kWh of 30 minutes", CSV, octopusFormats},
	{"home-assistant", "Home Assistant: history of register sensors, or long-term statistics", CSV, homeAssistantFormats},
	{"homewizard", "Netherlands and Belgium: HomeWizard, registers in kWh, local time of Amsterdam", CSV, homeWizardFormats},
	{NEM12, "Australia: AEMO NEM12, amounts of 5, 15 or 30 minutes", NEM12, nil},
	{GreenButton, "North America: Green Button (NAESB ESPI), an Atom feed", GreenButton, nil},
	{P1, "Netherlands, Belgium, Luxembourg, Sweden: telegrams of the P1 port of a meter (DSMR)", P1, nil},
	{SML, "Germany: SML frames of the optical port of a meter", SML, nil},
}

// Presets returns all presets, our own layouts first.
func Presets() []Preset { return slices.Clone(presets) }

// PresetOf returns the preset of a name.
func PresetOf(name string) (Preset, bool) {
	i := slices.IndexFunc(presets, func(p Preset) bool { return p.Name == name })
	if i < 0 {
		return Preset{}, false
	}
	return presets[i], true
}

// allFormats returns the formats that a header line can be compared with.
func allFormats() (formats []Format) {
	for _, p := range presets {
		formats = append(formats, p.Formats...)
	}
	return formats
}

func presetNames() string {
	names := make([]string, len(presets))
	for i, p := range presets {
		names[i] = p.Name
	}
	return strings.Join(names, ", ")
}
