package live

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

// Mapping lists the messages of a broker that hold registers, and where in them.
type Mapping struct {
	Topics []Topic `json:"topics"`
}

// Topic maps the messages under one topic filter. Paths lead through JSON: "ENERGY.Total" is the field Total of the field ENERGY,
// a number picks an element of a list, and "." is the whole payload.
type Topic struct {
	// Preset supplies the fields that are empty: tasmota, esphome, zigbee2mqtt or wmbusmeters.
	Preset string `json:"preset,omitempty"`
	// Topic is the filter, in which + stands for any one level.
	Topic string `json:"topic,omitempty"`
	// ExportTopic is the filter of the messages with the export register, if it has messages of its own.
	ExportTopic string `json:"export_topic,omitempty"`
	// PairSeconds is how far apart messages of both topics may be to make one reading; 0 is two minutes.
	PairSeconds int64 `json:"pair_seconds,omitempty"`

	// Meter is the name of the meter, MeterPath the path to it. Without both the name is the level that + matched first.
	Meter     string `json:"meter,omitempty"`
	MeterPath string `json:"meter_path,omitempty"`
	// Names renames meters.
	Names map[string]string `json:"names,omitempty"`

	// Import and Export are paths to two registers, Register is the path to the only one.
	Import   string `json:"import,omitempty"`
	Export   string `json:"export,omitempty"`
	Register string `json:"register,omitempty"`
	// Unit of the registers: Wh, kWh, MWh, l or m3.
	Unit string `json:"unit,omitempty"`
	// Time is the path to the time of the registers: with an offset, local in Zone, or Unix seconds or milliseconds. Without it
	// the time is the moment of receipt.
	Time string `json:"time,omitempty"`
	Zone string `json:"zone,omitempty"`
}

// presets are the usual messages of four programs.
var presets = map[string]Topic{
	// Tasmota sends its local time without offset, so a zone must be added.
	"tasmota": {Topic: "tele/+/SENSOR", Register: "ENERGY.Total", Unit: "kWh", Time: "Time"},
	// ESPHome sends each value alone; its topics have no fixed form.
	"esphome":     {Register: ".", Unit: "kWh"},
	"zigbee2mqtt": {Topic: "zigbee2mqtt/+", Import: "energy", Export: "produced_energy", Unit: "kWh"},
	"wmbusmeters": {Topic: "wmbusmeters/+", MeterPath: "name", Register: "total_m3", Unit: "m3", Time: "timestamp"},
}

// exponents of ten that make Wh or litres of a unit.
var exponents = map[string]int{"Wh": 0, "kWh": 3, "MWh": 6, "l": 0, "m3": 3}

// ReadMapping reads a mapping from a JSON file.
func ReadMapping(path string) (Mapping, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Mapping{}, fmt.Errorf("expected a mapping of topics to meters: %w", err)
	}
	m, err := ParseMapping(text)
	if err != nil {
		return Mapping{}, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// ParseMapping reads a mapping from JSON, fills in the presets and checks it.
func ParseMapping(text []byte) (Mapping, error) {
	var m Mapping
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&m); err != nil {
		return Mapping{}, fmt.Errorf(`expected a mapping such as {"topics":[{"preset":"tasmota","zone":"Europe/Berlin"}]}: %w`, err)
	}
	return m.filled()
}

// filled fills in the presets and checks all topics.
func (m Mapping) filled() (Mapping, error) {
	if len(m.Topics) == 0 {
		return Mapping{}, errors.New("expected a mapping with at least one topic, got none")
	}
	filled := Mapping{Topics: make([]Topic, len(m.Topics))}
	for i, t := range m.Topics {
		t, err := t.filled()
		if err == nil {
			err = t.check()
		}
		if err != nil {
			return Mapping{}, fmt.Errorf("topics[%d]: %w", i, err)
		}
		filled.Topics[i] = t
	}
	return filled, nil
}

