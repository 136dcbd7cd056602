//go:build unix

package keeper_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"cosmossdk.io/collections"

	"github.com/cosmos/cosmos-sdk/store/v2/cache"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/testutil/bench"
	"github.com/utilityd/utilityd/testutil/fake"
	"github.com/utilityd/utilityd/testutil/keepertest"
	"github.com/utilityd/utilityd/x/energy/keeper"
	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/types"
)

// BenchmarkSettle measures a settlement in EndBlock with state on disk, the commit included: CPU time per member, the median
// of some rounds. Half of the members have a surplus, half a deficit; all pay.
//
// Beside it, up to 100,000 members, stands the same netting with all that a settlement touches of a member under a key of its
// own, measured in the same rounds: x-keys is how many times dearer it is. The rows named static have the STATIC key, whose
// passes read the seats as well.
func BenchmarkSettle(b *testing.B) {
	for _, members := range []uint64{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("members=%d", members), func(b *testing.B) {
			benchmarkSettle(b, members, types.ALLOCATION_KEY_DYNAMIC, members <= maxKeys)
		})
	}
	for _, members := range []uint64{10_000, 100_000} {
		b.Run(fmt.Sprintf("static/members=%d", members), func(b *testing.B) {
			benchmarkSettle(b, members, types.ALLOCATION_KEY_STATIC, false)
		})
	}
}

const (
	rounds     = 7
	maxKeys    = 100_000
	cachedKeys = 1 << 16 // between blocks, as in package app
)

func benchmarkSettle(b *testing.B, members uint64, key types.AllocationKey, compared bool) {
	b.Helper()
	paged := newPaged(b, members, key)
	var keyed *keyed
	if compared {
		keyed = newKeyed(b, members)
	}
	var pagesCost, keysCost bench.Costs
	for b.Loop() {
		for range rounds {
			pagesCost.Add(paged.round())
			if keyed != nil {
				keysCost.Add(keyed.round())
			}
		}
	}
	b.ReportMetric(bench.Per(pagesCost.Median(), int(members)), "cpu-ns/member") //nolint:gosec // small
	if keyed != nil {
		b.ReportMetric(bench.Per(keysCost.Median(), int(members)), "keys-ns/member") //nolint:gosec // small
		b.ReportMetric(bench.Ratio(keysCost, pagesCost), "x-keys")
	}
	b.ReportMetric(0, "ns/op")
}

// onDisk returns a kit with a cache between blocks, as in a node.
func onDisk(b *testing.B) *keepertest.Kit {
	b.Helper()
	kit := keepertest.OnDisk(b)
	kit.Stores.SetInterBlockCache(cache.NewCommitKVStoreCacheManager(cachedKeys))
	return kit
}

// randomReport returns a surplus for even slots and a deficit for odd ones.
func randomReport(r *rand.Rand) func(slot uint64) types.Interval {
	return func(slot uint64) types.Interval {
		if slot%2 == 0 {
			return types.Interval{ExportWh: 1 + r.Uint64N(2_000)}
		}
		return types.Interval{ImportWh: 1 + r.Uint64N(2_400)}
	}
}

// paged is this module with one community.
type paged struct {
	b         *testing.B
	kit       *keepertest.Kit
	work      *keepertest.Work
	keeper    *keeper.Keeper
	community types.Community
	epoch     uint64
	rand      *rand.Rand
}

func newPaged(b *testing.B, members uint64, key types.AllocationKey) *paged {
	b.Helper()
	kit := onDisk(b)
	bank := fake.NewBank(kit.Memory("bank"), map[string][]string{types.ModuleName: nil})
	work := kit.Work()
	k := keeper.NewKeeper(kit.Codec, kit.Store(types.StoreKey), addresses, account("governance"), bank, fake.NewMeters(kit.Memory("meters")),
		work.Queue(types.ModuleName))
	work.Handle(types.ModuleName, k.Work())
	kit.Context()
	p := &paged{b: b, kit: kit, work: work, keeper: k, epoch: noonEpoch, rand: rand.New(rand.NewPCG(1, members))} //nolint:gosec // figures should repeat

	msg := village()
	msg.Key, msg.PricePerKwh, msg.MaxMembers = key, 250_000, 1<<20
	kit.Block(noon, func(ctx sdk.Context) error {
		bank.Fund(ctx, accountBytes("mint"), ueur(1))
		work.Begin(ctx, 1_000_000)
		if err := k.InitGenesis(ctx, *types.DefaultGenesis()); err != nil {
			return err
		}
		if _, err := keeper.NewMsgServer(k).CreateCommunity(ctx, &msg); err != nil {
			return err
		}
		resp, err := keeper.NewQueryServer(k).Community(ctx, &types.QueryCommunityRequest{Community: 1})
		if err != nil {
			return err
		}
		p.community = resp.Community
		return k.AddMembers(ctx, p.community, members, func(uint64) uint64 { return prepaid })
	})
	p.community.Slots = members
	return p
}

