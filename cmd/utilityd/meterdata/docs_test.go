package meterdata_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// TestTheDocumentNamesEveryPresetAndField compares docs/formats.md with the code.
func TestTheDocumentNamesEveryPresetAndField(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "formats.md"))
	require.NoError(t, err)
	document := string(text)
	var listed []string
	for _, match := range regexp.MustCompile("(?m)^\\| `([a-z0-9-]+)` \\| [^|]+ \\| [^|]+ \\|$").FindAllStringSubmatch(document, -1) {
		listed = append(listed, match[1])
	}
	var names []string
	for _, p := range meterdata.Presets() {
		names = append(names, p.Name)
	}
	require.Equal(t, names, listed)
	for _, described := range []any{meterdata.Format{}, meterdata.Columns{}} {
		fields := reflect.TypeOf(described)
		for i := range fields.NumField() {
			name, _, _ := strings.Cut(fields.Field(i).Tag.Get("json"), ",")
			require.Contains(t, document, "`"+name+"`")
		}
	}
	example := regexp.MustCompile("(?s)```json\n(.*?)```").FindStringSubmatch(document)
	require.NotNil(t, example)
	var f meterdata.Format
	require.NoError(t, json.Unmarshal([]byte(example[1]), &f))
	require.NoError(t, f.Validate())
}
