package keeper_test

import (
	"crypto/sha256"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/testutil/keepertest"
	"github.com/utilityd/utilityd/x/meterid/keeper"
	"github.com/utilityd/utilityd/x/meterid/reading"
	"github.com/utilityd/utilityd/x/meterid/signature"
	"github.com/utilityd/utilityd/x/meterid/types"
)

const (
	chainID = keepertest.ChainID
	noon    = keepertest.Noon
	hour    = int64(3_600)
	day     = 24 * hour
)

var (
	addresses    = keepertest.Addresses
	account      = keepertest.Account
	accountBytes = keepertest.AccountBytes
)

// fixture is a chain with this module only: an issuer of electricity meters and a module "energy" that counts.
type fixture struct {
	t       testing.TB
	ctx     sdk.Context
	work    *keepertest.Work
	keeper  *keeper.Keeper
	msgs    types.MsgServer
	queries types.QueryServer
	energy  *fakeSink
	water   *fakeSink
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	f := emptyFixture(t)
	f.work.Begin(f.ctx, 100)
	require.NoError(t, f.keeper.InitGenesis(f.ctx, *types.DefaultGenesis()))
	_, err := f.msgs.AuthorizeIssuer(f.ctx, &types.MsgAuthorizeIssuer{
		Authority: account("governance"),
		Address:   account("issuer"),
		Name:      "Calibration Office",
		Media:     []types.Medium{types.MEDIUM_ELECTRICITY},
	})
	require.NoError(t, err)
	return f
}

// emptyFixture is a store before genesis.
func emptyFixture(t testing.TB) *fixture {
	t.Helper()
	kit := keepertest.New(t)
	work := kit.Work()
	k := keeper.NewKeeper(kit.Codec, kit.Store(types.StoreKey), addresses, account("governance"), work.Queue(types.ModuleName))
	work.Handle(types.ModuleName, k.Work())
	f := &fixture{
		t: t, ctx: kit.Context(), work: work,
		keeper: k, msgs: keeper.NewMsgServer(k), queries: keeper.NewQueryServer(k),
		energy: &fakeSink{}, water: &fakeSink{},
	}
	k.RegisterSink("water", f.water)
	k.RegisterSink("energy", f.energy)
	return f
}

// device is the key of a device, by its serial number and the number of the key.
func device(scheme signature.Scheme, serial string, version uint32) signature.PrivateKey {
	key, err := signature.FromSeed(scheme, sha256.Sum256(append([]byte{byte(scheme), byte(version)}, serial...)))
	if err != nil {
		panic(err)
	}
	return key
}

func ed(serial string, version uint32) signature.PrivateKey {
	return device(signature.Ed25519, serial, version)
}

func publicKey(key signature.PrivateKey) types.PublicKey {
	return types.PublicKey{Type: types.KeyType(key.Scheme()), Key: key.Public()}
}

func sign(key signature.PrivateKey, message []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	sig, err := key.Sign(message)
	if err != nil {
		panic(err)
	}
	return sig
}

func signRegistration(key signature.PrivateKey, issuer, serial string) []byte {
	message, err := reading.Registration{
		ChainID: chainID, Issuer: accountBytes(issuer), Serial: serial, KeyType: uint8(key.Scheme()), Key: key.Public(),
	}.AppendBytes(nil)
	return sign(key, message, err)
}

func signRotation(signer, next signature.PrivateKey, meter uint64, version uint32) []byte {
	message, err := reading.Rotation{
		ChainID: chainID, Meter: meter, KeyVersion: version, KeyType: uint8(next.Scheme()), Key: next.Public(),
	}.AppendBytes(nil)
	return sign(signer, message, err)
}

// registration is the valid message for a bidirectional electricity meter of 1 Wh a step and at most 10 kW.
func registration(key signature.PrivateKey, serial string) *types.MsgRegisterMeter {
	return &types.MsgRegisterMeter{
		Issuer:                account("issuer"),
		Serial:                serial,
		Medium:                types.MEDIUM_ELECTRICITY,
		Direction:             types.DIRECTION_BIDIRECTIONAL,
		Owner:                 account("owner"),
		PublicKey:             publicKey(key),
		RegisterUnitNumerator: 1, RegisterUnitDenominator: 1,
		MaxRatePerHour:      10_000,
		PossessionSignature: signRegistration(key, "issuer", serial),
	}
}

// registered is a new meter.
func (f *fixture) registered(serial string) uint64 {
	f.t.Helper()
	r, err := f.msgs.RegisterMeter(f.ctx, registration(ed(serial, 1), serial))
	require.NoError(f.t, err)
	return r.Meter
}

