package keeper_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/collections"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/types"
)

// busy returns a chain with every kind of record: an area with an auction in progress, a closed one, one whose work has failed; sources
// in every status, households that have moved out, subscribed, trade and have overdrafts, and producers with a payable.
func busy(t *testing.T) *fixture {
	t.Helper()
	f, area := market(t, nil)
	f.work.SetBudget(f.ctx, 16)
	for i := range uint64(20) {
		name := fmt.Sprint(i)
		f.household(area, name, uint32(i%4)) //nolint:gosec // small
		if name == "3" {
			continue
		}
		f.send(f.drew(area, 4+i, 10))
		f.bank.Fund(f.ctx, accountBytes(name), ueur(2_000))
		f.place(area, name, buy, 20, 10)
	}
	f.place(area, "alice", sell, 10, 200)
	f.place(area, "carol", buy, 10, 1)
	f.prepay(area, "dave", 70)
	f.setPolicy(area, "dave", types.Policy{AutoRenew: true, MaxFeePerPerson: 1, SellAboveDays: 30, MinPrice: 900, BuyBelowLitres: 10, MaxPrice: 5, Budget: 40})
	f.moveOut(area, "3")
	require.NoError(t, f.meters.Transfer(f.ctx, f.accountOf(area, 5).Meter, account("a buyer")))

	second := f.create(village())
	f.source(second, "spring", 500, 3)
	f.household(second, "alice", 2)
	f.subscribe(second, "alice")
	f.pass(f.areaOf(second).Area.PeriodStart(1))
	f.send(f.produced(second, 1, 700), f.drew(second, 0, 900))
	f.propose(second)
	f.closeArea(second)
	f.pass(f.areaOf(second).Area.PeriodStart(2))

	third := f.create(village())
	source := f.source(third, "well", 100, 1)
	lost := f.sourceOf(third, source)
	f.household(third, "bob", 1)
	f.subscribe(third, "bob")
	f.pass(f.areaOf(third).Area.PeriodStart(1))
	f.pass(f.areaOf(third).Area.EnrolmentOpens(2))
	require.NoError(t, f.keeper.DropSource(f.ctx, third, source))
	f.at(f.areaOf(third).Area.PeriodStart(2))
	for f.work.Pending(f.ctx)[0].DueAt <= f.now() { // small blocks after long silences
		require.NoError(t, f.work.EndBlock(f.ctx))
	}
	require.NoError(t, f.keeper.SetSource(f.ctx, lost))
	f.checkInvariants()
	f.place(area, "alice", sell, 10, 120)
	f.place(area, "bob", sell, 10, 15)
	f.place(area, "carol", sell, 10, 5)
	for i := range uint64(16) {
		if slot := 4 + i; f.accountOf(area, slot).Meter != 0 {
			f.send(f.drew(area, slot, 5_000)) // an overdraft is a reason to buy
			f.place(area, fmt.Sprint(i), buy, 20, 10)
		}
	}
	f.pass(f.areaOf(area).Market.AuctionAt)
	f.settle(area, "bob")
	f.place(area, "bob", sell, 10, 5)
	return f
}

// propose proposes a source that its owner does not accept.
func (f *fixture) propose(area uint64) {
	f.t.Helper()
	meter := f.addMeter(account("silent"), meteridtypes.DIRECTION_PRODUCTION, f.now())
	_, err := f.msgs.ProposeSource(f.ctx, &types.MsgProposeSource{
		Admin: account("mayor"), Area: area, Meter: meter, Class: types.SOURCE_CLASS_FIRM, CapacityLitres: 1,
	})
	require.NoError(f.t, err)
}

func (f *fixture) export() *types.GenesisState {
	f.t.Helper()
	g, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(f.t, err)
	return g
}

// imported returns a chain that starts from the export of another one, with the same bank and meters.
func imported(t *testing.T, f *fixture, g *types.GenesisState) *fixture {
	t.Helper()
	other := besides(t, f)
	other.ctx = other.ctx.WithBlockHeight(f.ctx.BlockHeight())
	require.NoError(t, other.keeper.InitGenesis(other.ctx, *g))
	return other
}

func TestExportOfImportIsTheIdentity(t *testing.T) {
	f := busy(t)
	g := f.export()
	require.NoError(t, g.Validate())
	for name, entries := range map[string]int{
		"areas": len(g.Areas), "sources": len(g.Sources), "periods": len(g.Periods), "accounts": len(g.Accounts),
		"valves": len(g.Valves), "orders": len(g.Orders), "auctions": len(g.Auctions), "levels": len(g.Levels),
		"payables": len(g.Payables), "pending": len(f.work.Pending(f.ctx)), "failed": len(f.work.Failed(f.ctx)),
	} {
		require.NotZero(t, entries, name)
	}

	other := imported(t, f, g)
	require.Equal(t, g, other.export())
	require.Equal(t, f.state(), other.state(), "indexes are computed again")
	other.checkInvariants()
}

// An imported chain continues like the exported one.
func TestAnImportGoesOn(t *testing.T) {
	originals, copies := busy(t), busy(t)
	copies = imported(t, copies, copies.export())
	for _, f := range []*fixture{originals, copies} {
		for range 30 {
			f.pass(f.now() + day)
		}
	}
	require.Equal(t, originals.state(), copies.state())
}

func TestExportRefusesAHoldingWithoutAnAccount(t *testing.T) {
	f, area := market(t, nil)
	require.NoError(t, f.keeper.Accounts.Remove(f.ctx, collections.Join(area, uint64(1))))
	_, err := f.keeper.ExportGenesis(f.ctx)
	require.ErrorIs(t, err, types.ErrInvariantBroken)
}

func hasOrder(g *types.GenesisState, a types.Account) bool {
	return slices.ContainsFunc(g.Orders, func(o types.Order) bool { return o.Area == a.Area && o.Slot == a.Slot })
}

func TestImportRefuses(t *testing.T) {
	f := busy(t)
	empty := func() *fixture { return besides(t, f) }
	g := f.export()
	idle := slices.IndexFunc(g.Accounts, func(a types.AccountState) bool { return !hasOrder(g, a.Account) })
	g.Accounts[idle].Account.Owner = g.Accounts[0].Account.Owner
	e := empty()
	require.ErrorContains(t, e.keeper.InitGenesis(e.ctx, *g), "expected one account for an owner")

	g = f.export()
	g.Accounts[idle].Account.Owner = "nobody"
	e = empty()
	require.ErrorIs(t, e.keeper.InitGenesis(e.ctx, *g), sdkerrors.ErrInvalidAddress)

	g = f.export()
	again := g.Payables[0]
	again.Producer = strings.ToUpper(again.Producer) // the same address, and sorted before
	g.Payables = append([]types.Payable{again}, g.Payables...)
	e = empty()
	require.ErrorContains(t, e.keeper.InitGenesis(e.ctx, *g), "expected one payable for a producer")

	g = f.export()
	g.NextArea = 0
	e = empty()
	require.ErrorIs(t, e.keeper.InitGenesis(e.ctx, *g), types.ErrInvalidGenesis)
}
