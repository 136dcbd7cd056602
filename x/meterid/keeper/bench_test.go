package keeper_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/meterid/signature"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// idleSink counts and forgets.
type idleSink struct{ readings int }

func (s *idleSink) ApplyReadings(_ context.Context, r []types.AcceptedReading) error {
	s.readings += len(r)
	return nil
}
func (*idleSink) MeterTransferred(context.Context, types.Meter, types.Meter) error { return nil }
func (*idleSink) MeterReplaced(context.Context, types.Meter, types.Meter) error    { return nil }
func (*idleSink) MeterRetired(context.Context, types.Meter) error                  { return nil }

const benchBatch = 1_024

// benchFixture has so many meters that count for an idle sink.
func benchFixture(b *testing.B, meters int) (*fixture, []signature.PrivateKey) {
	b.Helper()
	f := newFixture(b)
	f.keeper.RegisterSink("bench", &idleSink{})
	keys := make([]signature.PrivateKey, meters)
	g := f.export()
	for i := range keys {
		serial := fmt.Sprintf("bench %d", i)
		keys[i] = ed(serial, 1)
		id := uint64(i) + 1 //nolint:gosec // small
		g.Meters = append(g.Meters, types.Meter{
			Id: id, Serial: serial, Medium: types.MEDIUM_ELECTRICITY, Direction: types.DIRECTION_BIDIRECTIONAL,
			Owner: account("owner"), Issuer: account("issuer"), PublicKey: publicKey(keys[i]), KeyVersion: 1,
			RegisterUnitNumerator: 1, RegisterUnitDenominator: 1, MaxRatePerHour: 10_000, Status: types.METER_STATUS_ACTIVE,
			Binding: types.Binding{Module: "bench", Ref: 3, Slot: uint64(i)}, //nolint:gosec // small
			Claims:  []types.Claim{{Type: types.CLAIM_TYPE_TECHNOLOGY, Renewable: true, Issuer: account("issuer"), ValidFrom: 1}},
		})
		g.Registers = append(g.Registers, types.MeterRegisters{Meter: id, Registers: opening})
		g.NextMeter++
	}
	require.NoError(b, f.keeper.InitGenesis(f.ctx, *g))
	return f, keys
}

// batches are the readings of n batches, one quarter of an hour each.
func batches(keys []signature.PrivateKey, n int) [][]types.Reading {
	all := make([][]types.Reading, n)
	for i := range all {
		all[i] = make([]types.Reading, benchBatch)
		for j := range all[i] {
			meter := (i*benchBatch + j) % len(keys)
			round := int64((i*benchBatch+j)/len(keys)) + 1
			all[i][j] = read(keys[meter], uint64(meter)+1, 1, types.Registers{ //nolint:gosec // small
				Time: noon + 900*round, ImportRegister: 1_000 + 100*uint64(round), ExportRegister: 500, //nolint:gosec // small
			})
		}
	}
	return all
}

// BenchmarkSubmitReadings is a batch of 1,024 readings. "remembered" had its signatures verified before, as CheckTx does.
// "verify" is the verification of those signatures alone.
func BenchmarkSubmitReadings(b *testing.B) {
	const meters, rounds = 10_240, 16
	run := func(b *testing.B, remembered bool) {
		f, keys := benchFixture(b, meters)
		all := batches(keys, rounds*meters/benchBatch)
		f.ctx = f.ctx.WithBlockTime(time.Unix(noon+900*(rounds+1), 0))
		start, _ := f.ctx.CacheContext()
		ctx := start
		b.ReportAllocs()
		b.ResetTimer()
		for i := range b.N {
			if i%len(all) == 0 {
				b.StopTimer()
				ctx, _ = start.CacheContext()
				b.StartTimer()
			}
			batch := all[i%len(all)]
			msg := &types.MsgSubmitReadings{Gateway: account("gateway"), Readings: batch}
			if remembered {
				b.StopTimer()
				_, err := f.msgs.SubmitReadings(first(ctx.CacheContext()), msg)
				require.NoError(b, err)
				b.StartTimer()
			}
			r, err := f.msgs.SubmitReadings(ctx, msg)
			if err != nil || r.Accepted != benchBatch {
				b.Fatalf("expected %d accepted, got %v, %v", benchBatch, r, err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchBatch, "ns/reading")
	}
	b.Run("remembered", func(b *testing.B) { run(b, true) })
	b.Run("unseen", func(b *testing.B) { run(b, false) })
	b.Run("verify", func(b *testing.B) {
		_, keys := benchFixture(b, benchBatch)
		jobs := make([]signature.Job, benchBatch)
		for i := range jobs {
			message := fmt.Appendf(nil, "a message about as long as a reading is, of the meter %08d", i)
			jobs[i] = signature.Job{Scheme: signature.Ed25519, Key: keys[i].Public(), Message: message, Signature: sign(keys[i], message, nil)}
		}
		b.ResetTimer()
		for range b.N {
			signature.Verify(jobs)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchBatch, "ns/reading")
	})
}

func first[A, B any](a A, _ B) A { return a }
