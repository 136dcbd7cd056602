package gateway_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// streamOf is a stream of rows with a header line.
func streamOf(t *testing.T, previous json.RawMessage, text string) meterdata.Reader {
	t.Helper()
	options := meterdata.Options{Step: 15 * time.Minute}
	if previous != nil {
		options.Previous = new(meterdata.Format)
		require.NoError(t, json.Unmarshal(previous, options.Previous))
	}
	return gateway.NewStream(t.Context(), func() (meterdata.Reader, error) { return meterdata.Open(strings.NewReader(text), options) })
}

// A process that is killed after any line of its journal leaves enough to read the rest of a stream, which has no header line.
func TestAStreamGoesOnWithoutItsHeaderLineWhereverItWasKilled(t *testing.T) {
	const first, second = "1789948800,m,10,0\n", "1789949700,m,20,0\n"
	for lines := range 8 {
		r := newRig(t, "m")
		died := r.dies(t, streamOf(t, nil, "time,meter,consumed_wh,produced_wh\n"+first), lines)
		journal := r.open(t)
		format := journal.Format()
		if journal.Counter("m").Last().Time > start {
			require.NotNil(t, format, "a row is in the journal and its format is not, killed after line %d", lines)
		}
		require.NoError(t, journal.Close())
		if format == nil {
			require.True(t, died)
			continue
		}
		require.NoError(t, r.run(t, streamOf(t, format, first+second)), "%s", &r.out)
		require.EqualValues(t, 30, r.registers("m").ImportRegister)
	}
}
