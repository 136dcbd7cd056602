package live_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/live"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// received is 2026-11-20T11:00:00Z, when the messages of the tests come.
const received = 1_795_172_400

func said(topic, payload string) live.Published {
	return live.Published{Topic: topic, Payload: payload, Second: received}
}

func single(line int, meter string, end int64, q meterdata.Quantity) meterdata.Record {
	return meterdata.Record{Line: line, Meter: meter, Kind: meterdata.Registers, End: end, Import: q, Single: true}
}

func double(line int, meter string, end int64, imported, exported uint64) meterdata.Record {
	return meterdata.Record{
		Line: line, Meter: meter, Kind: meterdata.Registers, End: end, Import: meterdata.Of(imported), Export: meterdata.Of(exported),
	}
}

func TestMessagesOfPrograms(t *testing.T) {
	tests := []struct {
		name      string
		topic     string
		published []live.Published

		want    []meterdata.Record
		refused []string
	}{
		{
			name:  "Tasmota: local time of the zone",
			topic: `{"preset":"tasmota","zone":"Europe/Berlin","names":{"plug2":"roof"}}`,
			published: []live.Published{
				said("tele/plug1/SENSOR", `{"Time":"2026-11-20T11:59:50","ENERGY":{"TotalStartTime":"2025-01-01T00:00:00","Total":12.345,"Power":7}}`),
				said("tele/plug2/SENSOR", `{"Time":"2026-11-20T11:59:51","ENERGY":{"Total":0.001}}`),
				said("tele/bulb/SENSOR", `{"Time":"2026-11-20T11:59:51","AM2301":{"Temperature":7.5}}`),
				said("tele/plug1/STATE", `{"Time":"2026-11-20T11:59:51"}`),
			},
			want: []meterdata.Record{single(1, "plug1", received-10, meterdata.Of(12_345)), single(2, "roof", received-9, meterdata.Of(1))},
		},
		{
			name:  "Tasmota: the hour that comes twice is the last one before the receipt",
			topic: `{"preset":"tasmota","zone":"Europe/Berlin"}`,
			published: []live.Published{
				{Topic: "tele/p/SENSOR", Payload: `{"Time":"2026-10-25T02:30:00","ENERGY":{"Total":1}}`, Second: 1_792_888_201},
				{Topic: "tele/p/SENSOR", Payload: `{"Time":"2026-10-25T02:30:00","ENERGY":{"Total":2}}`, Second: 1_792_891_801},
			},
			want: []meterdata.Record{single(1, "p", 1_792_888_200, meterdata.Of(1_000)), single(2, "p", 1_792_891_800, meterdata.Of(2_000))},
		},
		{
			name:      "Tasmota without zone",
			topic:     `{"preset":"tasmota"}`,
			published: []live.Published{said("tele/p/SENSOR", `{"Time":"2026-11-20T11:59:50","ENERGY":{"Total":1}}`)},
			refused:   []string{`line 1, meter p: topic tele/p/SENSOR: Time: expected a time with an offset, or "zone" in the mapping`},
		},
		{
			name:      "Tasmota with one register of several in a list",
			topic:     `{"preset":"tasmota","zone":"UTC","register":"ENERGY.Total.1"}`,
			published: []live.Published{said("tele/p/SENSOR", `{"Time":"2026-11-20T11:00:00","ENERGY":{"Total":[1.5,2.5]}}`)},
			want:      []meterdata.Record{single(1, "p", received, meterdata.Of(2_500))},
		},
		{
			name:  "ESPHome: the payload is the value",
			topic: `{"preset":"esphome","topic":"+/sensor/energy/state"}`,
			published: []live.Published{
				said("flat/sensor/energy/state", "739.8081"), said("flat/sensor/energy/state", "nan"),
				{Topic: "flat/sensor/energy/state", Payload: "739.8", Retained: true, Second: received},
			},
			want:    []meterdata.Record{single(1, "flat", received, meterdata.Quantity{Whole: 739_808, Part: meterdata.Scale / 10})},
			refused: []string{`line 2, meter flat: topic flat/sensor/energy/state: .: expected a number such as 427.708, got "nan"`},
		},
		{
			name:  "ESPHome: import and export come one after the other",
			topic: `{"preset":"esphome","topic":"+/in","export_topic":"+/out"}`,
			published: []live.Published{
				{Topic: "flat/in", Payload: "1", Second: received},
				{Topic: "flat/out", Payload: "2", Second: received + 1},
				{Topic: "flat/in", Payload: "3", Second: received + 60},
				{Topic: "roof/in", Payload: "9", Second: received + 60},
				{Topic: "flat/in", Payload: "4", Second: received + 70},
				{Topic: "flat/out", Payload: "5", Second: received + 71},
			},
			want: []meterdata.Record{double(2, "flat", received+1, 1_000, 2_000), double(6, "flat", received+71, 4_000, 5_000)},
		},
		{
			name:  "ESPHome: one of the two stays away",
			topic: `{"preset":"esphome","topic":"+/in","export_topic":"+/out","pair_seconds":30}`,
			published: []live.Published{
				{Topic: "flat/in", Payload: "1", Second: received},
				{Topic: "flat/in", Payload: "2", Second: received + 30},
				{Topic: "flat/in", Payload: "3", Second: received + 60},
				{Topic: "flat/out", Payload: "4", Second: received + 61},
			},
			want: []meterdata.Record{double(4, "flat", received+61, 3_000, 4_000)},
			refused: []string{
				"line 3, meter flat: topic flat/in: expected import and export within 30 s (pair_seconds), got import only",
			},
		},
		{
			name:  "Zigbee2MQTT: both registers, or none, but not one",
			topic: `{"preset":"zigbee2mqtt"}`,
			published: []live.Published{
				said("zigbee2mqtt/roof", `{"energy":31.02,"produced_energy":12.340000000000002,"linkquality":76}`),
				said("zigbee2mqtt/lamp", `{"state":"ON","brightness":76}`),
				said("zigbee2mqtt/roof", `{"energy":null,"power":0}`),
				said("zigbee2mqtt/plug", `{"energy":31.02}`),
			},
			want: []meterdata.Record{{
				Line: 1, Meter: "roof", Kind: meterdata.Registers, End: received, Import: meterdata.Of(31_020),
				Export: meterdata.Quantity{Whole: 12_340, Part: 7}, // 2 · 10^-12 Wh are 7.2 parts
			}},
			refused: []string{`line 4, meter plug: topic zigbee2mqtt/plug: expected produced_energy, got none: a meter with one register needs "register"`},
		},
		{
			name:  "Zigbee2MQTT: the time of the last message",
			topic: `{"preset":"zigbee2mqtt","register":"energy","time":"last_seen"}`,
			published: []live.Published{
				said("zigbee2mqtt/a", `{"energy":1,"last_seen":"2026-11-20T11:59:58+01:00"}`),
				said("zigbee2mqtt/a", `{"energy":2,"last_seen":1795172399123}`),
				said("zigbee2mqtt/a", `{"energy":3,"last_seen":1795172400.75}`),
				{Topic: "zigbee2mqtt/a", Payload: `{"energy":4,"last_seen":1795172401}`, Retained: true, Second: received},
				said("zigbee2mqtt/a", `{"energy":5,"last_seen":"1970-01-01T00:00:01Z"}`),
				said("zigbee2mqtt/a", `{"energy":6,"last_seen":"noon"}`),
				said("zigbee2mqtt/a", `{"energy":7}`),
			},
			want: []meterdata.Record{
				single(1, "a", received-2, meterdata.Of(1_000)), single(2, "a", received-1, meterdata.Of(2_000)),
				single(3, "a", received, meterdata.Of(3_000)), single(4, "a", received+1, meterdata.Of(4_000)),
			},
			refused: []string{
				`expected a clock that is set, got "1970-01-01T00:00:01Z"`, `last_seen: expected a time such as`, `expected the time at "last_seen", got none`,
			},
		},
		{
			name:  "wmbusmeters: the name is in the payload",
			topic: `{"preset":"wmbusmeters"}`,
			published: []live.Published{
				said("wmbusmeters/12345678", `{"media":"water","meter":"iperl","name":"w1","id":"12345678","total_m3":123.529,"timestamp":"2026-11-20T10:59:00Z"}`),
				said("wmbusmeters/12345679", `{"total_m3":1,"timestamp":"2026-11-20T10:59:00Z"}`),
				said("wmbusmeters/12345678", `{"name":"w1","total_m3":-1,"timestamp":"2026-11-20T10:59:00Z"}`),
				said("wmbusmeters/12345678", `{"name":"w1","total_m3":1`),
				said("wmbusmeters/12345678", strings.Repeat(" ", 65_537)),
			},
			want: []meterdata.Record{litres(single(1, "w1", received-60, meterdata.Of(123_529)))},
			refused: []string{
				`expected the name of the meter at "name", got none`, `total_m3: expected a number such as 427.708, got "-1"`,
				"expected whole JSON", "expected a payload of at most 65536 bytes, got 65537",
			},
		},
		{
			name:  "any program: a fixed name, texts for numbers, Wh",
			topic: `{"topic":"home/meter","meter":"flat","import":"e.in","export":"e.out","unit":"Wh","time":"t"}`,
			published: []live.Published{
				said("home/meter", `{"e":{"in":"739808","out":10001},"t":"1795172400"}`),
				said("home/meter/x", `{"e":{"in":"1","out":1},"t":"1795172400"}`),
			},
			want: []meterdata.Record{double(1, "flat", received, 739_808, 10_001)},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			m, err := live.ParseMapping([]byte(`{"topics":[` + tc.topic + `]}`))
			require.NoError(t, err)
			records, refused, err := live.ReadMessages(m, tc.published)
			require.NoError(t, err)
			require.Equal(t, tc.want, records)
			require.Len(t, refused, len(tc.refused), "%q", refused)
			for i, want := range tc.refused {
				require.Contains(t, refused[i], want)
			}
		})
	}
}