// opening are the registers with which meters of the fixture begin, at noon.
var opening = types.Registers{Time: noon, ImportRegister: 1_000, ExportRegister: 500}

// active is a meter that its owner has accepted, at noon.
func (f *fixture) active(serial string) uint64 {
	f.t.Helper()
	id := f.registered(serial)
	_, err := f.msgs.ActivateMeter(f.ctx, activation(ed(serial, 1), id, opening))
	require.NoError(f.t, err)
	return id
}

// activation is the valid message for a registered meter.
func activation(key signature.PrivateKey, id uint64, at types.Registers) *types.MsgActivateMeter {
	return &types.MsgActivateMeter{Owner: account("owner"), Meter: id, Opening: at, Signature: read(key, id, 1, at).Signature}
}

// bound is a meter whose readings count for energy, as ref 3, slot = its number.
func (f *fixture) bound(serial string) uint64 {
	f.t.Helper()
	id := f.active(serial)
	f.bind(id, "energy")
	return id
}

func (f *fixture) bind(id uint64, module string) {
	f.t.Helper()
	require.NoError(f.t, f.keeper.BindMeter(f.ctx, id, types.Binding{Module: module, Ref: 3, Slot: id}))
}

func (f *fixture) suspended(serial string) uint64 {
	f.t.Helper()
	id := f.bound(serial)
	_, err := f.msgs.SuspendMeter(f.ctx, &types.MsgSuspendMeter{Signer: account("issuer"), Meter: id})
	require.NoError(f.t, err)
	return id
}

func (f *fixture) retired(serial string) uint64 {
	f.t.Helper()
	id := f.bound(serial)
	_, err := f.msgs.RetireMeter(f.ctx, &types.MsgRetireMeter{Owner: account("owner"), Meter: id})
	require.NoError(f.t, err)
	return id
}

// in is a meter of a status, bound if it can be.
func (f *fixture) in(status types.MeterStatus, serial string) uint64 {
	f.t.Helper()
	switch status {
	case types.METER_STATUS_REGISTERED:
		return f.registered(serial)
	case types.METER_STATUS_ACTIVE:
		return f.bound(serial)
	case types.METER_STATUS_SUSPENDED:
		return f.suspended(serial)
	default:
		return f.retired(serial)
	}
}

// later moves block time on.
func (f *fixture) later(seconds int64) {
	f.ctx = keepertest.At(f.ctx, f.ctx.BlockTime().Unix()+seconds)
}

func (f *fixture) meter(id uint64) types.Meter {
	f.t.Helper()
	m, err := f.keeper.Meter(f.ctx, id)
	require.NoError(f.t, err)
	return m
}

func (f *fixture) last(id uint64) types.Registers {
	f.t.Helper()
	r, err := f.keeper.Registers(f.ctx, id)
	require.NoError(f.t, err)
	return r
}

// read is a signed reading of a meter.
func read(key signature.PrivateKey, id uint64, version uint32, at types.Registers) types.Reading {
	message, err := reading.Reading{
		ChainID: chainID, Meter: id, KeyVersion: version, Time: at.Time, Import: at.ImportRegister, Export: at.ExportRegister,
	}.AppendBytes(nil)
	return types.Reading{
		Meter: id, Time: at.Time, ImportRegister: at.ImportRegister, ExportRegister: at.ExportRegister, Signature: sign(key, message, err),
	}
}

func (f *fixture) submit(readings ...types.Reading) *types.MsgSubmitReadingsResponse {
	f.t.Helper()
	r, err := f.msgs.SubmitReadings(f.ctx, &types.MsgSubmitReadings{Gateway: account("gateway"), Readings: readings})
	require.NoError(f.t, err)
	return r
}

func (f *fixture) export() *types.GenesisState {
	f.t.Helper()
	g, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(f.t, err)
	return g
}

// sound checks all invariants.
func (f *fixture) sound() {
	f.t.Helper()
	for _, i := range f.keeper.Invariants() {
		require.NoError(f.t, i.Check(f.ctx), i.Name)
	}
}

// refused checks that a message was refused for the reason, and that it changed nothing.
func (f *fixture) refused(before *types.GenesisState, err, want error) {
	f.t.Helper()
	require.ErrorIs(f.t, err, want)
	require.Equal(f.t, before, f.export())
}

// emitted checks that the last event is this one.
func (f *fixture) emitted(want proto.Message) {
	f.t.Helper()
	events := f.ctx.EventManager().ABCIEvents()
	require.NotEmpty(f.t, events)
	got, err := sdk.ParseTypedEvent(events[len(events)-1])
	require.NoError(f.t, err)
	require.Equal(f.t, want, got)
}
