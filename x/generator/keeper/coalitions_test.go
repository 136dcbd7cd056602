package keeper_test

import (
	"fmt"
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Models of the roles of a generator: in every coalition some act at random in their common interest while the others are honest or
// silent. Ann and Bob are the financiers that the promises protect.

// coalition is a funded generator with the accounts that act together.
type coalition struct {
	*fixture
	rng *rand.Rand
	id  uint64
}

// newCoalition funds a generator: Ann 5,000, Bob 1,000, and Friend, who belongs to the coalition, the other shares.
func newCoalition(t *testing.T, seed int64) *coalition {
	t.Helper()
	f := newFixture(t)
	rng := rand.New(rand.NewSource(seed))
	f.setParams(func(p *types.Params) { p.DecisionSeconds = uint64(60 + rng.Int63n(40*day)) })
	id := f.requested()
	bid := bidMessage(id, "builder")
	bid.CommissionBps = uint32(rng.Intn(types.MaxCommissionBps + 1))
	bid.UpfrontBps = uint32(rng.Intn(types.BasisPoints + 1 - int(bid.CommissionBps)))
	lowest, err := bid.Bid().Advance()
	require.NoError(t, err)
	bid.Bond = max(lowest, cost/10+1)
	f.bid(bid, "builder")
	f.pass(7 * day)
	f.accept(id, "builder")
	f.pledge(id, "ann", 5_000)
	f.pledge(id, "bob", 1_000)
	f.pledge(id, "friend", 4_000)
	for _, name := range []string{"mayor", "builder"} {
		f.bank.Fund(f.ctx, accountBytes(name), usolar(100_000_000))
	}
	return &coalition{fixture: f, rng: rng, id: id}
}

// try sends a message; a refused one changes nothing.
func (c *coalition) try(send func(ctx sdk.Context) error) {
	c.t.Helper()
	branch, merge := c.ctx.CacheContext()
	if send(branch) == nil {
		merge()
	}
	c.checkInvariants()
}

// act does a thing that requester, arbiter or their friend can do, or, from hostile on, the provider.
func (c *coalition) act(kind int) {
	id := c.id
	switch kind {
	case 0:
		c.try(func(ctx sdk.Context) error {
			_, err := c.msgs.Commission(ctx, &types.MsgCommission{Requester: account("mayor"), Generator: id, AmountUsolar: 1_000_000})
			return err
		})
	case 1:
		c.try(func(ctx sdk.Context) error {
			_, err := c.msgs.RaiseDispute(ctx, &types.MsgRaiseDispute{Requester: account("mayor"), Generator: id, Reason: "x"})
			return err
		})
	case 2, 3:
		uphold := c.rng.Intn(2) == 0
		c.try(func(ctx sdk.Context) error {
			_, err := c.msgs.DecideDispute(ctx, &types.MsgDecideDispute{Arbiter: account("judge"), Generator: id, Uphold: uphold})
			return err
		})
	case 4:
		msg := types.MsgObject{Owner: account("friend"), Generator: id, Reason: "x"}
		if c.rng.Intn(2) == 0 {
			msg.Reason, msg.Clear = "", true
		}
		c.try(func(ctx sdk.Context) error { _, err := c.msgs.Object(ctx, &msg); return err })
	case hostile:
		c.try(func(ctx sdk.Context) error {
			_, err := c.msgs.Withdraw(ctx, &types.MsgWithdraw{Account: account("builder"), Generator: id})
			return err
		})
	case hostile + 1: // a meter is lost and another one, which has counted elsewhere, takes its place
		if meter := c.generatorOf(id).Generator.Meter; meter != 0 {
			require.NoError(c.t, c.meters.Retire(c.ctx, meter))
			second := c.addMeter(account("builder"))
			c.try(func(ctx sdk.Context) error {
				_, err := c.msgs.MarkInstalled(ctx, &types.MsgMarkInstalled{Installer: account("builder"), Generator: id, Meter: second})
				return err
			})
			if c.generatorOf(id).Generator.Meter == second {
				old := exported(id, second, 1<<40, c.now()+900)
				old.BeforeBinding = true
				c.apply(old)
			}
		}
	default:
		c.pass(c.rng.Int63n(5 * day))
	}
}

// Numbers of the acts: those of requester, arbiter and friend, then all.
const (
	hostile = 6
	allActs = 8
)

// finish lets all time pass and returns the refunds of Ann and Bob.
func (c *coalition) finish() uint64 {
	c.t.Helper()
	for range 4 {
		c.pass(40 * day)
	}
	require.False(c.t, c.status(c.id).HasOpenJob())
	var refunds uint64
	for _, name := range []string{"ann", "bob"} {
		resp, err := c.msgs.Withdraw(c.ctx, &types.MsgWithdraw{Account: account(name), Generator: c.id})
		if err == nil {
			refunds += resp.Due
		}
	}
	return refunds
}

// Property: requester, provider, arbiter and a friend with 40 % of the shares together take no more of the pledges than the units that
// the certified meter delivered have earned. What was paid before comes back out of the bond.
func TestFriendsTakeNoMoreThanUnitsHaveEarned(t *testing.T) {
	endings := map[types.GeneratorStatus]int{}
	for seed := range int64(150) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			c := newCoalition(t, seed)
			if c.rng.Intn(8) > 0 {
				c.markInstalled(c.id)
			}
			share := c.rng.Uint64() % 4 // how much the plant delivers: nothing, little, or much
			for range 40 {
				if g := c.generatorOf(c.id).Generator; g.Meter != 0 && c.rng.Intn(3) == 0 {
					c.export(c.id, c.rng.Uint64()%(8_000*share+1))
				}
				c.act(c.rng.Intn(allActs))
			}
			refunds := c.finish()
			g := c.generatorOf(c.id)
			endings[g.Generator.Status]++
			units := min(g.DeliveredUnits, acceptance)
			earned, err := g.Generator.Bid.Earned(units)
			require.NoError(t, err)
			if g.Generator.CommissionedAt == 0 {
				earned = 0
			}
			// 6,000 of 10,000 shares bear their part of what was earned, and less than a base unit each for rounding.
			paidIn := uint64(6_000 * sharePrice)
			require.GreaterOrEqual(t, refunds+earned*6/10+6_000+6_000*surplus/10_000, paidIn)
		})
	}
	require.NotZero(t, endings[types.GENERATOR_STATUS_ACTIVE])
	require.NotZero(t, endings[types.GENERATOR_STATUS_DEFAULTED])
}

