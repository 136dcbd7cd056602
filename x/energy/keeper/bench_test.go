package keeper_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	dbm "github.com/cosmos/cosmos-db"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"
	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/runtime"
	"github.com/cosmos/cosmos-sdk/store/v2"
	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/keeper"
	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/types"
)

// BenchmarkSettle measures a settlement in EndBlock with state on disk, the commit included: CPU time per member. Half of
// the members have a surplus, half a deficit; all pay.
//
// one_key_per_member is the same netting with all that a settlement touches of a member under a key of its own.
func BenchmarkSettle(b *testing.B) {
	for _, members := range []uint64{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("pages/members=%d", members), func(b *testing.B) { benchmarkPages(b, members) })
	}
	for _, members := range []uint64{10_000, 100_000} {
		b.Run(fmt.Sprintf("one_key_per_member/members=%d", members), func(b *testing.B) { benchmarkKeys(b, members) })
	}
}

// disk is a store on disk as a node has it, but for the fast nodes, which only help queries.
type disk struct {
	key    *storetypes.KVStoreKey
	stores storetypes.CommitMultiStore
	height int64
}

func newDisk(b *testing.B) *disk {
	b.Helper()
	db, err := dbm.NewGoLevelDB("energy", b.TempDir(), nil)
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, db.Close()) })
	d := &disk{key: storetypes.NewKVStoreKey(types.StoreKey), stores: store.NewCommitMultiStore(db, log.NewNopLogger())}
	d.stores.SetIAVLDisableFastNode(true)
	d.stores.MountStoreWithDB(d.key, storetypes.StoreTypeIAVL, nil)
	require.NoError(b, d.stores.LoadLatestVersion())
	return d
}

// block runs fn as a block does: on a branch, which is written and committed.
func (d *disk) block(b *testing.B, now int64, fn func(ctx sdk.Context) error) {
	b.Helper()
	d.height++
	branch := d.stores.CacheMultiStore()
	header := cmtproto.Header{Height: d.height, Time: time.Unix(now, 0).UTC()}
	require.NoError(b, fn(sdk.NewContext(branch, header, false, log.NewNopLogger())))
	branch.Write()
	d.stores.Commit()
}

// cpu is the CPU time that the process has used: garbage collector and database included.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// randomReport is a surplus for even slots and a deficit for odd ones.
func randomReport(r *rand.Rand) func(slot uint64) types.Interval {
	return func(slot uint64) types.Interval {
		if slot%2 == 0 {
			return types.Interval{ExportWh: 1 + r.Uint64N(2_000)}
		}
		return types.Interval{ImportWh: 1 + r.Uint64N(2_400)}
	}
}

func benchmarkPages(b *testing.B, members uint64) {
	d := newDisk(b)
	k := keeper.NewKeeper(codec.NewProtoCodec(codectypes.NewInterfaceRegistry()), runtime.NewKVStoreService(d.key),
		addresses, account("governance"), newFakeBank("ueur"), newFakeMeters())
	r := rand.New(rand.NewPCG(1, members)) //nolint:gosec // figures should repeat

	msg := village()
	msg.PricePerKwh, msg.MaxMembers = 250_000, 1<<20
	var community types.Community
	d.block(b, noon, func(ctx sdk.Context) error {
		genesis := types.DefaultGenesis()
		genesis.Params.MaxPagesPerBlock = 1_000_000
		if err := k.InitGenesis(ctx, *genesis); err != nil {
			return err
		}
		if _, err := keeper.NewMsgServer(k).CreateCommunity(ctx, &msg); err != nil {
			return err
		}
		resp, err := keeper.NewQueryServer(k).Community(ctx, &types.QueryCommunityRequest{Community: 1})
		if err != nil {
			return err
		}
		community = resp.Community
		return k.Fill(ctx, community, members, func(uint64) uint64 { return 1 << 32 })
	})
	community.Slots = members

	var used time.Duration
	b.ResetTimer()
	for i := range b.N {
		b.StopTimer()
		epoch := noonEpoch + uint64(i)
		now := int64(epoch+1)*quarter + grace
		d.block(b, now, func(ctx sdk.Context) error {
			return k.Report(ctx, community, epoch, now-100, randomReport(r))
		})
		before := cpu()
		b.StartTimer()
		d.block(b, now, func(ctx sdk.Context) error { return k.EndBlock(ctx) })
		used += cpu() - before
	}
	b.StopTimer()
	b.ReportMetric(float64(used.Nanoseconds())/float64(b.N)/float64(members), "cpu-ns/member")
	d.block(b, noon, func(ctx sdk.Context) error {
		resp, err := keeper.NewQueryServer(k).Community(ctx, &types.QueryCommunityRequest{Community: 1})
		if err == nil && resp.Community.Totals.Epochs != uint64(b.N) {
			b.Fatalf("expected %d epochs settled, got %d", b.N, resp.Community.Totals.Epochs)
		}
		return err
	})
}

