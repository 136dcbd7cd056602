package keeper_test

import (
	"fmt"
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// maxGenerators is the maximum number of generators in a walk.
const maxGenerators = 20

// walk takes random steps with few generators and few accounts, so that accounts have several roles.
type walk struct {
	*fixture
	rng  *rand.Rand
	last uint64 // number of the last generator
	done map[string]int
	seen map[types.GeneratorStatus]bool
}

// try runs a step on a branch. A refused one leaves nothing behind, and none is refused for a broken invariant.
func (w *walk) try(name string, do func(ctx sdk.Context) error) {
	w.t.Helper()
	branch, merge := w.ctx.CacheContext()
	if err := do(branch); err != nil {
		require.NotErrorIs(w.t, err, types.ErrInvariantBroken)
	} else {
		merge()
		w.done[name]++
	}
	w.checkInvariants()
}

func (w *walk) randomPerson() string { return account(fmt.Sprint("person", w.rng.Intn(5))) }

func (w *walk) below(n uint64) uint64 { return w.rng.Uint64() % n }

// step takes one random step. Numbers are small, so that bounds are met often.
func (w *walk) step() {
	id, who := w.randomGenerator(types.GENERATOR_STATUS_UNSPECIFIED), w.randomPerson()
	switch w.rng.Intn(20) {
	case 0:
		if w.last >= maxGenerators {
			return
		}
		ask := requestMessage()
		ask.Requester, ask.Arbiter, ask.Deposit = who, w.randomPerson(), 1+w.below(1_000)
		ask.PaymentDenom = []string{"ueur", "usolar"}[w.rng.Intn(2)]
		w.try("request", func(ctx sdk.Context) error {
			resp, err := w.msgs.RequestGenerator(ctx, &ask)
			if err == nil {
				w.last = resp.Generator
			}
			return err
		})
	case 1, 2:
		id = w.randomGenerator(types.GENERATOR_STATUS_OPEN_FOR_BIDS)
		bid := bidMessage(id, "")
		bid.Provider, bid.Cost, bid.UpfrontBps, bid.Bond = who, 1+w.below(60_000), uint32(w.below(9_501)), w.below(90_000)
		bid.AcceptanceUnits, bid.TrialDays, bid.LifeDays = 5+w.below(5), 20, 60
		w.try("bid", func(ctx sdk.Context) error { _, err := w.msgs.PlaceBid(ctx, &bid); return err })
	case 3:
		w.try("withdraw bid", func(ctx sdk.Context) error {
			_, err := w.msgs.WithdrawBid(ctx, &types.MsgWithdrawBid{Provider: who, Generator: id})
			return err
		})
	case 4, 5:
		id = w.randomGenerator(types.GENERATOR_STATUS_AWAITING_ACCEPTANCE)
		msg := types.MsgAcceptBid{Requester: w.requester(id), Generator: id, Provider: w.randomBidder(id, who)}
		w.try("accept", func(ctx sdk.Context) error { _, err := w.msgs.AcceptBid(ctx, &msg); return err })
	case 7, 8:
		id = w.randomGenerator(types.GENERATOR_STATUS_FUNDING)
		msg := types.MsgPledge{Financier: who, Generator: id, Shares: 1 + w.below(6_000)}
		if left := w.generator(id).SharesLeft(); left > 0 && w.rng.Intn(3) == 0 {
			msg.Shares = left
		}
		w.try("pledge", func(ctx sdk.Context) error { _, err := w.msgs.Pledge(ctx, &msg); return err })
	case 10:
		id = w.randomGenerator(types.GENERATOR_STATUS_INSTALLED)
		for i := range 5 {
			msg := types.MsgObject{Owner: account(fmt.Sprint("person", i)), Generator: id, Reason: "no light"}
			if w.rng.Intn(4) == 0 {
				msg.Reason, msg.Clear = "", true
			}
			w.try("object", func(ctx sdk.Context) error { _, err := w.msgs.Object(ctx, &msg); return err })
		}
	case 12:
		w.install(w.randomGenerator(types.GENERATOR_STATUS_PENDING_INSTALL))
	case 14:
		id = w.randomGenerator(types.GENERATOR_STATUS_INSTALLED)
		msg := types.MsgCommission{Requester: w.requester(id), Generator: id, AmountUsolar: 1_000_000 + w.below(10)}
		w.try("commission", func(ctx sdk.Context) error { _, err := w.msgs.Commission(ctx, &msg); return err })
	case 11, 15:
		id = w.randomGenerator(types.GENERATOR_STATUS_INSTALLED)
		msg := types.MsgRaiseDispute{Requester: w.requester(id), Generator: id, Reason: "no light"}
		w.try("dispute", func(ctx sdk.Context) error { _, err := w.msgs.RaiseDispute(ctx, &msg); return err })
	case 13, 16:
		id = w.randomGenerator(types.GENERATOR_STATUS_INSTALLED)
		msg := types.MsgDecideDispute{Arbiter: w.generator(id).Request.Arbiter, Generator: id, Uphold: w.rng.Intn(2) == 0}
		w.try("decide", func(ctx sdk.Context) error { _, err := w.msgs.DecideDispute(ctx, &msg); return err })
	case 6, 17:
		w.read(w.randomGenerator([]types.GeneratorStatus{types.GENERATOR_STATUS_INSTALLED, types.GENERATOR_STATUS_ON_TRIAL}[w.rng.Intn(2)]))
	case 18:
		w.try("withdraw", func(ctx sdk.Context) error {
			_, err := w.msgs.Withdraw(ctx, &types.MsgWithdraw{Account: who, Generator: id})
			return err
		})
	case 9, 19:
		w.pass(w.rng.Int63n(16 * day))
		if w.rng.Intn(2) == 0 {
			id = w.randomGenerator(types.GENERATOR_STATUS_ACTIVE)
			w.try("retire", func(ctx sdk.Context) error {
				_, err := w.msgs.VoteRetirement(ctx, &types.MsgVoteRetirement{Owner: who, Generator: id, Clear: w.rng.Intn(5) == 0})
				return err
			})
		}
	}
}

// randomGenerator returns a generator of a status if there is one, else any; sometimes any, which may have the wrong status.
func (w *walk) randomGenerator(status types.GeneratorStatus) uint64 {
	resp, err := w.queries.Generators(w.ctx, &types.QueryGeneratorsRequest{Status: status})
	require.NoError(w.t, err)
	if n := len(resp.Generators); n > 0 && w.rng.Intn(8) > 0 {
		return resp.Generators[w.rng.Intn(n)].Generator.Id
	}
	return 1 + w.below(w.last+1)
}

func (w *walk) generator(id uint64) types.Generator {
	resp, err := w.queries.Generator(w.ctx, &types.QueryGeneratorRequest{Generator: id})
	if err != nil {
		return types.Generator{}
	}
	return resp.Generator.Generator
}

func (w *walk) requester(id uint64) string { return w.generator(id).Request.Requester }

// randomBidder returns a provider with a bid, or other if there is none.
func (w *walk) randomBidder(id uint64, other string) string {
	resp, err := w.queries.Bids(w.ctx, &types.QueryBidsRequest{Generator: id})
	if err != nil || len(resp.Bids) == 0 {
		return other
	}
	return resp.Bids[w.rng.Intn(len(resp.Bids))].Provider
}

func (w *walk) install(id uint64) {
	provider := w.generator(id).Provider()
	if provider == "" {
		return
	}
	meter := w.addMeter(provider)
	w.try("install", func(ctx sdk.Context) error {
		_, err := w.msgs.MarkInstalled(ctx, &types.MsgMarkInstalled{Installer: provider, Generator: id, Meter: meter})
		return err
	})
}

func (w *walk) read(id uint64) {
	meter := w.generator(id).Meter
	if meter == 0 {
		return
	}
	w.try("reading", func(ctx sdk.Context) error {
		return w.keeper.Sink().ApplyReadings(ctx, []meteridtypes.AcceptedReading{exported(id, meter, w.below(30_000), w.now()+900)})
	})
}

// Random messages: every invariant holds after every step, the state can be exported and imported, and in the end every account has
// its money back, except for maintenance.
func TestRandomWalks(t *testing.T) {
	seen := map[types.GeneratorStatus]bool{types.GENERATOR_STATUS_OPEN_FOR_BIDS: true}
	succeeded := map[string]int{}
	for seed := range int64(4) {
		f := newFixture(t)
		f.setParams(func(p *types.Params) { p.MinAcceptanceHours = 1 })
		w := &walk{fixture: f, rng: rand.New(rand.NewSource(seed)), done: succeeded, seen: seen}
		for i := range 5 {
			f.bank.Fund(f.ctx, accountBytes(fmt.Sprint("person", i)), ueur(1_000_000), usolar(20_000_000))
		}
		for range 600 {
			w.step()
			for _, e := range events[*types.EventStatusChanged](f) {
				w.seen[e.Status] = true
			}
		}
		w.checkExport()
		w.withdrawAll()
		w.checkExport()
	}
	for status := types.GENERATOR_STATUS_OPEN_FOR_BIDS; status <= types.GENERATOR_STATUS_ON_TRIAL; status++ {
		require.True(t, seen[status], "%s is never seen", status)
	}
	for _, name := range []string{
		"request", "bid", "withdraw bid", "accept", "pledge", "object", "install", "commission", "dispute", "decide", "reading",
		"withdraw", "retire",
	} {
		require.NotZero(t, succeeded[name], "%s never succeeds", name)
	}
}

// withdrawAll ends all deadlines and withdraws everything of every account.
func (w *walk) withdrawAll() {
	w.t.Helper()
	for range 4 {
		w.pass(60 * day)
	}
	w.pass(life)
	maintenance := map[string]uint64{}
	for id := uint64(1); id <= w.last; id++ {
		for i := range 5 {
			who := account(fmt.Sprint("person", i))
			w.try("withdraw bid", func(ctx sdk.Context) error {
				_, err := w.msgs.WithdrawBid(ctx, &types.MsgWithdrawBid{Provider: who, Generator: id})
				return err
			})
			w.try("withdraw", func(ctx sdk.Context) error {
				_, err := w.msgs.Withdraw(ctx, &types.MsgWithdraw{Account: who, Generator: id})
				return err
			})
		}
		require.True(w.t, w.status(id).IsFinal())
		purse := w.purseOf(id)
		maintenance[w.generator(id).Request.PaymentDenom] += purse.Maintenance
		maintenance["usolar"] += purse.MaintenanceUsolar
	}
	require.Equal(w.t, int64(maintenance["ueur"]), w.held("ueur"))
	require.Equal(w.t, int64(maintenance["usolar"]), w.held("usolar"))
}