// filled adds the fields of the preset. Registers that are given replace those of the preset.
func (t Topic) filled() (Topic, error) {
	if t.Preset == "" {
		return t, nil
	}
	p, ok := presets[t.Preset]
	if !ok {
		return t, fmt.Errorf("preset: expected tasmota, esphome, zigbee2mqtt or wmbusmeters, got %q", t.Preset)
	}
	if t.ExportTopic != "" && p.Register != "" {
		p.Import, p.Export, p.Register = p.Register, p.Register, ""
	}
	if t.Register != "" || t.Import != "" {
		p.Import, p.Export, p.Register = "", "", ""
	}
	if t.Meter != "" {
		p.MeterPath = ""
	}
	t.Topic = cmp.Or(t.Topic, p.Topic)
	t.MeterPath = cmp.Or(t.MeterPath, p.MeterPath)
	t.Import, t.Export, t.Register = cmp.Or(t.Import, p.Import), cmp.Or(t.Export, p.Export), cmp.Or(t.Register, p.Register)
	t.Unit, t.Time = cmp.Or(t.Unit, p.Unit), cmp.Or(t.Time, p.Time)
	return t, nil
}

// check refuses a mapping that cannot yield readings, or only wrong ones.
func (t Topic) check() error {
	for _, filter := range t.filters() {
		if !validFilter(filter) {
			return fmt.Errorf("topic: expected a filter such as tele/+/SENSOR, got %q", filter)
		}
		if t.Meter == "" && t.MeterPath == "" && !strings.Contains(filter, "+") {
			return fmt.Errorf("meter: expected a name, a meter_path, or a topic with + for the name, got the topic %q", filter)
		}
	}
	if _, ok := exponents[t.Unit]; !ok {
		return fmt.Errorf("unit: expected Wh, kWh, MWh, l or m3, got %q", t.Unit)
	}
	switch {
	case t.Meter != "" && t.MeterPath != "":
		return errors.New("meter: expected a name or a meter_path, got both")
	case (t.Import == "") == (t.Register == ""):
		return errors.New(`import: expected either "import", with or without "export", or "register" for meters with one register`)
	case t.Register != "" && t.Export != "":
		return errors.New(`export: expected it beside "import", got it beside "register"`)
	case t.ExportTopic != "" && t.Export == "":
		return errors.New("export: expected the path of the register under export_topic, got none")
	case t.PairSeconds < 0:
		return fmt.Errorf("pair_seconds: expected 0 or more, got %d", t.PairSeconds)
	}
	if _, err := time.LoadLocation(t.Zone); err != nil || t.Zone == "Local" {
		return fmt.Errorf("zone: expected a time zone such as Europe/Berlin, got %q", t.Zone)
	}
	return nil
}

// filters returns the filter of the topic, and that of the export register if it has messages of its own.
func (t Topic) filters() []string {
	if t.ExportTopic == "" {
		return []string{t.Topic}
	}
	return []string{t.Topic, t.ExportTopic}
}

// validFilter reports whether a filter has wildcards only as whole levels, and # only at the end.
func validFilter(filter string) bool {
	levels := strings.Split(filter, "/")
	for i, level := range levels {
		if strings.ContainsAny(level, "+#") && (len(level) > 1 || level == "#" && i < len(levels)-1) || strings.Contains(level, "\x00") {
			return false
		}
	}
	return filter != "" && len(filter) <= 65_535
}

// matches reports whether a topic fits a filter, and returns the level that the first + matched. Wildcards at the start do not
// match topics that begin with $, which brokers use for themselves.
func matches(filter, topic string) (level string, ok bool) {
	if strings.HasPrefix(topic, "$") && !strings.HasPrefix(filter, "$") {
		return "", false
	}
	found := false
	levels := strings.Split(topic, "/")
	for i, want := range strings.Split(filter, "/") {
		if want == "#" {
			return level, true
		}
		if i >= len(levels) || want != "+" && want != levels[i] {
			return "", false
		}
		if want == "+" && !found {
			level, found = levels[i], true
		}
	}
	return level, len(levels) == strings.Count(filter, "/")+1
}
