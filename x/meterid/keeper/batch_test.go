package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdkaddress "github.com/cosmos/cosmos-sdk/types/address"

	"github.com/utilityd/utilityd/x/meterid/signature"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// step are the registers after so many minutes, with one Wh more a minute.
func step(minutes int64) types.Registers {
	return types.Registers{
		Time: noon + 60*minutes, ImportRegister: 1_000 + uint64(minutes), ExportRegister: 500, //nolint:gosec // small
	}
}

// One bad reading of a batch never blocks the others.
func TestBatchReportsPerReading(t *testing.T) {
	f := newFixture(t)
	a, b, c := f.bound("S1"), f.bound("S2"), f.suspended("S3")
	f.later(hour)
	spoiled := read(ed("S2", 1), b, 1, step(15))
	spoiled.Signature[0] ^= 1

	r := f.submit(
		read(ed("S1", 1), a, 1, step(15)),
		spoiled,
		read(ed("S1", 1), a, 1, step(15)),
		read(ed("S3", 1), c, 1, step(15)),
		read(ed("S1", 1), a, 1, step(30)),
		read(ed("S2", 1), b, 1, types.Registers{Time: noon + 60, ImportRegister: 1_000_000, ExportRegister: 500}),
		read(ed("S2", 1), b, 1, step(15)),
		read(ed("S1", 1), 99, 1, step(15)),
	)

	require.Equal(t, &types.MsgSubmitReadingsResponse{
		Codes: []types.ReadingCode{
			types.READING_CODE_ACCEPTED,
			types.READING_CODE_BAD_SIGNATURE,
			types.READING_CODE_DUPLICATE, // the same reading twice in a batch
			types.READING_CODE_SUSPENDED,
			types.READING_CODE_ACCEPTED, // two steps of one meter in a batch
			types.READING_CODE_QUARANTINED,
			types.READING_CODE_ACCEPTED,
			types.READING_CODE_UNKNOWN_METER,
		},
		Accepted: 3, Duplicate: 1, Quarantined: 1, Rejected: 3,
	}, r)
	f.emitted(&types.EventReadingsSubmitted{Gateway: account("gateway"), Accepted: 3, Duplicate: 1, Quarantined: 1, Rejected: 3})
	require.Empty(t, f.export().Quarantine, "the good reading that follows clears the quarantine")
	f.sound()
}

// The same reading across batches is acknowledged and counts once.
func TestBatchSentTwiceCountsOnce(t *testing.T) {
	f := newFixture(t)
	id := f.bound("S1")
	f.later(hour)
	batch := []types.Reading{read(ed("S1", 1), id, 1, step(15)), read(ed("S1", 1), id, 1, step(30))}
	require.Equal(t, uint32(2), f.submit(batch...).Accepted)
	before := f.export()
	again := f.submit(batch...)
	require.Equal(t, []types.ReadingCode{types.READING_CODE_TIME_WENT_BACK, types.READING_CODE_DUPLICATE}, again.Codes)
	require.Equal(t, before, f.export())
	require.Len(t, f.energy.batches, 1, "a batch without accepted readings calls no sink")
}

// Loss, duplication, reordering and a bad value heal by themselves: whatever order readings arrive in, what is counted in
// the end is what the last register says.
func TestReadingsHeal(t *testing.T) {
	tests := []struct {
		name  string
		order []int64
	}{
		{name: "in order", order: []int64{15, 30, 45, 60}},
		{name: "with a gap", order: []int64{15, 60}},
		{name: "out of order", order: []int64{30, 15, 60, 45}},
		{name: "backwards", order: []int64{60, 45, 30, 15}},
		{name: "again and again", order: []int64{15, 15, 30, 15, 30, 60, 60, 45, 15}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			id := f.bound("S1")
			f.later(hour)
			for _, minutes := range tc.order {
				f.submit(read(ed("S1", 1), id, 1, step(minutes)))
			}
			total, from := uint64(0), noon
			for _, r := range f.energy.readings() {
				require.Equal(t, from, r.From, "spans follow each other without a gap")
				total, from = total+r.Import, r.To
			}
			require.Equal(t, uint64(60), total)
			require.Equal(t, step(60), f.last(id))
		})
	}
}

// Sinks get one call for each batch, modules by name, readings by (ref, to, slot).
func TestBatchIsDeliveredInOrder(t *testing.T) {
	f := newFixture(t)
	var order []string
	for i, serial := range []string{"S1", "S2", "S3", "S4"} {
		id := f.active(serial)
		module := "energy"
		if i == 0 {
			module = "water"
		}
		require.NoError(t, f.keeper.BindMeter(f.ctx, id, types.Binding{Module: module, Ref: 10 - id, Slot: 7}))
	}
	// Meters 3 and 4 share a place but for the slot.
	require.NoError(t, f.keeper.BindMeter(f.ctx, 4, types.Binding{Module: "energy", Ref: 7, Slot: 6}))
	f.later(hour)

	f.submit(
		read(ed("S1", 1), 1, 1, step(15)),
		read(ed("S2", 1), 2, 1, step(15)),
		read(ed("S3", 1), 3, 1, step(15)),
		read(ed("S4", 1), 4, 1, step(15)),
		read(ed("S3", 1), 3, 1, step(30)),
	)

	require.Len(t, f.energy.batches, 1)
	require.Len(t, f.water.batches, 1)
	for _, r := range f.energy.readings() {
		order = append(order, fmt.Sprintf("ref %d to %d slot %d", r.Ref, (r.To-noon)/60, r.Slot))
	}
	require.Equal(t, []string{"ref 7 to 15 slot 6", "ref 7 to 15 slot 7", "ref 7 to 30 slot 7", "ref 8 to 15 slot 7"}, order)
	require.Equal(t, uint64(9), f.water.readings()[0].Ref)
}