func TestMessageUnderTwoTopicsIsReadByBoth(t *testing.T) {
	m, err := live.ParseMapping([]byte(`{"topics":[
		{"topic":"house","meter":"flat","register":"flat","unit":"kWh"},
		{"topic":"house","meter":"water","register":"water","unit":"m3"}]}`))
	require.NoError(t, err)
	records, refused, err := live.ReadMessages(m, []live.Published{said("house", `{"flat":1,"water":2.5}`)})
	require.NoError(t, err)
	require.Empty(t, refused)
	require.Equal(t, []meterdata.Record{single(1, "flat", received, meterdata.Of(1_000)), litres(single(1, "water", received, meterdata.Of(2_500)))}, records)
}

// litres makes a record one of water.
func litres(r meterdata.Record) meterdata.Record {
	r.Litres = true
	return r
}

// FuzzMessages reads any payload: it never panics, and every record has a name, a time and whole parts.
func FuzzMessages(f *testing.F) {
	for _, seed := range []string{`{"energy":1,"produced_energy":2,"t":1795172400}`, "739.8", `[1]`, `{"energy":{"energy":[]}}`, "{", "1e999"} {
		f.Add("zigbee2mqtt/a", seed)
	}
	m, err := live.ParseMapping([]byte(`{"topics":[{"preset":"zigbee2mqtt"},{"preset":"wmbusmeters"},{"preset":"tasmota","zone":"Europe/Berlin"},
		{"preset":"esphome","topic":"+/in","export_topic":"+/out"},{"topic":"+/t","register":"energy","unit":"l","time":"t"}]}`))
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, topic, payload string) {
		records, _, err := live.ReadMessages(m, []live.Published{said(topic, payload), said(topic, payload)})
		require.NoError(t, err)
		for _, r := range records {
			require.NotEmpty(t, r.Meter)
			require.Positive(t, r.End)
			require.Less(t, r.Import.Part, meterdata.Scale)
		}
	})
}
