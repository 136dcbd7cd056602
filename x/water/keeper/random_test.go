package keeper_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/types"
)

// After any steps in any order every invariant holds, no true reading is refused, and only sources make tokens.
func TestAnythingMayHappen(t *testing.T) {
	steps := 1_000
	if testing.Short() {
		steps = 700
	}
	for seed := range uint64(3) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			v := newVillage(t, seed, 8)
			for range steps {
				v.step()
			}
			v.moveAllOut()
		})
	}
}

// randomVillage is an area with random events.
type randomVillage struct {
	*fixture

	rand   *rand.Rand
	area   uint64
	owners []string
	closed bool

	recalled uint64 // litres of debts that returned in the step
}

func newVillage(t *testing.T, seed uint64, owners int) *randomVillage {
	f := newFixture(t)
	f.setParams(func(p *types.Params) { p.AuctionRetention = 2 })
	f.work.SetBudget(f.ctx, 16)
	msg := village()
	msg.LifelineLitresPerPersonDay, msg.LifelineDaysCap, msg.LifelineReserveDays = 5, 2, 3
	msg.PeriodSeconds, msg.EnrolmentSeconds = uint64(5*day), uint64(day)
	v := &randomVillage{fixture: f, rand: rand.New(rand.NewPCG(7, seed)), area: f.create(msg)} //nolint:gosec // it should repeat
	v.source(v.area, "producer", 2_000, 3)
	for i := range owners {
		v.owners = append(v.owners, fmt.Sprintf("owner %d", i))
		v.household(v.area, v.owners[i], uint32(v.rand.IntN(6)))
		v.bank.Fund(v.ctx, accountBytes(v.owners[i]), ueur(1_000_000))
	}
	return v
}

func (v *randomVillage) upTo(n int) uint64 { return uint64(v.rand.IntN(n)) }

// step runs one random event. A refused message changes nothing, as the tests of the messages prove.
func (v *randomVillage) step() {
	supply := v.areaOf(v.area).Ledger.SupplyLitres
	owner := v.anyOwner()
	minted := false
	switch v.rand.IntN(22) {
	case 0, 1, 2:
		v.at(v.now() + 1 + int64(v.upTo(int(day))))
		v.endBlock()
	case 3, 4, 5:
		v.batch(false)
	case 6, 7:
		v.batch(true)
		minted = true
	case 8:
		msg := subscription(v.area, owner)
		msg.Periods = 1 + v.upTo(4)
		v.try(v.msgs.Subscribe(v.ctx, msg))
		if v.rand.IntN(8) == 0 {
			v.try(v.msgs.Unsubscribe(v.ctx, &types.MsgUnsubscribe{Owner: account(owner), Area: v.area}))
		}
	case 9:
		v.settleAndCheckCap(owner)
	case 10:
		v.try(v.msgs.ReportLoss(v.ctx, &types.MsgReportLoss{
			Producer: account("producer"), Area: v.area, Source: 1, Litres: 1 + v.upTo(300), EvidenceHash: make([]byte, 32),
		}))
	case 11:
		v.approve(owner)
	case 12:
		v.policy(owner)
	case 13:
		v.sources()
	case 14:
		v.meterChanges(owner)
	case 15:
		v.runRareEvent(owner)
	default:
		v.trade(owner)
	}
	v.checkInvariants()
	if got := v.areaOf(v.area).Ledger.SupplyLitres; !minted {
		require.LessOrEqual(v.t, got, supply+v.recalled, "only sources make tokens, and debts that return")
		v.recalled = 0
	}
}

func (v *randomVillage) try(_ any, err error) bool { return err == nil }

// batch sends readings of some households, or of all sources.
func (v *randomVillage) batch(inflow bool) {
	v.at(v.now() + 1 + int64(v.upTo(int(hour))))
	var readings []meteridtypes.AcceptedReading
	state := v.areaOf(v.area)
	if inflow {
		for id := uint64(1); id <= state.Counters.Sources; id++ {
			if s := v.sourceOf(v.area, id); s.IsCurrent() {
				readings = append(readings, v.produced(v.area, id, v.upTo(600)))
			}
		}
	}
	for slot := range state.Counters.Accounts {
		if a := v.accountOf(v.area, slot); a.Meter != 0 && v.rand.IntN(2) == 0 {
			readings = append(readings, v.drew(v.area, slot, v.upTo(60)))
		}
	}
	if len(readings) > 0 {
		v.send(readings...)
	}
}

func (v *randomVillage) settleAndCheckCap(owner string) {
	resp, err := v.msgs.SettleAccount(v.ctx, &types.MsgSettleAccount{Sender: account("anyone"), Area: v.area, Owner: account(owner)})
	if err != nil {
		return
	}
	view, err := v.queries.Account(v.ctx, &types.QueryAccountRequest{Area: v.area, Owner: account(owner)})
	require.NoError(v.t, err)
	if view.Household.Account.Meter != 0 {
		require.LessOrEqual(v.t, resp.BalanceLitres, view.Household.CapLitres+view.Household.Holding.BoughtLitres,
			"a holder keeps its part of the capacity, and what it has bought")
	}
}

func (v *randomVillage) slotOf(owner string) uint64 {
	slot, found := v.fixture.slotOf(v.area, owner)
	require.True(v.t, found)
	return slot
}