// record is what a settlement reads and writes of a member.
type record struct{ imported, exported, shared, prepaid, carryMilli, taken, given uint64 }

const recordBytes = 7 * 8

func (r record) bytes() []byte {
	bz := make([]byte, 0, recordBytes)
	for _, v := range []uint64{r.imported, r.exported, r.shared, r.prepaid, r.carryMilli, r.taken, r.given} {
		bz = binary.BigEndian.AppendUint64(bz, v)
	}
	return bz
}

func recordFrom(bz []byte) record {
	at := func(i int) uint64 { return binary.BigEndian.Uint64(bz[8*i:]) }
	return record{at(0), at(1), at(2), at(3), at(4), at(5), at(6)}
}

func benchmarkKeys(b *testing.B, members uint64) {
	d := newDisk(b)
	sb := collections.NewSchemaBuilder(runtime.NewKVStoreService(d.key))
	records := collections.NewMap(sb, collections.NewPrefix(0), "records", collections.Uint64Key, collections.BytesValue)
	r := rand.New(rand.NewPCG(1, members)) //nolint:gosec // figures should repeat
	report := randomReport(r)
	d.block(b, noon, func(ctx sdk.Context) error {
		for slot := range members {
			i := report(slot)
			if err := records.Set(ctx, slot, record{imported: i.ImportWh, exported: i.ExportWh, prepaid: 1 << 32}.bytes()); err != nil {
				return err
			}
		}
		return nil
	})

	var used time.Duration
	b.ResetTimer()
	for i := range b.N {
		before := cpu()
		d.block(b, noon+int64(i), func(ctx sdk.Context) error { return settleKeys(ctx, records, noonEpoch+uint64(i)) })
		used += cpu() - before
	}
	b.StopTimer()
	b.ReportMetric(float64(used.Nanoseconds())/float64(b.N)/float64(members), "cpu-ns/member")
}

func settleKeys(ctx context.Context, records collections.Map[uint64, []byte], epoch uint64) error {
	var all []record
	var members []netting.Member
	err := records.Walk(ctx, nil, func(_ uint64, bz []byte) (bool, error) {
		r := recordFrom(bz)
		all = append(all, r)
		members = append(members, netting.Member{ImportWh: r.imported, ExportWh: r.exported, Prepaid: r.prepaid, CarryMilli: r.carryMilli})
		return false, nil
	})
	if err != nil {
		return err
	}
	result, err := netting.Settle(netting.Dynamic, epoch, 250_000, members)
	if err != nil {
		return err
	}
	for slot, share := range result.Shares {
		r := all[slot]
		r.shared, r.carryMilli = share.Give+share.Take, share.LeftMilli
		r.prepaid += share.Credit - share.Charge
		r.taken += share.Take
		r.given += share.Give
		if err := records.Set(ctx, uint64(slot), r.bytes()); err != nil {
			return err
		}
	}
	return nil
}