// A broken sink fails the message: nothing is lost, because the registers have not moved.
func TestBatchFailsWithItsSink(t *testing.T) {
	f := newFixture(t)
	id := f.bound("S1")
	f.later(hour)
	f.energy.broken = true
	branch, _ := f.ctx.CacheContext()
	_, err := f.msgs.SubmitReadings(branch, &types.MsgSubmitReadings{
		Gateway: account("gateway"), Readings: []types.Reading{read(ed("S1", 1), id, 1, step(15))},
	})
	require.ErrorIs(t, err, errSinkBroken)
	require.Equal(t, opening, f.last(id))
}

// The price of a batch is its number of readings, whatever becomes of them.
func TestBatchCostsByItsReadings(t *testing.T) {
	f := newFixture(t)
	id := f.bound("S1")
	f.later(hour)
	good := read(ed("S1", 1), id, 1, step(15))
	for _, batch := range [][]types.Reading{{good}, {good}, {{Meter: 99}}} {
		f.ctx = f.ctx.WithGasMeter(storetypes.NewGasMeter(10_000_000))
		f.submit(batch...)
		require.Equal(t, types.DefaultParams().GasPerReading, f.ctx.GasMeter().GasConsumed())
	}
	f.ctx = f.ctx.WithGasMeter(storetypes.NewGasMeter(10_000_000))
	f.submit(good, good, good)
	require.Equal(t, 3*types.DefaultParams().GasPerReading, f.ctx.GasMeter().GasConsumed())
}

// One event of bounded size for each batch, not one for each reading.
func TestBatchEmitsOneEvent(t *testing.T) {
	f := newFixture(t)
	id := f.bound("S1")
	f.later(hour)
	readings := make([]types.Reading, 1_000)
	for i := range readings {
		readings[i] = read(ed("S1", 1), id, 1, types.Registers{Time: noon + int64(i), ImportRegister: 1_000, ExportRegister: 500})
	}
	f.ctx = f.ctx.WithEventManager(f.ctx.EventManager())
	before := len(f.ctx.EventManager().Events())
	f.submit(readings...)
	events := f.ctx.EventManager().ABCIEvents()[before:]
	require.Len(t, events, 1)
	require.Less(t, events[0].Size(), 400)
}

// If the signer of the transaction is the key of the meter, no second signature is needed.
func TestReadingSignedByTheTransaction(t *testing.T) {
	tests := []struct {
		name    string
		scheme  signature.Scheme
		address func(key []byte) []byte
		want    types.ReadingCode
	}{
		{
			name:    "of the account of its secp256k1 key",
			scheme:  signature.Secp256k1,
			address: func(key []byte) []byte { return (&secp256k1.PubKey{Key: key}).Address() },
			want:    types.READING_CODE_ACCEPTED,
		},
		{
			name:    "of the account of its P-256 key",
			scheme:  signature.Secp256r1,
			address: func(key []byte) []byte { return sdkaddress.Hash("cosmos.crypto.secp256r1.PubKey", key) },
			want:    types.READING_CODE_ACCEPTED,
		},
		{
			name:    "of an account that has nothing to do with its key",
			scheme:  signature.Secp256k1,
			address: func([]byte) []byte { return accountBytes("gateway") },
			want:    types.READING_CODE_BAD_SIGNATURE,
		},
		{
			name:    "of an Ed25519 device, which has no account",
			scheme:  signature.Ed25519,
			address: func(key []byte) []byte { return sdkaddress.Hash("cosmos.crypto.ed25519.PubKey", key) },
			want:    types.READING_CODE_BAD_SIGNATURE,
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			key := device(tc.scheme, "S1", 1)
			_, err := f.msgs.RegisterMeter(f.ctx, registration(key, "S1"))
			require.NoError(t, err)
			_, err = f.msgs.ActivateMeter(f.ctx, activation(key, 1, opening))
			require.NoError(t, err)
			f.bind(1, "energy")
			f.later(hour)
			gateway, err := addresses.BytesToString(tc.address(key.Public()))
			require.NoError(t, err)

			at := step(15)
			r, err := f.msgs.SubmitReadings(f.ctx, &types.MsgSubmitReadings{Gateway: gateway, Readings: []types.Reading{
				{Meter: 1, Time: at.Time, ImportRegister: at.ImportRegister, ExportRegister: at.ExportRegister},
			}})
			require.NoError(t, err)
			require.Equal(t, tc.want, r.Codes[0])

			// A signature, if there is one, must be good all the same.
			bad := read(key, 1, 1, step(30))
			bad.Signature[1] ^= 1
			r, err = f.msgs.SubmitReadings(f.ctx, &types.MsgSubmitReadings{Gateway: gateway, Readings: []types.Reading{bad}})
			require.NoError(t, err)
			require.Equal(t, types.READING_CODE_BAD_SIGNATURE, r.Codes[0])
		})
	}
}
