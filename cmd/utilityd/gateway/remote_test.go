package gateway_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/tx"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
)

// A node that takes connections and never answers must not block the gateway.
func TestANodeThatIsSilentIsGivenUp(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer silent.Close()
	ctx, err := gateway.WithTimeout(client.Context{NodeURI: "tcp://" + silent.Addr().String(), ChainID: chainID}, 1)
	require.NoError(t, err)
	answered := make(chan error, 2)
	remote := gateway.NewRemote(ctx, tx.Factory{})
	go func() { answered <- remote.CheckChain(context.Background()) }()
	go func() {
		_, err := remote.Broadcast(context.Background(), gateway.Batch{Bytes: []byte{1}})
		answered <- err
	}()
	for range 2 {
		select {
		case err := <-answered:
			require.Error(t, err)
		case <-time.After(30 * time.Second):
			t.Fatal("the call of a silent node does not end")
		}
	}
}

func TestTheExitStatusOfARunThatIsInterrupted(t *testing.T) {
	broken := errors.New("the journal is broken")
	require.NoError(t, gateway.Interrupted(context.Canceled, false), "run was to go on until it is interrupted")
	require.ErrorContains(t, gateway.Interrupted(context.Canceled, true), "interrupted before all rows", "replay was to end by itself")
	require.ErrorIs(t, gateway.Interrupted(broken, false), broken)
	require.NoError(t, gateway.Interrupted(nil, true))
}

func TestTheSummaryIsTheLastLine(t *testing.T) {
	var out bytes.Buffer
	report := gateway.NewReporter(&out)
	journal := open(t, t.TempDir())
	report.Begin(journal)
	require.NoError(t, report.Close(gateway.Rows{}))
	ended := out.String()
	report.Event(gateway.Event{Trouble: "the broker is gone"})
	require.Equal(t, ended, out.String())
	require.NoError(t, journal.Close())
}
