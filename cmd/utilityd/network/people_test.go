package network_test

import (
	"encoding/hex"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/tx"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
)

// gasPerMessage is more than any message needs.
const gasPerMessage = 400_000

// people sign with the keys of a home and talk to its node over RPC.
type people struct{ client.Context }

func newPeople(t testing.TB, dir string) people {
	t.Helper()
	enc := app.NewEncoding()
	ring, err := keyring.New(sdk.KeyringServiceName(), keyring.BackendTest, dir, nil, enc.Codec)
	require.NoError(t, err)
	setting := func(key string) string {
		return strings.TrimSpace(utilityd(t, "config", "get", "client", key, "--home", dir))
	}
	node, err := client.NewClientFromNode(setting("node"))
	require.NoError(t, err)
	return people{client.Context{}.
		WithCodec(enc.Codec).WithInterfaceRegistry(enc.Registry).WithTxConfig(enc.TxConfig).
		WithAccountRetriever(authtypes.AccountRetriever{}).WithBroadcastMode("sync").
		WithKeyring(ring).WithChainID(setting("chain-id")).WithClient(node)}
}

// startDevnet starts a chain of one validator on which an epoch of the past is open for some seconds. Settings are names in config.toml,
// each with its value behind it.
func startDevnet(t testing.TB, late uint64, settings ...string) (dir string, node *process, p people) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "node")
	_, err := devnet.Init(devnet.Config{
		Home: dir, BlockTime: 200 * time.Millisecond, Ports: home.DefaultPorts(freeOffset(t, 1, 0)), Genesis: quickGenesis(late),
	})
	require.NoError(t, err)
	for setting := range slices.Chunk(settings, 2) {
		utilityd(t, "config", "set", "config", setting[0], setting[1], "--home", dir)
	}
	node = launch(t, "devnet", "--home", dir)
	p = newPeople(t, dir)
	until(t, "the first block", func() bool { return p.height(t) > 0 })
	return dir, node, p
}

func (p people) address(t testing.TB, name string) string {
	t.Helper()
	record, err := p.Keyring.Key(name)
	require.NoError(t, err)
	address, err := record.GetAddress()
	require.NoError(t, err)
	return address.String()
}

// broadcast sends a transaction of one person and returns its hash.
func (p people) broadcast(t testing.TB, name string, msgs ...sdk.Msg) string {
	t.Helper()
	number, sequence, err := p.AccountRetriever.GetAccountNumberSequence(p.Context, sdk.MustAccAddressFromBech32(p.address(t, name)))
	require.NoError(t, err)
	factory := tx.Factory{}.WithTxConfig(p.TxConfig).WithKeybase(p.Keyring).WithChainID(p.ChainID).
		WithSignMode(signing.SignMode_SIGN_MODE_DIRECT).WithAccountNumber(number).WithSequence(sequence).
		WithGas(gasPerMessage * uint64(len(msgs)))
	builder, err := factory.BuildUnsignedTx(msgs...)
	require.NoError(t, err)
	require.NoError(t, tx.Sign(t.Context(), factory, name, builder, true))
	bz, err := p.TxConfig.TxEncoder()(builder.GetTx())
	require.NoError(t, err)
	res, err := p.BroadcastTxSync(bz)
	require.NoError(t, err)
	require.Zero(t, res.Code, res.RawLog)
	return res.TxHash
}

// await returns the responses to the messages of a transaction once a block holds it.
func (p people) await(t testing.TB, hash string) []proto.Message {
	t.Helper()
	key, err := hex.DecodeString(hash)
	require.NoError(t, err)
	var all sdk.TxMsgData
	until(t, "transaction "+hash+" is in a block", func() bool {
		res, err := p.Client.Tx(t.Context(), key, false)
		if err != nil {
			return false
		}
		require.Zero(t, res.TxResult.Code, res.TxResult.Log)
		require.NoError(t, proto.Unmarshal(res.TxResult.Data, &all))
		return true
	})
	responses := make([]proto.Message, len(all.MsgResponses))
	for i, wrapped := range all.MsgResponses {
		response, err := p.InterfaceRegistry.Resolve(wrapped.TypeUrl)
		require.NoError(t, err)
		require.NoError(t, proto.Unmarshal(wrapped.Value, response))
		responses[i] = response
	}
	return responses
}

func (p people) send(t testing.TB, name string, msgs ...sdk.Msg) []proto.Message {
	t.Helper()
	return p.await(t, p.broadcast(t, name, msgs...))
}

// height is that of the last block, 0 if the node does not answer.
func (p people) height(t testing.TB) int64 {
	t.Helper()
	status, err := p.Client.Status(t.Context())
	if err != nil {
		return 0
	}
	return status.SyncInfo.LatestBlockHeight
}
