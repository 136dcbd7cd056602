package keeper_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// damage finds what a row wants to damage in the state.
type damage struct {
	*types.GenesisState

	id uint64 // of the generator that sells
	f  *fixture
}

func (d damage) state(of uint64) *types.GeneratorState {
	i := slices.IndexFunc(d.Generators, func(s types.GeneratorState) bool { return s.Generator.Id == of })
	return &d.Generators[i]
}

func (d damage) books() *types.Books { return &d.state(d.id).Books }

func (d damage) holding(name string) *types.Holding {
	i := slices.IndexFunc(d.Holdings, func(h types.Holding) bool { return h.Generator == d.id && h.Account == account(name) })
	return &d.Holdings[i]
}

// Each invariant notices the damage that it is there for.
func TestInvariantsNoticeDamage(t *testing.T) {
	tests := []struct {
		name   string
		change func(damage)

		want string
	}{
		{
			name:   "money that the module does not have",
			change: func(d damage) { d.books().MaintenanceUsolar++ },
			want:   "the module account holds what is in the buckets",
		},
		{
			name:   "a share that nobody made",
			change: func(d damage) { d.holding("bob").Shares++ },
			want:   "the shares of a generator are those of its holdings, and all of them once it is funded",
		},
		{
			name:   "pledges that were paid on and are still there",
			change: func(d damage) { d.books().Maintenance--; d.books().Pledged++ },
			want:   "pledges are there in full until they are paid on or refunded",
		},
		{
			name:   "refunds that nobody got",
			change: func(d damage) { d.state(1).Books.Refunded++ },
			want:   "pledges are there in full until they are paid on or refunded",
		},
		{
			name:   "revenue that is owed to nobody",
			change: func(d damage) { d.books().Owed++; d.books().MaintenanceUsolar-- },
			want:   "what holders can withdraw is there, and revenue is what was withdrawn, owed and carried",
		},
		{
			name:   "a holder who is owed more",
			change: func(d damage) { d.holding("cid").Owed++ },
			want:   "what holders can withdraw is there, and revenue is what was withdrawn, owed and carried",
		},
		{
			name:   "a bond of a bid that is not there",
			change: func(d damage) { d.Bids[0].Bond++ },
			want:   "bonds and deposits are held as long as they answer for something",
		},
		{
			name:   "a deposit after the job is done",
			change: func(d damage) { d.books().Deposit++; d.books().Maintenance-- },
			want:   "bonds and deposits are held as long as they answer for something",
		},
		{
			name:   "a vote that was not counted",
			change: func(d damage) { d.holding("cid").Vote = &types.Vote{Price: 1} },
			want:   "the price follows from the votes of owners, none of which is above the ceiling",
		},
		{
			name:   "a vote that was counted at another price",
			change: func(d damage) { d.books().VoteSum++ },
			want:   "the price follows from the votes of owners, none of which is above the ceiling",
		},
		{
			name:   "a share that is listed and has no offer",
			change: func(d damage) { d.holding("bob").Listed++ },
			want:   "shares are listed and leased once, by who owns them, and not beyond the life of the generator",
		},
		{
			name:   "an offer of a share that is not listed",
			change: func(d damage) { d.Listings[0].Shares++ },
			want:   "shares are listed and leased once, by who owns them, and not beyond the life of the generator",
		},
		{
			name:   "a lease that outlives the generator",
			change: func(d damage) { d.Leases[0].Until = types.MaxTime },
			want:   "shares are listed and leased once, by who owns them, and not beyond the life of the generator",
		},
		{
			name:   "an open voucher that nobody paid",
			change: func(d damage) { d.Vouchers[1].Cost-- },
			want:   "open vouchers are paid for and in the order of their devices",
		},
		{
			name:   "a device that waits for a code too many",
			change: func(d damage) { d.Devices[0].OpenVouchers++ },
			want:   "open vouchers are paid for and in the order of their devices",
		},
		{
			name:   "a deadline that never comes",
			change: func(d damage) { d.state(d.id).Generator.Deadline++ },
			want:   "each deadline, voucher, listing and lease has one piece of block work, pending or failed",
		},
		{
			name: "work about nothing",
			change: func(d damage) {
				require.NoError(d.f.t, d.f.work.Queue(types.ModuleName).Push(d.f.ctx,
					queue.Item{At: types.MaxTime, Record: 1, Kind: types.KindLease, Number: 9}))
			},
			want: "each deadline, voucher, listing and lease has one piece of block work, pending or failed",
		},
		{
			name:   "units sold of what does not stand yet",
			change: func(d damage) { d.state(4).Books.SoldUnits++ },
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
			f, id := eventful(t)
			g, err := f.keeper.ExportGenesis(f.ctx)
			require.NoError(t, err)
			tc.change(damage{GenesisState: g, id: id, f: f})

			other := besides(t, f)
			other.keeper.WriteGenesis(other.ctx, *g)

			require.Contains(t, other.brokenInvariants(), tc.want)
		})
	}
}

// Damage that no import can do is done to the store: an index that lost an entry.
func TestInvariantsNoticeALostIndex(t *testing.T) {
	f, id := eventful(t)
	require.NoError(t, f.keeper.ForgetAccount(f.ctx, id, accountBytes("bob")))

	require.Equal(t, []string{"indexes agree with what they list"}, f.brokenInvariants())
}

// Everyone is paid out on paper: a bucket that holds too little is noticed by name, whatever else notices it.
func TestInvariantsNoticeThatSomebodyCannotBePaid(t *testing.T) {
	f, id := eventful(t)
	books := f.booksOf(id)
	books.Owed--
	require.NoError(t, f.keeper.SetBooks(f.ctx, id, books))

	require.Contains(t, f.brokenInvariants(), "everyone could be paid out now")
}

func (f *fixture) brokenInvariants() (names []string) {
	f.t.Helper()
	for _, invariant := range f.keeper.Invariants() {
		if err := invariant.Check(f.ctx); err != nil {
			require.ErrorIs(f.t, err, types.ErrInvariantBroken, invariant.Name)
			names = append(names, invariant.Name)
		}
	}
	return names
}