// approve gives the present meter another consent, or opens the account with a new one.
func (v *randomVillage) approve(owner string) {
	msg := types.MsgApproveMeter{Owner: account(owner), Area: v.area, Meter: v.accountOf(v.area, v.slotOf(owner)).Meter}
	if msg.Meter == 0 {
		msg.Meter = v.addMeter(account(owner), meteridtypes.DIRECTION_CONSUMPTION, v.now()-int64(v.upTo(100)))
		v.attest(msg.Meter, 1+uint32(v.rand.IntN(20)), v.now()+20*day)
	}
	if v.rand.IntN(2) == 0 {
		msg.LimitLitres = v.upTo(200)
	}
	if v.rand.IntN(2) == 0 {
		msg.Until = v.now() + 1 + int64(v.upTo(int(3*day)))
	}
	if debt := v.holdingOf(v.area, v.slotOf(owner)).DebtLitres; v.try(v.msgs.ApproveMeter(v.ctx, &msg)) {
		v.recalled = debt
	}
}

func (v *randomVillage) policy(owner string) {
	slot := v.slotOf(owner)
	a := v.accountOf(v.area, slot)
	if !a.IsOpen() || v.closed {
		return
	}
	policy := types.Policy{AutoRenew: v.rand.IntN(3) > 0, MaxFeePerPerson: 5}
	require.NoError(v.t, v.keeper.SetPolicyOf(v.ctx, v.area, slot, policy, a.Prepaid+v.deposit(v.upTo(30))))
}

// sources come and go.
func (v *randomVillage) sources() {
	if id := 1 + v.upTo(4); v.rand.IntN(2) == 0 && id > 1 {
		v.try(v.msgs.RemoveSource(v.ctx, &types.MsgRemoveSource{Signer: account("mayor"), Area: v.area, Source: id}))
	} else if !v.closed && v.areaOf(v.area).Counters.Sources < 4 {
		v.source(v.area, "another producer", 500, v.upTo(10))
	}
	v.try(v.msgs.Collect(v.ctx, &types.MsgCollect{Producer: account("producer"), Area: v.area}))
}

func (v *randomVillage) meterChanges(owner string) {
	meter := v.accountOf(v.area, v.slotOf(owner)).Meter
	if meter == 0 {
		return
	}
	switch v.rand.IntN(3) {
	case 0:
		require.ErrorIs(v.t, v.meters.Retire(v.ctx, meter), meteridtypes.ErrMeterBound)
	case 1:
		require.NoError(v.t, v.meters.Transfer(v.ctx, meter, account("a buyer")))
	case 2:
		v.replace(meter, meteridtypes.DIRECTION_CONSUMPTION)
	}
}

// runRareEvent lets a household move out, changes the terms, or closes the area.
func (v *randomVillage) runRareEvent(owner string) {
	switch n := v.rand.IntN(60); {
	case n == 0 && v.areaOf(v.area).Counters.Periods > 5:
		v.closed = v.try(v.msgs.CloseArea(v.ctx, &types.MsgCloseArea{Admin: account("mayor"), Area: v.area})) || v.closed
	case n < 20:
		v.try(v.msgs.CloseAccount(v.ctx, &types.MsgCloseAccount{Owner: account(owner), Area: v.area}))
	case n < 40:
		msg := update()
		msg.Issuer, msg.LifelineLitresPerPersonDay, msg.LifelineDaysCap, msg.LifelineReserveDays = "", v.upTo(9), 1+v.upTo(4), 1+v.upTo(4)
		v.try(v.msgs.UpdateArea(v.ctx, &msg))
	}
}

// closeNow announces, unless that was done before, reads the meter and closes the account.
func (v *randomVillage) closeNow(owner string) {
	msg := &types.MsgCloseAccount{Owner: account(owner), Area: v.area}
	for range 2 {
		v.try(v.msgs.CloseAccount(v.ctx, msg))
		if v.accountOf(v.area, v.slotOf(owner)).IsOpen() {
			v.read(v.area, owner)
		}
	}
}

// moveAllOut moves all households out and pays them: the rest is in the reserve and in the index.
func (v *randomVillage) moveAllOut() {
	require.Greater(v.t, v.areaOf(v.area).Counters.Periods, uint64(5), "time has passed")
	if !v.closed { // in a closed area an overdraft does not prevent it
		v.closeArea(v.area)
	}
	v.pass(max(v.areaOf(v.area).Market.AuctionAt, v.now()))
	var kept uint64 // came back from orders after a meter was transferred
	for _, owner := range v.owners {
		if v.accountOf(v.area, v.slotOf(owner)).IsOpen() {
			v.closeNow(owner)
		} else {
			v.try(v.msgs.Withdraw(v.ctx, &types.MsgWithdraw{Owner: account(owner), Area: v.area, Amount: ueur(1)}))
		}
		kept += v.balance(v.area, owner)
	}
	v.checkInvariants()
	l, p := v.areaOf(v.area).Ledger, v.areaOf(v.area).Purse
	require.Equal(v.t, l.SupplyLitres, l.ReserveLitres+l.UnsettledLitres+l.EscrowLitres+kept)
	require.Zero(v.t, l.LifelineLitres+l.OverdraftLitres)
	require.Zero(v.t, p.Escrow)
	require.Positive(v.t, l.Totals.MintedLitres)
	require.Positive(v.t, l.Totals.BurnedLitres)
	require.Positive(v.t, l.Totals.TradedLitres)
}
