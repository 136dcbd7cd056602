package live_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/live"
)

func TestMappingsThatMakeNoSenseAreRefused(t *testing.T) {
	tests := []struct {
		name    string
		mapping string
		wantErr string
	}{
		{"no JSON", "topics:", "expected a mapping such as"},
		{"no topics", `{}`, "expected a mapping with at least one topic"},
		{"a misspelt field", `{"topics":[{"preset":"tasmota","zoen":"UTC"}]}`, `unknown field "zoen"`},
		{"an unknown preset", `{"topics":[{"preset":"shelly"}]}`, "topics[0]: preset: expected tasmota, esphome, zigbee2mqtt or wmbusmeters"},
		{"ESPHome without topic", `{"topics":[{"preset":"esphome"}]}`, `topic: expected a filter such as tele/+/SENSOR, got ""`},
		{"a wildcard within a level", `{"topics":[{"topic":"a/b+","register":".","unit":"l"}]}`, "topic: expected a filter"},
		{"# in the middle", `{"topics":[{"topic":"a/#/+","register":".","unit":"l"}]}`, "topic: expected a filter"},
		{"no name for the meter", `{"topics":[{"topic":"a/b","register":".","unit":"l"}]}`, "meter: expected a name, a meter_path, or a topic with +"},
		{"two names", `{"topics":[{"topic":"a","meter":"b","meter_path":"c","register":".","unit":"l"}]}`, "meter: expected a name or a meter_path, got both"},
		{"no unit", `{"topics":[{"topic":"+","register":"."}]}`, `unit: expected Wh, kWh, MWh, l or m3, got ""`},
		{"no register", `{"topics":[{"topic":"+","unit":"l"}]}`, `import: expected either "import"`},
		{"export alone", `{"topics":[{"topic":"+","unit":"l","export":"b"}]}`, `import: expected either "import"`},
		{"one register and two", `{"topics":[{"topic":"+","unit":"l","register":"a","import":"b"}]}`, `import: expected either "import"`},
		{"one register and export", `{"topics":[{"topic":"+","unit":"l","register":"a","export":"b"}]}`, `export: expected it beside "import"`},
		{"a topic for export without path", `{"topics":[{"topic":"+/i","export_topic":"+/e","import":".","unit":"Wh"}]}`, "export: expected the path"},
		{"a topic for export without name", `{"topics":[{"topic":"+/i","export_topic":"e","import":".","export":".","unit":"Wh"}]}`, "meter: expected a name"},
		{"a negative time", `{"topics":[{"topic":"+","unit":"l","register":"a","pair_seconds":-1}]}`, "pair_seconds: expected 0 or more"},
		{"an unknown zone", `{"topics":[{"preset":"tasmota","zone":"Europe/Atlantis"}]}`, "zone: expected a time zone such as Europe/Berlin"},
		{"the zone of the machine", `{"topics":[{"preset":"tasmota","zone":"Local"}]}`, "zone: expected a time zone such as Europe/Berlin"},
		{"the second of two", `{"topics":[{"preset":"tasmota"},{}]}`, "topics[1]: topic"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			_, err := live.ParseMapping([]byte(tc.mapping))
			require.ErrorContains(t, err, tc.wantErr)
		})
	}
}

func TestPresetsFillInTheirFieldsAndNoOthers(t *testing.T) {
	tests := []struct {
		name    string
		mapping string
		want    live.Topic
	}{
		{
			"Tasmota", `{"preset":"tasmota","zone":"Europe/Berlin"}`,
			live.Topic{Preset: "tasmota", Topic: "tele/+/SENSOR", Register: "ENERGY.Total", Unit: "kWh", Time: "Time", Zone: "Europe/Berlin"},
		},
		{
			"Tasmota with two registers", `{"preset":"tasmota","import":"SML.in","export":"SML.out"}`,
			live.Topic{Preset: "tasmota", Topic: "tele/+/SENSOR", Import: "SML.in", Export: "SML.out", Unit: "kWh", Time: "Time"},
		},
		{
			"ESPHome", `{"preset":"esphome","topic":"+/sensor/energy/state"}`,
			live.Topic{Preset: "esphome", Topic: "+/sensor/energy/state", Register: ".", Unit: "kWh"},
		},
		{
			"ESPHome with two registers", `{"preset":"esphome","topic":"+/in","export_topic":"+/out"}`,
			live.Topic{Preset: "esphome", Topic: "+/in", ExportTopic: "+/out", Import: ".", Export: ".", Unit: "kWh"},
		},
		{
			"Zigbee2MQTT", `{"preset":"zigbee2mqtt"}`,
			live.Topic{Preset: "zigbee2mqtt", Topic: "zigbee2mqtt/+", Import: "energy", Export: "produced_energy", Unit: "kWh"},
		},
		{
			"Zigbee2MQTT with one register", `{"preset":"zigbee2mqtt","register":"energy","time":"last_seen"}`,
			live.Topic{Preset: "zigbee2mqtt", Topic: "zigbee2mqtt/+", Register: "energy", Unit: "kWh", Time: "last_seen"},
		},
		{
			"wmbusmeters", `{"preset":"wmbusmeters","meter_path":"id"}`,
			live.Topic{Preset: "wmbusmeters", Topic: "wmbusmeters/+", MeterPath: "id", Register: "total_m3", Unit: "m3", Time: "timestamp"},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			m, err := live.ParseMapping([]byte(`{"topics":[` + tc.mapping + `]}`))
			require.NoError(t, err)
			require.Equal(t, []live.Topic{tc.want}, m.Topics)
		})
	}
}

func TestMappingIsReadFromAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mapping.json")
	_, err := live.ReadMapping(path)
	require.ErrorContains(t, err, "expected a mapping of topics to meters")
	require.NoError(t, os.WriteFile(path, []byte(`{"topics":[]}`), 0o600))
	_, err = live.ReadMapping(path)
	require.ErrorContains(t, err, path+": expected a mapping with at least one topic")
	require.NoError(t, os.WriteFile(path, []byte(`{"topics":[{"preset":"wmbusmeters"}]}`), 0o600))
	m, err := live.ReadMapping(path)
	require.NoError(t, err)
	require.Equal(t, "total_m3", m.Topics[0].Register)
}

func TestTopicsMatchFilters(t *testing.T) {
	tests := []struct {
		filter, topic string
		want          bool
		level         string
	}{
		{"a/b", "a/b", true, ""},
		{"a/b", "a/c", false, ""},
		{"a/b", "a", false, ""},
		{"a", "a/b", false, ""},
		{"+/+", "a/b", true, "a"},
		{"a/+/c", "a/b/c", true, "b"},
		{"a/+", "a/", true, ""},
		{"a/+", "a", false, ""},
		{"a/#", "a/b/c", true, ""},
		{"a/#", "a", true, ""},
		{"+/#", "a/b", true, "a"},
		{"#", "$SYS/uptime", false, ""},
		{"+/uptime", "$SYS/uptime", false, ""},
		{"$SYS/+", "$SYS/uptime", true, "uptime"},
	}
	for _, tc := range tests {
		t.Run(tc.filter+" "+tc.topic, func(t *testing.T) {
			level, ok := live.Matches(tc.filter, tc.topic)
			require.Equal(t, tc.want, ok)
			require.Equal(t, tc.level, level)
		})
	}
}

func TestPasswordComesFromAFileOrTheEnvironment(t *testing.T) {
	t.Setenv(live.PasswordVariable, "from the environment")
	got, err := live.Password("")
	require.NoError(t, err)
	require.Equal(t, "from the environment", got)

	path := filepath.Join(t.TempDir(), "password")
	_, err = live.Password(path)
	require.ErrorContains(t, err, "expected a file with the password for the broker")
	require.NoError(t, os.WriteFile(path, []byte(" from a file \r\n"), 0o600))
	got, err = live.Password(path)
	require.NoError(t, err)
	require.Equal(t, " from a file ", got)
}

func TestBrokersThatMakeNoSenseAreRefused(t *testing.T) {
	mapping, err := live.ParseMapping([]byte(`{"topics":[{"preset":"wmbusmeters"}]}`))
	require.NoError(t, err)
	noCertificates := filepath.Join(t.TempDir(), "ca.pem")
	require.NoError(t, os.WriteFile(noCertificates, []byte("none"), 0o600))
	tests := []struct {
		name    string
		options live.MQTTOptions
		wantErr string
	}{
		{"no name for the session", live.MQTTOptions{Broker: "mqtt://broker", Mapping: mapping}, "expected a name for the session"},
		{"no broker", live.MQTTOptions{ClientID: "g", Mapping: mapping}, "expected a broker such as mqtt://HOST"},
		{"a path", live.MQTTOptions{ClientID: "g", Broker: "mqtt://broker/x", Mapping: mapping}, "expected a broker such as mqtt://HOST"},
		{"another protocol", live.MQTTOptions{ClientID: "g", Broker: "http://broker", Mapping: mapping}, "expected mqtt:// or mqtts://"},
		{"a password in the address", live.MQTTOptions{ClientID: "g", Broker: "mqtt://a:b@broker", Mapping: mapping}, "UTILITYD_MQTT_PASSWORD"},
		{"no mapping", live.MQTTOptions{ClientID: "g", Broker: "mqtt://broker"}, "expected a mapping with at least one topic"},
		{"no file of certificates", live.MQTTOptions{ClientID: "g", Broker: "mqtts://broker", CAFile: "nowhere", Mapping: mapping}, "expected a file of certificates"},
		{"no certificates", live.MQTTOptions{ClientID: "g", Broker: "mqtts://broker", CAFile: noCertificates, Mapping: mapping}, "expected certificates in PEM"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			_, err := live.NewMQTT(tc.options)
			require.ErrorContains(t, err, tc.wantErr)
			require.False(t, strings.Contains(err.Error(), "a:b"), "no error shows a password")
		})
	}
}
