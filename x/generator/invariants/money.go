package invariants

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// moneyInvariants returns the invariants of buckets and shares.
func (k checks) moneyInvariants() []invariant.Invariant {
	return []invariant.Invariant{
		{Name: "the module account holds what is in the buckets", Check: k.checkBuckets},
		{Name: "the shares of a generator are those of its holdings, and all of them once it is funded", Check: k.checkShares},
		{Name: "pledges are held in full until they are paid on or refunded", Check: k.checkPledged},
		{Name: "the buckets hold what accounts can withdraw, and revenue covers what was withdrawn, owed and carried", Check: k.checkOwed},
		{Name: "bonds and deposits are held as long as they secure something", Check: k.checkBonds},
	}
}

func (k checks) checkBuckets(ctx sdk.Context) error {
	denoms, sums, err := Buckets(ctx, k.Store)
	if err != nil {
		return err
	}
	account := authtypes.NewModuleAddress(types.ModuleName)
	for _, denom := range denoms {
		// The module account may hold more: coins in its genesis balance that are in no bucket.
		if held := k.Bank.GetBalance(ctx, account, denom); held.Amount.LT(sums[denom]) {
			return invariant.Broken("expected at least %s%s in the module account, got %s", sums[denom], denom, held)
		}
	}
	return nil
}

// Buckets sums all buckets, by denom, in the order of the generators. It has no upper bound: the sum over generators may exceed 64 bits.
func Buckets(ctx sdk.Context, k *state.Store) (denoms []string, sums map[string]math.Int, err error) {
	denoms = []string{types.SolarDenom}
	sums = map[string]math.Int{types.SolarDenom: math.ZeroInt()}
	add := func(denom string, amounts ...uint64) {
		sum, known := sums[denom]
		if !known {
			denoms, sum = append(denoms, denom), math.ZeroInt()
		}
		for _, amount := range amounts {
			sum = sum.Add(math.NewIntFromUint64(amount))
		}
		sums[denom] = sum
	}
	for g, p := range eachPurse(ctx, k, &err) {
		add(g.Request.PaymentDenom, p.Deposit, p.BidBonds, p.Bond, p.Pledged, p.Due, p.Maintenance)
		add(types.SolarDenom, p.Vouchers, p.MaintenanceUsolar, p.Owed, p.Carry)
	}
	return denoms, sums, err
}

// sumHoldings sums the holdings of a generator, with the revenue that is owed but not settled yet, that of leases included. In place of
// the pledges it sums the refunds that are not credited yet.
func (k checks) sumHoldings(ctx sdk.Context, generator uint64, purse types.Purse) (sum types.Holding, err error) {
	for _, h := range lists.Each(ctx, k.Holdings, byAccount(generator), &err) {
		owed, err := market.RevenueIndex(purse).Owed(h.Weight(), h.Last)
		if err != nil {
			return sum, invariant.Broken("generator %d, %s: %s", generator, h.Account, err)
		}
		for _, add := range []struct {
			sum    *uint64
			amount uint64
		}{
			{&sum.Shares, h.Shares},
			{&sum.LeasedOut, h.LeasedOut},
			{&sum.Owed, h.Owed},
			{&sum.Owed, owed},
			{&sum.Due, h.Due},
			{&sum.Withdrawn, h.Withdrawn},
			{&sum.Refunded, h.Refunded},
			{&sum.Pledged, h.Shares * (purse.RefundPerShare - h.LastRefund)}, // at most the bucket, if it holds
		} {
			if err := market.Increase(add.sum, add.amount); err != nil {
				return sum, err
			}
		}
	}
	for _, l := range lists.Each(ctx, k.Leases, numbered(generator), &err) {
		owed, err := market.LeaseRevenue(l, purse.Acc) // of the lessee until the end, of the owner since
		if err != nil {
			return sum, invariant.Broken("generator %d: %s", generator, err)
		}
		if err := market.Increase(&sum.Owed, owed); err != nil {
			return sum, err
		}
		if err := market.Increase(&sum.Withdrawn, l.Withdrawn); err != nil {
			return sum, err
		}
	}
	return sum, err
}

// checkEach checks every generator with its purse and the sum of its holdings.
func (k checks) checkEach(ctx sdk.Context, check func(g types.Generator, purse types.Purse, sum types.Holding) error) (err error) {
	for g, purse := range eachPurse(ctx, k.Store, &err) {
		sum, err := k.sumHoldings(ctx, g.Id, purse)
		if err != nil {
			return err
		}
		if err := check(g, purse, sum); err != nil {
			return err
		}
	}
	return err
}

func (k checks) checkShares(ctx sdk.Context) error {
	return k.checkEach(ctx, func(g types.Generator, purse types.Purse, sum types.Holding) error {
		if sum.Shares != g.Shares || purse.Weight != g.Shares {
			return invariant.Broken("generator %d: expected %d shares, got %d in holdings and a weight of %d",
				g.Id, g.Shares, sum.Shares, purse.Weight)
		}
		if g.Shares > types.TotalShares || g.Status.IsFunded() && g.Shares != types.TotalShares {
			return invariant.Broken("generator %d, %s: expected %d shares, got %d", g.Id, state.StatusName(g.Status), types.TotalShares, g.Shares)
		}
		return nil
	})
}

