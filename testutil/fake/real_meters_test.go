package fake_test

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/testutil/keepertest"
	"github.com/utilityd/utilityd/x/meterid/keeper"
	"github.com/utilityd/utilityd/x/meterid/reading"
	"github.com/utilityd/utilityd/x/meterid/signature"
	"github.com/utilityd/utilityd/x/meterid/types"
)

var (
	account = keepertest.Account
	opening = types.Registers{Time: keepertest.Noon, ImportRegister: 1_000, ExportRegister: 500}
)

// openingAt are the first registers of a device that comes in the place of another one.
func openingAt(ctx sdk.Context) types.Registers {
	return types.Registers{Time: ctx.BlockTime().Unix(), ImportRegister: 9}
}

// village is x/meterid with signing devices: two active meters, of which one is of a renewable technology, and a registered one.
type village struct {
	t    *testing.T
	k    *keeper.Keeper
	msgs types.MsgServer
}

func newRealMeters(t *testing.T) metersUnderTest {
	t.Helper()
	kit := keepertest.New(t)
	k := keeper.NewKeeper(kit.Codec, kit.Store(types.StoreKey), keepertest.Addresses, account("governance"),
		kit.Work().Queue(types.ModuleName))
	told := new([]string)
	for _, module := range []string{"energy", "water"} {
		k.RegisterSink(module, recorder{module, told})
	}
	ctx := kit.Context()
	require.NoError(t, k.InitGenesis(ctx, *types.DefaultGenesis()))
	v := village{t, k, keeper.NewMsgServer(k)}
	_, err := v.msgs.AuthorizeIssuer(ctx, &types.MsgAuthorizeIssuer{
		Authority: account("governance"), Address: account("issuer"), Name: "Calibration Office", Media: []types.Medium{types.MEDIUM_ELECTRICITY},
	})
	require.NoError(t, err)
	for id := range uint64(3) {
		v.register(ctx, id+1)
	}
	for id := range uint64(2) {
		message, err := reading.Reading{
			ChainID: keepertest.ChainID, Meter: id + 1, KeyVersion: 1,
			Time: opening.Time, Import: opening.ImportRegister, Export: opening.ExportRegister,
		}.AppendBytes(nil)
		_, err = v.msgs.ActivateMeter(ctx, &types.MsgActivateMeter{
			Owner: account("owner"), Meter: id + 1, Opening: opening, Signature: v.sign(id+1, message, err),
		})
		require.NoError(t, err)
	}
	_, err = v.msgs.AttestClaim(ctx, &types.MsgAttestClaim{
		Issuer: account("issuer"), Meter: 1, Type: types.CLAIM_TYPE_TECHNOLOGY, Renewable: true,
	})
	require.NoError(t, err)
	return metersUnderTest{k, v.do, ctx, told}
}

func device(meter uint64) signature.PrivateKey {
	key, err := signature.FromSeed(signature.Ed25519, sha256.Sum256(fmt.Append(nil, meter)))
	if err != nil {
		panic(err)
	}
	return key
}

// sign is the signature of the device of a meter.
func (v village) sign(meter uint64, message []byte, err error) []byte {
	v.t.Helper()
	require.NoError(v.t, err)
	sig, err := device(meter).Sign(message)
	require.NoError(v.t, err)
	return sig
}

// register registers a meter. A step of the second one is a third of a Wh.
func (v village) register(ctx sdk.Context, meter uint64) {
	v.t.Helper()
	key, serial := device(meter), fmt.Sprint(meter)
	message, err := reading.Registration{
		ChainID: keepertest.ChainID, Issuer: keepertest.AccountBytes("issuer"), Serial: serial,
		KeyType: uint8(key.Scheme()), Key: key.Public(),
	}.AppendBytes(nil)
	msg := &types.MsgRegisterMeter{
		Issuer: account("issuer"), Serial: serial, Owner: account("owner"),
		Medium: types.MEDIUM_ELECTRICITY, Direction: types.DIRECTION_BIDIRECTIONAL,
		PublicKey:             types.PublicKey{Type: types.KeyType(key.Scheme()), Key: key.Public()},
		RegisterUnitNumerator: 1, RegisterUnitDenominator: 1, MaxRatePerHour: 10_000,
		PossessionSignature: v.sign(meter, message, err),
	}
	if meter == 2 {
		msg.RegisterUnitDenominator = 3
	}
	r, err := v.msgs.RegisterMeter(ctx, msg)
	require.NoError(v.t, err)
	require.Equal(v.t, meter, r.Meter)
}

