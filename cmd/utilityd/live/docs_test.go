package live_test

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/live"
)

// TestDocumentHoldsTrueExamples reads the mapping, the presets and the addresses of docs/live.md.
func TestDocumentHoldsTrueExamples(t *testing.T) {
	text, err := os.ReadFile("../../../docs/live.md")
	require.NoError(t, err)
	mapping := regexp.MustCompile("(?s)```json\n(.*?)```").FindSubmatch(text)
	require.NotNil(t, mapping)
	m, err := live.ParseMapping(mapping[1])
	require.NoError(t, err)
	require.Len(t, m.Topics, 6)

	addresses := regexp.MustCompile("(?m)^\\| `(serial:[^`]*|/dev/[^`]*|-)`").FindAllSubmatch(text, -1)
	require.Len(t, addresses, 3)
	for _, address := range addresses {
		_, err := live.Open(string(address[1]), live.Options{Format: live.P1})
		require.NoError(t, err)
	}

	presets := regexp.MustCompile("(?m)^\\| `([a-z0-9]+)` \\| (?:`([^`]*)`)?.*").FindAllSubmatch(text, -1)
	require.Len(t, presets, 4)
	for _, row := range presets {
		topic := string(row[2])
		fields := `{"preset":"` + string(row[1]) + `"`
		if topic == "" {
			topic = "+/x"
			fields += `,"topic":"+/x"`
		}
		m, err := live.ParseMapping([]byte(`{"topics":[` + fields + `}]}`))
		require.NoError(t, err)
		require.Equal(t, topic, m.Topics[0].Topic)
		for _, shown := range []string{m.Topics[0].Import, m.Topics[0].Export, m.Topics[0].Register, m.Topics[0].Time} {
			if shown != "" && shown != "." {
				require.Contains(t, string(row[0]), "`"+shown+"`")
			}
		}
	}
}
