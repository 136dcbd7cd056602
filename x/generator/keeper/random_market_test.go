package keeper_test

import (
	"math/rand"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

// villagers are those who own, lease, buy and sell.
var villagers = []string{"ann", "bob", "cid", "dora", "eve"}

// marketWalk takes random steps with the units and the shares of one active generator. It counts independently what each
// holder has earned and how many shares it has by the sales it took part in.
type marketWalk struct {
	walk

	id     uint64
	chain  *voucher.Chain
	earned map[string]uint64
	shares map[string]uint64
	leases []leased
}

// leased is a lease as its parties understand it.
type leased struct {
	owner, lessee string
	shares        uint64
	until         int64
}

// step takes one random step. Each sale is divided by the shares that accounts own, and those of leases that have not ended: the slow twin
// of what the index, the stored days and the late work come to.
func (w *marketWalk) step() {
	before := w.purseOf(w.id).Acc
	w.act(villagers[w.rng.Intn(len(villagers))])
	each := w.purseOf(w.id).Acc - before
	for name, shares := range w.shares {
		w.earned[name] += shares * each
	}
	for _, l := range w.leases {
		if w.now() < l.until {
			w.earned[l.owner] -= l.shares * each
			w.earned[l.lessee] += l.shares * each
		}
	}
	days, err := w.keeper.DayIndexes.Iterate(w.ctx, nil)
	require.NoError(w.t, err)
	late := days.Valid()
	require.NoError(w.t, days.Close())
	if late {
		if w.done["ended lease not settled"]++; w.done["ended lease not settled"]%20 == 1 {
			w.checkExport()
		}
	}
	for _, name := range villagers {
		h, _ := w.keeper.HoldingOf(w.ctx, w.id, accountBytes(name))
		require.Equal(w.t, w.shares[name], h.Shares, "shares move by a sale that both sides signed, and by nothing else")
	}
}

func (w *marketWalk) act(name string) {
	who := account(name)
	switch w.rng.Intn(12) {
	case 0:
		msg := types.MsgVotePrice{Owner: who, Generator: w.id, Price: w.below(5), Clear: w.rng.Intn(4) == 0}
		if msg.Clear {
			msg.Price = 0
		}
		w.try("vote", func(ctx sdk.Context) error { _, err := w.msgs.VotePrice(ctx, &msg); return err })
	case 1, 2:
		msg := types.MsgBuyUnits{Buyer: who, Generator: w.id, Units: 1 + w.below(20_000), MaxPrice: 1 + w.below(5)}
		if w.rng.Intn(4) == 0 {
			msg.Units = 1 + w.below(3) // free ones too
		}
		w.try("buy", func(ctx sdk.Context) error { _, err := w.msgs.BuyUnits(ctx, &msg); return err })
	case 3, 4:
		msg := types.MsgBuyUnits{Buyer: who, Generator: w.id, Units: 1 + w.below(12), MaxPrice: 4, Device: 7}
		w.try("voucher", func(ctx sdk.Context) error { _, err := w.msgs.BuyUnits(ctx, &msg); return err })
	case 5:
		at := min(int(w.deviceOf(w.id).Device.Steps+w.below(30)), w.chain.Length())
		msg := revealMessage(w.id, w.code(w.chain, at))
		w.try("reveal", func(ctx sdk.Context) error { _, err := w.msgs.RevealCode(ctx, &msg); return err })
	case 6, 7:
		msg := w.listMessage(w.id, 1+w.below(4_000), 0)
		msg.Owner, msg.ExpiresAt = who, w.now()+1+w.rng.Int63n(9*day)
		if w.rng.Intn(2) == 0 {
			msg.LeaseUntil = (msg.ExpiresAt/day + 1 + w.rng.Int63n(9)) * day
		}
		w.try("list", func(ctx sdk.Context) error { _, err := w.msgs.ListShares(ctx, &msg); return err })
	case 8:
		w.take(name, w.listing(), 1+w.below(3_000))
	case 9:
		if w.rng.Intn(2) == 0 {
			msg := types.MsgCancelListing{Owner: who, Generator: w.id, Listing: w.listing().Id}
			w.try("cancel", func(ctx sdk.Context) error { _, err := w.msgs.CancelListing(ctx, &msg); return err })
			return
		}
		w.withdraw(who, w.below(uint64(len(w.leases))+1))
	case 10:
		if w.rng.Intn(2) == 0 {
			w.at(w.now() + w.rng.Int63n(4*day)) // the work is late
			return
		}
		w.pass(w.rng.Int63n(2 * day))
	case 11:
		w.read(w.id)
	}
}

// take takes a listing, and counts the shares that it moves: a lease moves none.
func (w *marketWalk) take(name string, of types.Listing, shares uint64) {
	msg := types.MsgTakeListing{Taker: account(name), Generator: w.id, Listing: of.Id, Shares: shares}
	w.try("take", func(ctx sdk.Context) error {
		resp, err := w.msgs.TakeListing(ctx, &msg)
		if err != nil {
			return err
		}
		owner := villagers[slices.IndexFunc(villagers, func(v string) bool { return account(v) == of.Owner })]
		if resp.Lease > 0 {
			w.done["lease"]++
			w.leases = append(w.leases, leased{owner: owner, lessee: name, shares: shares, until: of.LeaseUntil})
			return nil
		}
		w.shares[name] += shares
		w.shares[owner] -= shares
		return nil
	})
}

// listing returns a listing, present or past.
func (w *marketWalk) listing() types.Listing {
	resp, err := w.queries.Listings(w.ctx, &types.QueryListingsRequest{Generator: w.id})
	require.NoError(w.t, err)
	if len(resp.Listings) == 0 {
		return types.Listing{Id: 1}
	}
	return resp.Listings[w.rng.Intn(len(resp.Listings))]
}

// withdraw withdraws what a holding is owed, or the revenue of a lease.
func (w *marketWalk) withdraw(who string, lease uint64) {
	name := "withdraw"
	if lease > 0 {
		name, who = "withdraw of a lease", account(w.leases[lease-1].lessee)
	}
	w.try(name, func(ctx sdk.Context) error {
		_, err := w.msgs.Withdraw(ctx, &types.MsgWithdraw{Account: who, Generator: w.id, Lease: lease})
		return err
	})
}

// Random purchases, sales, leases and codes: every invariant holds after every step, each account withdraws the amount of an
// independent count, to the last unit, and only maintenance and the undivided carry are left.
func TestRandomMarkets(t *testing.T) {
	succeeded := map[string]int{}
	for seed := range int64(6) {
		f := newFixture(t)
		id, _ := f.newOnTrial(kWhRequest())
		w := &marketWalk{
			walk: walk{fixture: f, rng: rand.New(rand.NewSource(seed)), done: succeeded},
			id:   id, chain: f.register(id), earned: map[string]uint64{},
			shares: map[string]uint64{"ann": 6_000, "bob": 3_000, "cid": 1_000},
		}
		for _, name := range villagers {
			f.bank.Fund(f.ctx, accountBytes(name), ueur(1_000_000), usolar(1_000_000))
		}
		for range 500 {
			w.step()
		}
		w.checkExport()
		w.withdrawAll()
		w.checkExport()
	}
	for _, name := range []string{
		"vote", "buy", "voucher", "reveal", "list", "take", "lease", "cancel", "withdraw", "reading",
		"withdraw of a lease", "ended lease not settled",
	} {
		require.NotZero(t, succeeded[name], "%s never succeeds", name)
	}
}

// withdrawAll ends all deadlines and withdraws everything of every account.
func (w *marketWalk) withdrawAll() {
	w.t.Helper()
	for range 3 {
		w.pass(60 * day)
	}
	w.pass(life)
	require.Equal(w.t, types.GENERATOR_STATUS_RETIRED, w.status(w.id))
	for _, name := range append([]string{"mayor", "builder"}, villagers...) {
		w.withdraw(account(name), 0)
		if h, err := w.keeper.HoldingOf(w.ctx, w.id, accountBytes(name)); err == nil {
			require.Equal(w.t, w.earned[name], h.Withdrawn, name)
			require.Zero(w.t, h.Listed+h.LeasedOut, name)
		}
	}
	purse := w.purseOf(w.id)
	require.Equal(w.t, int64(purse.MaintenanceUsolar+purse.Carry), w.held(types.SolarDenom))
	require.Equal(w.t, int64(purse.Maintenance), w.held("ueur"))
	require.Less(w.t, purse.Carry, types.TotalShares)
	require.Zero(w.t, w.deviceOf(w.id).Device.OpenVouchers)
	items := w.work.Pending(w.ctx)
	require.Empty(w.t, items, "no work is left")
	require.Empty(w.t, w.work.Failed(w.ctx), "no work has failed")
}