// checkPledged checks that pledges are exactly what is neither paid to the provider nor refunded, and that the provider was paid at most
// what units have earned and the bond covers.
func (k checks) checkPledged(ctx sdk.Context) error {
	return k.checkEach(ctx, func(g types.Generator, purse types.Purse, sum types.Holding) error {
		var want uint64
		switch g.Status {
		case types.GENERATOR_STATUS_FUNDING:
			want = g.Shares * g.SharePrice
		case types.GENERATOR_STATUS_PENDING_INSTALL, types.GENERATOR_STATUS_INSTALLED:
			want = types.TotalShares*g.SharePrice - purse.Paid
		case types.GENERATOR_STATUS_ON_TRIAL:
			want = g.Bid.Cost - purse.Paid
		default:
			want = sum.Pledged // the sum of refunds that are not credited yet
		}
		if purse.Pledged != want {
			return invariant.Broken("generator %d, %s: expected %d pledged, got %d", g.Id, state.StatusName(g.Status), want, purse.Pledged)
		}
		if g.Status.Refunds() && purse.RefundPerShare < g.SharePrice {
			return invariant.Broken("generator %d: expected a refund of at least %d for each share, got %d", g.Id, g.SharePrice, purse.RefundPerShare)
		}
		if purse.Refunded != sum.Refunded {
			return invariant.Broken("generator %d: expected %d refunded, got %d", g.Id, sum.Refunded, purse.Refunded)
		}
		return checkPaid(g, purse)
	})
}

// checkPaid checks that the bond covers what the provider was paid before units earned it.
func checkPaid(g types.Generator, purse types.Purse) error {
	if g.Bid == nil {
		return nil
	}
	earned, err := g.Earned(purse)
	if err != nil {
		return err
	}
	if unearned := purse.Paid - min(purse.Paid, earned); g.Status.HasOpenJob() && unearned > purse.Bond {
		return invariant.Broken("generator %d: expected the bond of %d to cover the pay of %d beyond %d earned",
			g.Id, purse.Bond, purse.Paid, earned)
	}
	return nil
}

func (k checks) checkOwed(ctx sdk.Context) error {
	return k.checkEach(ctx, func(g types.Generator, purse types.Purse, sum types.Holding) error {
		switch {
		case sum.Due != purse.Due:
			return invariant.Broken("generator %d: expected %d due, got %d", g.Id, sum.Due, purse.Due)
		case sum.Owed != purse.Owed:
			return invariant.Broken("generator %d: expected %d owed, got %d", g.Id, sum.Owed, purse.Owed)
		case sum.Withdrawn != purse.Withdrawn:
			return invariant.Broken("generator %d: expected %d withdrawn, got %d", g.Id, sum.Withdrawn, purse.Withdrawn)
		}
		earned := math.NewIntFromUint64(purse.Owed).Add(math.NewIntFromUint64(purse.Carry)).Add(math.NewIntFromUint64(purse.Withdrawn))
		if earned.GT(math.NewIntFromUint64(purse.Revenue)) {
			return invariant.Broken("generator %d: expected at most the revenue of %d, got %s", g.Id, purse.Revenue, earned)
		}
		return nil
	})
}

func (k checks) checkBonds(ctx sdk.Context) (err error) {
	for g, purse := range eachPurse(ctx, k.Store, &err) {
		var bonds, bids uint64
		for _, bid := range lists.Each(ctx, k.Bids, byAccount(g.Id), &err) {
			bids++
			if err := market.Increase(&bonds, bid.Bond); err != nil {
				return err
			}
		}
		if err == nil {
			err = checkBondsOf(g, purse, bids, bonds)
		}
	}
	return err
}

// checkBondsOf checks the bonds and the deposit of a generator against its open bids and its status.
func checkBondsOf(g types.Generator, purse types.Purse, bids, bonds uint64) error {
	bidding := g.Status == types.GENERATOR_STATUS_OPEN_FOR_BIDS || g.Status == types.GENERATOR_STATUS_AWAITING_ACCEPTANCE
	locked := !g.Status.IsFinal() && !g.Status.IsCommissioned()
	switch {
	case purse.BidBonds != bonds:
		return invariant.Broken("generator %d: expected bonds of bids of %d, got %d", g.Id, bonds, purse.BidBonds)
	case bidding && g.Bids != bids || !bidding && g.Bids != 0:
		return invariant.Broken("generator %d, %s: expected to count the %d bids while they can be accepted, got %d",
			g.Id, state.StatusName(g.Status), bids, g.Bids)
	case g.Status.HasOpenJob() && purse.Bond != g.Bid.Bond || !g.Status.HasOpenJob() && purse.Bond != 0:
		return invariant.Broken("generator %d, %s: expected the bond while a job is open, got %d", g.Id, state.StatusName(g.Status), purse.Bond)
	case locked != (purse.Deposit > 0) || locked && purse.Deposit != g.Request.Deposit:
		return invariant.Broken("generator %d, %s: expected the deposit of %d until the end of the job, got %d",
			g.Id, state.StatusName(g.Status), g.Request.Deposit, purse.Deposit)
	}
	return nil
}
