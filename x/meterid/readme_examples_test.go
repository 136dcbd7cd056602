package meterid_test

import (
	"context"
	"crypto/sha256"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/testutil/keepertest"
	"github.com/utilityd/utilityd/testutil/spec"
	"github.com/utilityd/utilityd/x/meterid/keeper"
	"github.com/utilityd/utilityd/x/meterid/reading"
	"github.com/utilityd/utilityd/x/meterid/signature"
	"github.com/utilityd/utilityd/x/meterid/types"
)

const (
	exampleChain   = "utility-1"
	exampleOpening = int64(1_767_225_600)
	exampleAccount = "utility1qyqszqgpqyqszqgpqyqszqgpqyqszqgp06lyel"
)

// counter is a module that counts.
type counter struct{ last *types.AcceptedReading }

func (c *counter) ApplyReadings(_ context.Context, r []types.AcceptedReading) error {
	c.last = &r[len(r)-1]
	return nil
}
func (*counter) MeterTransferred(context.Context, types.Meter, types.Meter) error { return nil }
func (*counter) MeterReplaced(context.Context, types.Meter, types.Meter) error    { return nil }
func (*counter) MeterRetired(context.Context, types.Meter) error                  { return nil }

// The readings of the worked example have the outcomes that the README says.
func TestReadmeExample(t *testing.T) {
	key, other := exampleKey(t, "its key"), exampleKey(t, "another key")
	k, ctx := exampleChainAt(t, 120, key)
	module := &counter{}
	k.RegisterSink("energy", module)
	require.NoError(t, k.BindMeter(ctx, 1, types.Binding{Module: "energy", Ref: 1}))
	msgs := keeper.NewMsgServer(k)

	for _, row := range spec.Read(t, "README.md").Table(t, "Worked examples") {
		signer := map[string]signature.PrivateKey{"its key": key, "another key": other}[row[3]]
		require.NotNil(t, signer, row[3])
		module.last = nil
		r, err := msgs.SubmitReadings(ctx, &types.MsgSubmitReadings{
			Gateway:  exampleAccount,
			Readings: []types.Reading{exampleReading(t, signer, number(t, row[0]), number(t, row[1]), number(t, row[2]))},
		})
		require.NoError(t, err)
		require.Equal(t, "READING_CODE_"+row[4], r.Codes[0].String(), "%v", row)
		if row[4] != "ACCEPTED" {
			require.Nil(t, module.last)
			continue
		}
		require.Equal(t, row[5], strconv.FormatUint(module.last.Import, 10))
		require.Equal(t, row[6], strconv.FormatUint(module.last.Export, 10))
	}
}

func number(t *testing.T, text string) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(text, 10, 63)
	require.NoError(t, err)
	return n
}

func exampleKey(t *testing.T, name string) signature.PrivateKey {
	t.Helper()
	key, err := signature.FromSeed(signature.Ed25519, sha256.Sum256([]byte(name)))
	require.NoError(t, err)
	return key
}

func exampleReading(t *testing.T, key signature.PrivateKey, minute, imported, exported uint64) types.Reading {
	t.Helper()
	at := exampleOpening + 60*int64(minute) //nolint:gosec // small
	message, err := reading.Reading{
		ChainID: exampleChain, Meter: 1, KeyVersion: 1, Time: at, Import: imported, Export: exported,
	}.AppendBytes(nil)
	require.NoError(t, err)
	sig, err := key.Sign(message)
	require.NoError(t, err)
	return types.Reading{Meter: 1, Time: at, ImportRegister: imported, ExportRegister: exported, Signature: sig}
}

// exampleChainAt is a chain with the meter of the worked example.
func exampleChainAt(t *testing.T, minute int64, key signature.PrivateKey) (*keeper.Keeper, sdk.Context) {
	t.Helper()
	kit := keepertest.New(t)
	k := keeper.NewKeeper(kit.Codec, kit.Store(types.StoreKey), keepertest.Addresses, exampleAccount, kit.Work().Queue(types.ModuleName))
	ctx := kit.Context().WithChainID(exampleChain).WithBlockTime(time.Unix(exampleOpening+60*minute, 0))
	require.NoError(t, k.InitGenesis(ctx, types.GenesisState{
		Params:    types.DefaultParams(),
		Issuers:   []types.Issuer{{Address: exampleAccount, Name: "Office", Media: []types.Medium{types.MEDIUM_ELECTRICITY}, Active: true}},
		NextMeter: 2,
		Meters: []types.Meter{{
			Id: 1, Serial: "example", Medium: types.MEDIUM_ELECTRICITY, Direction: types.DIRECTION_BIDIRECTIONAL,
			Owner: exampleAccount, Issuer: exampleAccount, KeyVersion: 1, RegisterUnitNumerator: 1, RegisterUnitDenominator: 1, MaxRatePerHour: 10_000,
			PublicKey: types.PublicKey{Type: types.KEY_TYPE_ED25519, Key: key.Public()}, Status: types.METER_STATUS_ACTIVE,
		}},
		Registers: []types.MeterRegisters{{
			Meter: 1, Registers: types.Registers{Time: exampleOpening, ImportRegister: 1_000, ExportRegister: 500},
		}},
	}))
	return k, ctx
}
