package keeper_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// A community of 1,000 members runs for some epochs: meters report off the border, late, twice or never, members join and leave, deposit
// and withdraw, terms change, and the budget is small. All invariants hold after every block.
func TestRandomRuns(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { randomRun(t, seed, 1_000, 12) })
	}
}

type run struct {
	*fixture
	rand      *rand.Rand
	community uint64
	members   uint64
	last      []int64 // time of each member's last reading
}

func randomRun(t *testing.T, seed uint64, members, epochs int) {
	t.Helper()
	r := &run{fixture: newFixture(t), rand: rand.New(rand.NewPCG(seed, 2))} //nolint:gosec // runs should repeat
	r.work.SetBudget(r.ctx, 16+seed*10)
	r.setParams(func(p *types.Params) { p.RetentionEpochs, p.NoticeSeconds = 3, 60 })
	msg := village()
	msg.GraceSeconds = 600
	msg.Key = types.AllocationKey(1 + seed%3)
	msg.Residual = types.Residual(1 + seed%2)
	msg.PricePerKwh = 100 * seed
	r.community = r.create(msg)
	for i := range members {
		r.join(r.community, fmt.Sprintf("member %d", i))
	}
	r.members = uint64(members)
	r.last = make([]int64, members, 2*members)
	for i := range r.last {
		r.last[i] = noon
	}

	for r.now() < noon+int64(epochs)*quarter {
		r.at(r.now() + 60 + r.rand.Int64N(240))
		r.messages()
		r.readings()
		r.endBlock()
	}
	for range 300 { // settlements in progress are completed
		r.at(r.now() + 30)
		r.endBlock()
	}
	totals := r.communityOf(r.community).Community.Totals
	require.Greater(t, totals.Epochs, uint64(3))
	require.Positive(t, totals.NettedWh)
	require.Empty(t, r.work.Failed(r.ctx))
}

// readings sends random readings of some meters, up to now.
func (r *run) readings() {
	var readings []meteridtypes.AcceptedReading
	g := r.export()
	for slot, m := range g.Members {
		binding := r.meters.Get(r.ctx, m.Member.Meter).Binding
		at := r.now() - r.now()%quarter
		at += r.rand.Int64N(min(r.now()-at, 35) + 1) // hardly ever on the border, sometimes beyond the tolerance
		if r.rand.IntN(20) == 0 {
			at = r.now()
		}
		if binding.Slot != uint64(slot) || !r.meters.Get(r.ctx, m.Member.Meter).IsBound() || at <= r.last[slot] || r.rand.IntN(4) == 0 {
			continue
		}
		reading := meteridtypes.AcceptedReading{
			Meter: m.Member.Meter, Ref: r.community, Slot: uint64(slot), From: r.last[slot], To: at,
			Renewable: r.rand.IntN(10) > 0,
		}
		if slot%2 == 0 {
			reading.Export = r.rand.Uint64N(2_000)
		} else {
			reading.Import = r.rand.Uint64N(2_000)
		}
		readings = append(readings, reading)
		r.last[slot] = at
	}
	if len(readings) > 0 {
		r.send(readings...)
	}
}

// messages sends random messages of members and the admin. Those that do not fit the state are refused and change nothing.
func (r *run) messages() {
	for range 30 {
		slot := r.rand.Uint64N(r.members)
		who := fmt.Sprintf("member %d", slot)
		var err error
		switch r.rand.IntN(9) {
		case 0, 1, 2:
			amount := ueur(1 + r.rand.Int64N(5_000))
			r.bank.Fund(r.ctx, accountBytes(who), amount)
			_, err = r.msgs.Deposit(r.ctx, &types.MsgDeposit{Depositor: account(who), Community: r.community, Slot: slot, Amount: amount})
		case 3:
			_, err = r.msgs.Withdraw(r.ctx, &types.MsgWithdraw{
				Account: account(who), Community: r.community, Slot: slot, Amount: ueur(1 + r.rand.Int64N(500)),
			})
		case 4:
			_, err = r.msgs.SetStaticWeight(r.ctx, &types.MsgSetStaticWeight{
				Admin: account("mayor"), Community: r.community, Slot: slot, StaticWeight: r.rand.Uint64N(9),
			})
		case 5:
			if r.rand.IntN(4) == 0 {
				_, err = r.msgs.LeaveCommunity(r.ctx, &types.MsgLeaveCommunity{Account: account(who), Community: r.community, Slot: slot})
			}
		case 6:
			if r.rand.IntN(4) == 0 {
				err = r.addMember()
			}
		case 7:
			_, err = r.msgs.SetMaxPrice(r.ctx, &types.MsgSetMaxPrice{
				Account: account(who), Community: r.community, Slot: slot, MaxPricePerKwh: 100 + r.rand.Uint64N(300),
			})
		case 8:
			if r.rand.IntN(20) == 0 {
				change := updateVillage()
				change.GraceSeconds = 600
				change.Key = types.AllocationKey(1 + r.rand.IntN(3))
				change.Residual = types.Residual(1 + r.rand.IntN(2))
				change.PricePerKwh = r.rand.Uint64N(400)
				change.BorderToleranceSeconds = r.rand.Uint64N(46)
				change.ExactBorders = change.BorderToleranceSeconds == 0
				if change.Key == types.ALLOCATION_KEY_STATIC {
					change.StaticTotalWeight = 5_000
				}
				_, err = r.msgs.UpdateCommunity(r.ctx, &change)
			}
		}
		if err != nil {
			require.NotErrorIs(r.t, err, types.ErrInvariantBroken)
		}
	}
}

func (r *run) addMember() error {
	owner := fmt.Sprintf("member %d", r.members)
	_, err := r.msgs.ApproveMember(r.ctx, &types.MsgApproveMember{
		Admin: account("mayor"), Community: r.community, Meter: r.apply(r.community, owner), Owner: account(owner),
	})
	if err == nil {
		r.members++
		r.last = append(r.last, r.now())
	}
	return err
}