// Property: a provider whose meter proves and delivers what it promised is paid its whole cost and has its bond back, whatever
// requester, arbiter and a friend with 40 % of the shares do.
func TestAnHonestProviderIsPaidWhateverOthersDo(t *testing.T) {
	for seed := range int64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			c := newCoalition(t, seed)
			c.markInstalled(c.id)
			provider := c.balance("builder", "ueur")
			hostility := func() {
				for range c.rng.Intn(6) {
					c.act(c.rng.Intn(hostile))
				}
			}
			c.prove(c.id)
			for c.status(c.id) == types.GENERATOR_STATUS_INSTALLED {
				hostility()
				c.pass(5 * day)
			}
			require.Equal(t, types.GENERATOR_STATUS_ON_TRIAL, c.status(c.id))
			c.export(c.id, acceptance*1_000)
			c.endBlock()
			hostility()
			if c.dueOf(c.id, "builder") > 0 {
				c.withdrawDue(c.id, "builder")
			}
			got := uint64(c.balance("builder", "ueur") - provider)
			require.GreaterOrEqual(t, got, cost+c.generatorOf(c.id).Generator.Bid.Bond)
		})
	}
}

// Property: a majority of shares has a say between the proof and the payment at commissioning, although the requester confirmed.
func TestOwnersHaveASayBeforeThePayment(t *testing.T) {
	f := newFixture(t)
	id := f.proved()
	f.confirm(id)
	f.decideAtOnce(id)
	require.Equal(t, uint64(upfront), f.dueOf(id, "builder"), "nothing is paid before the time to object is over")
	f.object(id, "ann")
	f.pass(14 * day)
	require.Equal(t, types.GENERATOR_STATUS_INSTALLED, f.status(id))
	f.decide(id, true)
	require.Equal(t, uint64(upfront), f.dueOf(id, "builder"))
	require.Equal(t, uint64(deposit), f.dueOf(id, "mayor"))
}

// decideAtOnce tries to end the time of the owners by a decision of the arbiter on no dispute.
func (f *fixture) decideAtOnce(id uint64) {
	f.t.Helper()
	mustRefuse(f, f.msgs.DecideDispute, types.MsgDecideDispute{Arbiter: account("judge"), Generator: id}, types.ErrNoDispute)
}

// Property: a dead plant binds neither requester nor financiers: what it did not earn comes back without anybody's consent.
func TestADeadPlantBindsNobody(t *testing.T) {
	f := newFixture(t)
	id := f.onTrial()
	require.Equal(t, uint64(deposit), f.withdrawDue(id, "mayor"))
	f.export(id, acceptance*100) // a tenth, and then silence
	f.pass(trial)
	require.Equal(t, uint64(bond+123_432), f.withdrawDue(id, "builder"), "a tenth of the cost, and the bond")
	require.Equal(t, uint64(6_000*111), f.withdrawDue(id, "ann"))
	require.Equal(t, uint64(4_000*111), f.withdrawDue(id, "bob"))
	require.Equal(t, types.GENERATOR_STATUS_ACTIVE, f.status(id), "what works still sells")
}
