package keeper_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/invariant"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// damage gives a row access to the state that it damages.
type damage struct {
	*types.GenesisState

	id uint64 // of the generator that sells
	f  *fixture
}

func (d damage) state(of uint64) *types.GeneratorState {
	i := slices.IndexFunc(d.Generators, func(s types.GeneratorState) bool { return s.Generator.Id == of })
	return &d.Generators[i]
}

func (d damage) purse() *types.Purse { return &d.state(d.id).Purse }

func (d damage) holding(name string) *types.Holding {
	i := slices.IndexFunc(d.Holdings, func(h types.Holding) bool { return h.Generator == d.id && h.Account == account(name) })
	return &d.Holdings[i]
}

// Each invariant finds the damage that it exists for.
func TestInvariantsFindDamage(t *testing.T) {
	tests := []struct {
		name   string
		change func(damage)

		want string
	}{
		{
			name:   "money that the module does not have",
			change: func(d damage) { d.purse().MaintenanceUsolar++ },
			want:   "the module account holds what is in the buckets",
		},
		{
			name:   "a share that was never pledged",
			change: func(d damage) { d.holding("bob").Shares++ },
			want:   "the shares of a generator are those of its holdings, and all of them once it is funded",
		},
		{
			name:   "pledges that were paid on and are still there",
			change: func(d damage) { d.purse().Maintenance--; d.purse().Pledged++ },
			want:   "pledges are held in full until they are paid on or refunded",
		},
		{
			name:   "refunds that were never paid",
			change: func(d damage) { d.state(1).Purse.Refunded++ },
			want:   "pledges are held in full until they are paid on or refunded",
		},
		{
			name:   "revenue that is owed to no account",
			change: func(d damage) { d.purse().Owed++; d.purse().MaintenanceUsolar-- },
			want:   "the buckets hold what accounts can withdraw, and revenue covers what was withdrawn, owed and carried",
		},
		{
			name:   "a holder who is owed more",
			change: func(d damage) { d.holding("cid").Owed++ },
			want:   "the buckets hold what accounts can withdraw, and revenue covers what was withdrawn, owed and carried",
		},
		{
			name:   "a bond of a bid that is not there",
			change: func(d damage) { d.Bids[0].Bond++ },
			want:   "bonds and deposits are held as long as they secure something",
		},
		{
			name:   "a deposit after the job is done",
			change: func(d damage) { d.purse().Deposit++; d.purse().Maintenance-- },
			want:   "bonds and deposits are held as long as they secure something",
		},
		{
			name:   "a vote that was not counted",
			change: func(d damage) { d.holding("cid").Vote = &types.Vote{Price: 1} },
			want:   "the price follows from the votes of owners, none of which is above the ceiling",
		},
		{
			name:   "a vote that was counted at another price",
			change: func(d damage) { d.purse().VoteSum++ },
			want:   "the price follows from the votes of owners, none of which is above the ceiling",
		},
		{
			name:   "a price that nobody may vote for",
			change: func(d damage) { d.purse().Price = ceiling + 1 },
			want:   "the price follows from the votes of owners, none of which is above the ceiling",
		},
		{
			name:   "a price of a day to come",
			change: func(d damage) { d.purse().PriceDay = uint64(d.f.now()/day) + 1 },
			want:   "the price follows from the votes of owners, none of which is above the ceiling",
		},
		{
			name:   "a vote to retire that was not counted",
			change: func(d damage) { d.holding("bob").Retire = true },
			want:   "the votes for a retirement are those of owners, and it does not come before the last lease has ended",
		},
		{
			name:   "a retirement before the end of a lease",
			change: func(d damage) { d.purse().LeasesUntil = 1 << 40 },
			want:   "the votes for a retirement are those of owners, and it does not come before the last lease has ended",
		},
		{
			name:   "a lease that was paid ahead",
			change: func(d damage) { d.Leases[0].Last = d.purse().Acc + 1 },
			want:   "no lease is paid beyond its end, and the index at the end of each is known",
		},
		{
			name:   "a lease that ends at noon",
			change: func(d damage) { d.Leases[0].Until -= day / 2 },
			want:   "no lease is paid beyond its end, and the index at the end of each is known",
		},
		{
			name: "an index of a day that no lease needs",
			change: func(d damage) {
				d.DayIndexes = append(d.DayIndexes, types.DayIndex{Generator: d.id, Day: uint64(d.f.now() / day), Acc: d.purse().Acc})
			},
			want: "no lease is paid beyond its end, and the index at the end of each is known",
		},
		{
			name:   "a share that is listed and has no offer",
			change: func(d damage) { d.holding("bob").Listed++ },
			want:   "shares are listed and leased once, by their owner, and not beyond the life of the generator",
		},
		{
			name:   "an offer of a share that is not listed",
			change: func(d damage) { d.Listings[0].Shares++ },
			want:   "shares are listed and leased once, by their owner, and not beyond the life of the generator",
		},
		{
			name:   "a lease that outlives the generator",
			change: func(d damage) { d.Leases[0].Until = types.MaxTime },
			want:   "shares are listed and leased once, by their owner, and not beyond the life of the generator",
		},
		{
			name:   "an open voucher that was never paid",
			change: func(d damage) { d.Vouchers[1].Cost-- },
			want:   "open vouchers are paid for and in the order of their devices",
		},
		{
			name:   "a device that waits for a code too many",
			change: func(d damage) { d.Devices[0].OpenVouchers++ },
			want:   "open vouchers are paid for and in the order of their devices",
		},
		{
			name:   "a step that nobody took",
			change: func(d damage) { d.Devices[0].ExcessUnits++ },
			want:   "each step of a device paid once, is counted by its oldest open voucher, or is excess",
		},
		{
			name:   "a voucher that counts what was not revealed",
			change: func(d damage) { d.Vouchers[1].CountedSteps++ },
			want:   "each step of a device paid once, is counted by its oldest open voucher, or is excess",
		},
		{
			name:   "a deadline that never comes",
			change: func(d damage) { d.state(d.id).Generator.Deadline++ },
			want:   "each deadline, voucher, listing and lease has one item of block work, pending or failed",
		},
		{
			name: "work about nothing",
			change: func(d damage) {
				require.NoError(d.f.t, d.f.work.Queue(types.ModuleName).Push(d.f.ctx,
					queue.Item{At: types.MaxTime, Record: 1, Kind: types.KindLease, Number: 9}))
			},
			want: "each deadline, voucher, listing and lease has one item of block work, pending or failed",
		},
		{
			name:   "units sold of what does not stand yet",
			change: func(d damage) { d.state(4).Purse.SoldUnits++ },
			want:   "nothing is sold or delivered before the commissioning",
		},
		{
			name:   "a meter that was let go",
			change: func(d damage) { d.state(d.id).Generator.Meter = 0 },
			want:   "the meter of a generator is bound to it, and no other is",
		},
		{
			name: "a meter that another module has",
			change: func(d damage) {
				d.f.meters.Change(d.f.ctx, d.state(d.id).Generator.Meter, func(m *meteridtypes.Meter) { m.Binding.Module = "energy" })
			},
			want: "the meter of a generator is bound to it, and no other is",
		},
		{
			name:   "a job that is not in the record",
			change: func(d damage) { d.Providers[0].Completed++ },
			want:   "the record of a provider counts its jobs",
		},
		{
			name:   "a provider without a record",
			change: func(d damage) { d.Providers = d.Providers[:0] },
			want:   "the record of a provider counts its jobs",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f, id := fullFixture(t)
			g, err := f.keeper.ExportGenesis(f.ctx)
			require.NoError(t, err)
			tc.change(damage{GenesisState: g, id: id, f: f})

			other := emptyTwin(t, f)
			other.keeper.WriteGenesis(other.ctx, *g)

			require.Contains(t, other.brokenInvariants(), tc.want)
		})
	}
}

// An index without an entry cannot come from an import, so the test removes it from the store.
func TestInvariantsFindAMissingIndexEntry(t *testing.T) {
	f, id := fullFixture(t)
	require.NoError(t, f.keeper.RemoveFromIndex(f.ctx, id, accountBytes("bob")))

	require.Equal(t, []string{"indexes agree with their records"}, f.brokenInvariants())
}

// The payout invariant finds a bucket that holds too little, besides other invariants.
func TestInvariantsFindAClaimThatCannotBePaid(t *testing.T) {
	f, id := fullFixture(t)
	purse := f.purseOf(id)
	purse.Owed--
	require.NoError(t, f.keeper.SetPurse(f.ctx, id, purse))

	require.Contains(t, f.brokenInvariants(), "everyone could be paid out now")
}

func (f *fixture) brokenInvariants() (names []string) {
	f.t.Helper()
	for _, inv := range f.keeper.Invariants() {
		if err := inv.Check(f.ctx); err != nil {
			require.ErrorIs(f.t, err, invariant.ErrBroken, inv.Name)
			names = append(names, inv.Name)
		}
	}
	return names
}
