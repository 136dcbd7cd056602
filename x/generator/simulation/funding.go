package simulation

import (
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/keeper"
	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const (
	maxPrice  = 1_000
	maxAmount = 1_000_000
	maxLife   = 30 // days
	maxTrial  = 3  // days
	maxFree   = 20

	maxCapacity = 1_000 // small, so that meters prove installations and trials end
	maxMore     = 20    // acceptance units beyond the min
)

// registerFunding adds the operations of requesters, providers and financiers.
func registerFunding(w simsx.WeightSource, reg simsx.Registry, k *keeper.Keeper) {
	reg.Add(w.Get("msg_request_generator", 30), factory(k, requestGenerator))
	reg.Add(w.Get("msg_place_bid", 60), factory(k, placeBid))
	reg.Add(w.Get("msg_withdraw_bid", 15), factory(k, withdrawBid))
	reg.Add(w.Get("msg_accept_bid", 60), factory(k, acceptBid))
	reg.Add(w.Get("msg_pledge", 150), factory(k, pledge))
	reg.Add(w.Get("msg_mark_installed", 60), factory(k, markInstalled))
	reg.Add(w.Get("msg_commission", 40), factory(k, commission))
	reg.Add(w.Get("msg_raise_dispute", 5), factory(k, raiseDispute))
	reg.Add(w.Get("msg_object", 20), factory(k, object))
	reg.Add(w.Get("msg_decide_dispute", 20), factory(k, decideDispute))
	reg.Add(w.Get("msg_vote_retirement", 20), factory(k, voteRetirement))
}

func requestGenerator(w world) ([]simsx.SimAccount, *types.MsgRequestGenerator) {
	r := w.data.Rand()
	requester := w.data.AnyAccount(w.reporter, simsx.WithSpendableBalance())
	if w.reporter.IsSkipped() {
		return nil, nil
	}
	denom := simsx.OneOf(r, requester.LiquidBalance().Denoms())
	arbiter, ok := pick(w, "an arbiter", w.Params.Arbiters, func(account string) bool { return account != requester.AddressBech32 })
	if !ok {
		return nil, nil
	}
	msg := &types.MsgRequestGenerator{
		Requester:       requester.AddressBech32,
		Arbiter:         arbiter,
		Location:        "Place " + r.StringN(20),
		CapacityW:       w.between(1, maxCapacity),
		Reason:          "light",
		UnitLabel:       "kWh",
		UnitSize:        simsx.OneOf(r, []uint64{1, 100, 1_000}),
		MaxPrice:        w.between(1, maxPrice),
		MaintenanceBps:  uint32(r.Intn(types.MaxMaintenanceBps + 1)), //nolint:gosec // not negative
		FreeUnitsPerDay: w.between(0, maxFree),
		PaymentDenom:    denom,
		Deposit:         w.between(1, maxAmount),
		Medium:          simsx.OneOf(r, []meteridtypes.Medium{meteridtypes.MEDIUM_ELECTRICITY, meteridtypes.MEDIUM_WATER}),
	}
	if !w.affords(&requester, amountOf(denom, msg.Deposit)) {
		return nil, nil
	}
	return []simsx.SimAccount{requester}, msg
}

// placeBid lets the owner of a meter bid, if there is one: others could never install.
func placeBid(w world) ([]simsx.SimAccount, *types.MsgPlaceBid) {
	s, ok := w.generator("a request to bid for", types.GENERATOR_STATUS_OPEN_FOR_BIDS, whichever)
	if !ok {
		return nil, nil
	}
	request := s.Generator.Request
	var provider simsx.SimAccount
	if fit := w.meters(func(m meteridtypes.Meter) bool { return canInstall(m, request.Medium) }); len(fit) > 0 {
		provider = w.data.GetAccount(w.reporter, simsx.OneOf(w.data.Rand(), fit).Owner)
	} else {
		provider = w.anyAccount(request.Requester, request.Arbiter)
	}
	if w.reporter.IsSkipped() {
		return nil, nil
	}
	name := provider.AddressBech32
	bids := simsx.First(w.Bids, func(b types.Bid) bool { return b.Generator == s.Generator.Id && b.Provider == name })
	if bids != nil || name == request.Requester || name == request.Arbiter {
		w.reporter.Skip("the provider has bid or has another role")
		return nil, nil
	}
	minUnits, err := pricing.MinAcceptance(request.CapacityW, uint64(w.Params.MinAcceptanceHours), request.UnitSize)
	if err != nil {
		w.reporter.Skip(err.Error())
		return nil, nil
	}
	maxCost := uint64(maxAmount)
	if w.Params.MinDepositBps > 0 {
		maxCost = min(maxCost, request.Deposit*types.BasisPoints/uint64(w.Params.MinDepositBps))
	}
	life := w.between(1, maxLife)
	msg := &types.MsgPlaceBid{
		Provider:        name,
		Generator:       s.Generator.Id,
		UnitType:        "solar",
		Cost:            w.between(1, maxCost),
		InstallDays:     1,
		LifeDays:        uint32(life), //nolint:gosec // small
		PriceCeiling:    w.between(1, request.MaxPrice),
		UpfrontBps:      uint32(w.between(0, types.BasisPoints/2)),    //nolint:gosec // small
		CommissionBps:   uint32(w.between(0, types.MaxCommissionBps)), //nolint:gosec // small
		AcceptanceUnits: minUnits + w.between(0, maxMore),
		TrialDays:       uint32(w.between(1, min(life, maxTrial))), //nolint:gosec // small
	}
	minimum, err := msg.Bid().Advance()
	if err != nil {
		w.reporter.Skip(err.Error())
		return nil, nil
	}
	msg.Bond = max(minimum, msg.Cost*uint64(w.Params.MinBondBps)/types.BasisPoints+1) + w.between(0, maxAmount)
	if !w.affords(&provider, amountOf(request.PaymentDenom, msg.Bond)) {
		return nil, nil
	}
	return []simsx.SimAccount{provider}, msg
}

func withdrawBid(w world) ([]simsx.SimAccount, *types.MsgWithdrawBid) {
	b, ok := pick(w, "a bid to take back", w.Bids, func(b types.Bid) bool {
		return w.byID(b.Generator).Generator.Status != types.GENERATOR_STATUS_AWAITING_ACCEPTANCE
	})
	if !ok {
		return nil, nil
	}
	return w.signer(b.Provider), &types.MsgWithdrawBid{Provider: b.Provider, Generator: b.Generator}
}

func acceptBid(w world) ([]simsx.SimAccount, *types.MsgAcceptBid) {
	b, ok := pick(w, "a bid to accept", w.Bids, func(b types.Bid) bool {
		return w.byID(b.Generator).Generator.Status == types.GENERATOR_STATUS_AWAITING_ACCEPTANCE
	})
	if !ok {
		return nil, nil
	}
	requester := w.byID(b.Generator).Generator.Request.Requester
	return w.signer(requester), &types.MsgAcceptBid{Requester: requester, Generator: b.Generator, Provider: b.Provider}
}

// pledge takes all that is left every other time, so that generators come to be funded.
func pledge(w world) ([]simsx.SimAccount, *types.MsgPledge) {
	s, ok := w.generator("shares to pledge for", types.GENERATOR_STATUS_FUNDING, whichever)
	if !ok {
		return nil, nil
	}
	financier := w.anyAccount()
	shares := s.Generator.SharesLeft()
	if w.data.Rand().Bool() {
		shares = w.between(1, shares)
	}
	if !w.affords(&financier, amountOf(s.Generator.Request.PaymentDenom, shares*s.Generator.SharePrice)) {
		return nil, nil
	}
	return []simsx.SimAccount{financier}, &types.MsgPledge{
		Financier: financier.AddressBech32, Generator: s.Generator.Id, Shares: shares,
	}
}

func markInstalled(w world) ([]simsx.SimAccount, *types.MsgMarkInstalled) {
	m, ok := pick(w, "a meter to install", w.meters(func(m meteridtypes.Meter) bool { return canInstall(m, m.Medium) }),
		func(m meteridtypes.Meter) bool { return len(w.waitingFor(m)) > 0 })
	if !ok {
		return nil, nil
	}
	g := simsx.OneOf(w.data.Rand(), w.waitingFor(m))
	return w.signer(m.Owner), &types.MsgMarkInstalled{Installer: m.Owner, Generator: g, Meter: m.Id}
}

// waitingFor returns the generators that the owner of a meter can install it in.
func (w world) waitingFor(m meteridtypes.Meter) []uint64 {
	var waiting []uint64
	for _, s := range w.Generators {
		g := s.Generator
		if g.Request.Medium != m.Medium {
			continue
		}
		switch g.Status {
		case types.GENERATOR_STATUS_PENDING_INSTALL:
			if g.Provider() == m.Owner {
				waiting = append(waiting, g.Id)
			}
		case types.GENERATOR_STATUS_INSTALLED, types.GENERATOR_STATUS_ON_TRIAL:
			if g.Meter == 0 && g.Provider() == m.Owner {
				waiting = append(waiting, g.Id)
			}
		case types.GENERATOR_STATUS_ACTIVE:
			if g.Meter == 0 && (g.Provider() == m.Owner || g.Request.Requester == m.Owner) {
				waiting = append(waiting, g.Id)
			}
		default:
		}
	}
	return waiting
}

// meters returns all meters that fit.
func (w world) meters(fits func(m meteridtypes.Meter) bool) []meteridtypes.Meter {
	var fitting []meteridtypes.Meter
	for id := uint64(1); ; id++ {
		m, err := w.keeper.Meters.Meter(w.ctx, id)
		if err != nil {
			return fitting
		}
		if fits(m) {
			fitting = append(fitting, m)
		}
	}
}

// canInstall reports whether the meter may be that of a generator of a medium.
func canInstall(m meteridtypes.Meter, medium meteridtypes.Medium) bool {
	return m.Status == meteridtypes.METER_STATUS_ACTIVE && m.Medium == medium && m.Direction != meteridtypes.DIRECTION_CONSUMPTION && !m.IsBound()
}

func commission(w world) ([]simsx.SimAccount, *types.MsgCommission) {
	s, ok := w.generator("an installation to confirm", types.GENERATOR_STATUS_INSTALLED, func(s types.GeneratorState) bool {
		return s.Generator.ProvedAt > 0 && unanswered(s.Generator)
	})
	if !ok {
		return nil, nil
	}
	name := s.Generator.Request.Requester
	requester := w.data.GetAccount(w.reporter, name)
	if !w.affords(&requester, amountOf(types.SolarDenom, w.Params.MinCommissionUsolar)) {
		return nil, nil
	}
	return []simsx.SimAccount{requester}, &types.MsgCommission{
		Requester: name, Generator: s.Generator.Id, AmountUsolar: w.Params.MinCommissionUsolar,
	}
}

// unanswered reports whether the requester has neither confirmed nor disputed the installation.
func unanswered(g types.Generator) bool {
	return g.ConfirmedAt == 0 && !g.RequesterDisputed
}

func raiseDispute(w world) ([]simsx.SimAccount, *types.MsgRaiseDispute) {
	s, ok := w.generator("an installation to dispute", types.GENERATOR_STATUS_INSTALLED, func(s types.GeneratorState) bool {
		return s.Generator.Dispute == nil && unanswered(s.Generator) && w.now <= s.Generator.RespondUntil
	})
	if !ok {
		return nil, nil
	}
	requester := s.Generator.Request.Requester
	return w.signer(requester), &types.MsgRaiseDispute{Requester: requester, Generator: s.Generator.Id, Reason: "no light"}
}

// object lets an owner object, or withdraw an objection every other time.
func object(w world) ([]simsx.SimAccount, *types.MsgObject) {
	h, ok := pick(w, "an installation to object to", w.Holdings, func(h types.Holding) bool {
		g := w.byID(h.Generator).Generator
		return h.Shares > 0 && g.Status == types.GENERATOR_STATUS_INSTALLED && w.now <= g.RespondUntil
	})
	if !ok {
		return nil, nil
	}
	if h.Objects && w.data.Rand().Bool() {
		return w.signer(h.Account), &types.MsgObject{Owner: h.Account, Generator: h.Generator, Clear: true}
	}
	return w.signer(h.Account), &types.MsgObject{Owner: h.Account, Generator: h.Generator, Reason: "no light"}
}

func decideDispute(w world) ([]simsx.SimAccount, *types.MsgDecideDispute) {
	s, ok := w.generator("a dispute to decide", types.GENERATOR_STATUS_INSTALLED, func(s types.GeneratorState) bool {
		return s.Generator.IsDisputed() && s.Generator.ProvedAt > 0
	})
	if !ok {
		return nil, nil
	}
	arbiter, ok := w.arbiterOf(s.Generator)
	if !ok {
		return nil, nil
	}
	return w.signer(arbiter), &types.MsgDecideDispute{
		Arbiter: arbiter, Generator: s.Generator.Id, Uphold: w.data.Rand().Bool(),
	}
}

// arbiterOf returns an account that may act as the arbiter of a generator now.
func (w world) arbiterOf(g types.Generator) (string, bool) {
	if w.Params.IsArbiter(g.Request.Arbiter) {
		return g.Request.Arbiter, true
	}
	return pick(w, "an arbiter in place of another", w.Params.Arbiters, func(account string) bool {
		return account != g.Request.Requester && account != g.Provider()
	})
}

// voteRetirement votes for a retirement, or every other time takes a vote for it back.
func voteRetirement(w world) ([]simsx.SimAccount, *types.MsgVoteRetirement) {
	h, ok := pick(w, "shares of a generator to retire", w.Holdings, func(h types.Holding) bool {
		return h.Shares > 0 && w.byID(h.Generator).Generator.Status == types.GENERATOR_STATUS_ACTIVE
	})
	if !ok {
		return nil, nil
	}
	return w.signer(h.Account), &types.MsgVoteRetirement{
		Owner: h.Account, Generator: h.Generator, Clear: h.Retire && w.data.Rand().Bool(),
	}
}

func amountOf(denom string, amount uint64) sdk.Coin {
	return sdk.NewCoin(denom, math.NewIntFromUint64(amount))
}
