package gateway_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// command runs a command of the gateway that needs no node.
func command(t *testing.T, args ...string) (string, error) {
	t.Helper()
	cmd := gateway.NewCommand()
	var out bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SetArgs(args)
	cmd.SilenceUsage, cmd.SilenceErrors = true, true
	err := cmd.ExecuteContext(t.Context())
	return out.String(), err
}

func TestStatusShowsEachDevice(t *testing.T) {
	r := newRig(t, "roof", "flat")
	r.net.meters[2].code = meteridtypes.READING_CODE_QUARANTINED
	require.Error(t, r.run(t, input(quarter("roof", 0, 0, 500), quarter("flat", 0, 1, 0), quarter("roof", 0, 0, 501))))

	text, err := command(t, "status", "--journal", r.dir)
	require.NoError(t, err)
	require.Contains(t, text, "Gateway of test-1, not running: 1 readings accepted, 0 pending")
	require.Contains(t, text, "QUARANTINED")
	require.Contains(t, text, "other numbers")

	text, err = command(t, "status", "--journal", r.dir, "--output", "json")
	require.NoError(t, err)
	var doc struct {
		Running bool
		Devices []gateway.View
	}
	require.NoError(t, json.Unmarshal([]byte(text), &doc))
	require.False(t, doc.Running)
	require.Equal(t, "flat", doc.Devices[0].Device)
	require.Equal(t, "QUARANTINED", doc.Devices[0].Answer)
	require.EqualValues(t, 1, doc.Devices[1].Rows.Conflict)
	require.Equal(t, start+900, doc.Devices[1].LastAccepted)

	journal := open(t, r.dir)
	text, err = command(t, "status", "--journal", r.dir)
	require.NoError(t, err, "also while a gateway holds the journal")
	require.Contains(t, text, ", running:")
	require.NoError(t, journal.Close())

	_, err = command(t, "status", "--journal", t.TempDir())
	require.ErrorContains(t, err, "choose another --journal")
}

func TestPrometheusFindsTheNumbers(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	require.NoError(t, listener.Close())
	r := newRig(t, "roof")
	journal, err := gateway.OpenJournal(r.dir, gateway.Header{ChainID: chainID}, 1)
	require.NoError(t, err)
	g := r.gateway(journal)
	g.Metrics = address
	g.MaxOpen = 1 // a row is read when the one before is answered
	rows := []meterdata.Record{quarter("roof", 0, 0, 500), quarter("roof", 0, 0, 501), quarter("roof", 1, 0, 500), quarter("roof", 2, 0, 500)}
	var page string
	require.Error(t, g.Run(t.Context(), generator(func() (meterdata.Record, bool) {
		if len(rows) == 0 {
			return meterdata.Record{}, false
		}
		if len(rows) == 1 {
			page = get(t, "http://"+address+"/metrics")
		}
		next := rows[0]
		rows = rows[1:]
		return next, true
	})))
	require.NoError(t, journal.Close())
	for _, want := range []string{
		`utilityd_gateway_rows_total{device="roof",fate="conflict"} 1`,
		`utilityd_gateway_answers_total{device="roof",outcome="accepted"} 2`,
		`utilityd_gateway_open_readings 0`,
	} {
		require.Contains(t, page, want)
	}
}

func get(t *testing.T, url string) string {
	t.Helper()
	res, err := http.Get(url)
	require.NoError(t, err)
	defer res.Body.Close()
	bz, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return string(bz)
}