// after are the registers of a meter, some steps later and now.
func (v village) after(ctx sdk.Context, meter, imported, exported uint64) types.Registers {
	last, err := v.k.Registers(ctx, meter)
	if err != nil { // there are none: the message is refused for the status
		return types.Registers{Time: ctx.BlockTime().Unix()}
	}
	return types.Registers{
		Time: ctx.BlockTime().Unix(), ImportRegister: last.ImportRegister + imported, ExportRegister: last.ExportRegister + exported,
	}
}

// read is the signed reading of a meter, some steps later and now.
func (v village) read(ctx sdk.Context, meter, imported, exported uint64) types.Reading {
	v.t.Helper()
	at := v.after(ctx, meter, imported, exported)
	message, err := reading.Reading{
		ChainID: keepertest.ChainID, Meter: meter, KeyVersion: 1, Time: at.Time, Import: at.ImportRegister, Export: at.ExportRegister,
	}.AppendBytes(nil)
	return types.Reading{
		Meter: meter, Time: at.Time, ImportRegister: at.ImportRegister, ExportRegister: at.ExportRegister,
		Signature: v.sign(meter, message, err),
	}
}

func (v village) submit(ctx sdk.Context, readings ...types.Reading) error {
	v.t.Helper()
	r, err := v.msgs.SubmitReadings(ctx, &types.MsgSubmitReadings{Gateway: account("gateway"), Readings: readings})
	if err == nil {
		require.Len(v.t, readings, int(r.Accepted), "%s", r.Codes)
	}
	return err
}

func (v village) do(ctx sdk.Context, s meterStep) error {
	v.t.Helper()
	closing := func() types.Registers { return v.after(ctx, s.meter, s.imported, s.exported) }
	switch s.do {
	case "bind":
		return v.k.BindMeter(ctx, s.meter, types.Binding{Module: s.module, Ref: 3, Slot: s.slot})
	case "unbind":
		return v.k.UnbindMeter(ctx, s.meter, s.module)
	case "count":
		return v.submit(ctx, v.read(ctx, s.meter, s.imported, s.exported))
	case "count both":
		return v.submit(ctx, v.read(ctx, 2, 20, 2), v.read(ctx, 1, 10, 1))
	case "suspend":
		_, err := v.msgs.SuspendMeter(ctx, &types.MsgSuspendMeter{Signer: account("issuer"), Meter: s.meter})
		return err
	case "transfer":
		newOwner, last := account(s.owner), closing()
		if _, err := v.msgs.TransferMeter(ctx, &types.MsgTransferMeter{
			Issuer: account("issuer"), Meter: s.meter, NewOwner: newOwner, Closing: last,
		}); err != nil {
			return err
		}
		if _, err := v.msgs.ConsentToTransfer(ctx, &types.MsgConsentToTransfer{
			Owner: account("owner"), Meter: s.meter, NewOwner: newOwner, Closing: last,
		}); err != nil {
			return err
		}
		_, err := v.msgs.AcceptTransfer(ctx, &types.MsgAcceptTransfer{NewOwner: newOwner, Meter: s.meter, Closing: last, KeyVersion: 1})
		return err
	case "replace":
		last, first := closing(), openingAt(ctx)
		if _, err := v.msgs.ReplaceMeter(ctx, &types.MsgReplaceMeter{
			Issuer: account("issuer"), Meter: s.meter, NewMeter: 3, Closing: last, Opening: first,
		}); err != nil {
			return err
		}
		_, err := v.msgs.AcceptReplacement(ctx, &types.MsgAcceptReplacement{
			Owner: account("owner"), Meter: s.meter, NewMeter: 3, Closing: last, Opening: first,
		})
		return err
	case "retire":
		_, err := v.msgs.RetireMeter(ctx, &types.MsgRetireMeter{Owner: account("owner"), Meter: s.meter})
		return err
	}
	return fmt.Errorf("expected an operation, got %q", s.do)
}