// round reports an epoch and measures its settlement.
func (p *paged) round() time.Duration {
	now := int64(p.epoch+1)*quarter + grace //nolint:gosec // small
	p.kit.Block(now, func(ctx sdk.Context) error {
		return p.keeper.Report(ctx, p.community, p.epoch, now-100, randomReport(p.rand))
	})
	cost := bench.Of(func() { p.kit.Block(now, func(ctx sdk.Context) error { return p.work.EndBlock(ctx) }) })
	p.kit.Block(now, func(ctx sdk.Context) error {
		resp, err := keeper.NewQueryServer(p.keeper).Settlement(ctx, &types.QuerySettlementRequest{Community: 1, Epoch: p.epoch})
		if err == nil && (resp.Settlement.Status != types.SETTLEMENT_STATUS_SETTLED || resp.Settlement.Collected == 0) {
			p.b.Fatalf("expected a settlement with money, got %+v", resp.Settlement)
		}
		return err
	})
	p.epoch++
	return cost
}

// prepaid is 50 euros in every wallet.
const prepaid = 50_000_000

// record is the numbers that a settlement reads and writes of a member, the same as in the pages.
type record struct {
	interval types.Interval
	wallet   types.Wallet
}

func (r record) bytes() ([]byte, error) {
	interval, err := r.interval.Marshal()
	if err != nil {
		return nil, err
	}
	wallet, err := r.wallet.Marshal()
	return append(append([]byte{byte(len(interval))}, interval...), wallet...), err
}

func recordFrom(bz []byte) (r record, err error) {
	end := 1 + int(bz[0])
	if err := r.interval.Unmarshal(bz[1:end]); err != nil {
		return r, err
	}
	return r, r.wallet.Unmarshal(bz[end:])
}

// keyed is a store with one key for each member.
type keyed struct {
	b       *testing.B
	kit     *keepertest.Kit
	records collections.Map[uint64, []byte]
	epoch   uint64
}

func newKeyed(b *testing.B, members uint64) *keyed {
	b.Helper()
	kit := onDisk(b)
	sb := collections.NewSchemaBuilder(kit.Store(types.StoreKey))
	kit.Context()
	k := &keyed{
		b: b, kit: kit, epoch: noonEpoch,
		records: collections.NewMap(sb, collections.NewPrefix(0), "records", collections.Uint64Key, collections.BytesValue),
	}
	report := randomReport(rand.New(rand.NewPCG(1, members))) //nolint:gosec // figures should repeat
	kit.Block(noon, func(ctx sdk.Context) error {
		for slot := range members {
			bz, err := record{interval: report(slot), wallet: types.Wallet{Prepaid: prepaid}}.bytes()
			if err != nil {
				return err
			}
			if err := k.records.Set(ctx, slot, bz); err != nil {
				return err
			}
		}
		return nil
	})
	return k
}

func (k *keyed) round() time.Duration {
	k.epoch++
	return bench.Of(func() {
		k.kit.Block(noon, func(ctx sdk.Context) error { return settleKeys(ctx, k.records, k.epoch) })
	})
}

func settleKeys(ctx context.Context, records collections.Map[uint64, []byte], epoch uint64) error {
	var all []record
	var members []netting.Member
	err := records.Walk(ctx, nil, func(_ uint64, bz []byte) (bool, error) {
		r, err := recordFrom(bz)
		if err != nil {
			return true, err
		}
		all = append(all, r)
		members = append(members, netting.Member{
			ImportWh: r.interval.ImportWh, ExportWh: r.interval.ExportWh, Prepaid: r.wallet.Prepaid, CarryMilli: r.wallet.CarryMilli,
		})
		return false, nil
	})
	if err != nil {
		return err
	}
	result, err := netting.Settle(netting.Terms{Key: netting.Dynamic, Price: 250_000}, epoch, members)
	if err != nil {
		return err
	}
	for slot, share := range result.Shares {
		r := &all[slot]
		r.interval.SharedWh, r.interval.WithheldWh = share.Give+share.Take, share.Withheld
		w := &r.wallet
		w.CarryMilli = share.LeftMilli
		w.Prepaid += share.Credit - share.Charge
		w.FromCommunityWh += share.Take
		w.ToCommunityWh += share.Give
		w.FromGridWh += uint64(max(-share.Residual, 0)) //nolint:gosec // not negative
		w.ToGridWh += uint64(max(share.Residual, 0))    //nolint:gosec // not negative
		w.Charged += share.Charge
		w.Credited += share.Credit
		bz, err := r.bytes()
		if err != nil {
			return err
		}
		if err := records.Set(ctx, uint64(slot), bz); err != nil { //nolint:gosec // an index
			return err
		}
	}
	return nil
}
