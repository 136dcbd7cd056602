package invariants

import (
	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/invariant"
)

// moneyInvariants are about buckets, shares and deadlines.
func (k checks) moneyInvariants() []invariant.Invariant {
	return []invariant.Invariant{
		{Name: "the module account holds what is in the buckets", Check: k.checkBuckets},
		{Name: "the shares of a generator are those of its holdings, and all of them once it is funded", Check: k.checkShares},
		{Name: "pledges are there in full until they are paid on or refunded", Check: k.checkPledged},
		{Name: "what holders can withdraw is there, and revenue is what was withdrawn, owed and carried", Check: k.checkOwed},
		{Name: "bonds and deposits are held as long as they answer for something", Check: k.checkBonds},
	}
}

func (k checks) checkBuckets(ctx sdk.Context) error {
	denoms, sums, err := Buckets(ctx, k.Store)
	if err != nil {
		return err
	}
	account := authtypes.NewModuleAddress(types.ModuleName)
	for _, denom := range denoms {
		// A genesis may hold coins that nobody can claim: more is no harm.
		if held := k.Bank.GetBalance(ctx, account, denom); held.Amount.LT(sums[denom]) {
			return broken("expected at least %s%s in the module account, got %s", sums[denom], denom, held)
		}
	}
	return nil
}

// Buckets adds up what is in all buckets, by denom in the order of the generators. It adds in whole numbers without bounds:
// the sum over generators may be more than 64 bits hold.
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
	err = k.Generators.Walk(ctx, nil, func(id uint64, g types.Generator) (bool, error) {
		b, err := k.Books.Get(ctx, id)
		if err != nil {
			return true, err
		}
		add(g.Request.PaymentDenom, b.Deposit, b.BidBonds, b.Bond, b.Pledged, b.Due, b.Maintenance)
		add(types.SolarDenom, b.Vouchers, b.MaintenanceUsolar, b.Owed, b.Carry)
		return false, nil
	})
	return denoms, sums, err
}

// eachProject visits every generator with its books and the sum of its holdings.
func (k checks) eachProject(ctx sdk.Context, visit func(g types.Generator, b types.Books, sum types.Holding) error) error {
	return k.Generators.Walk(ctx, nil, func(id uint64, g types.Generator) (bool, error) {
		b, err := k.Books.Get(ctx, id)
		if err != nil {
			return true, err
		}
		var sum types.Holding
		err = k.eachHolding(ctx, id, func(h types.Holding) error {
			owed, err := market.IndexOf(b).Owed(h.Weight(), h.Last)
			if err != nil {
				return broken("generator %d, %s: %s", id, h.Account, err)
			}
			for _, add := range []struct {
				sum    *uint64
				amount uint64
			}{
				{&sum.Shares, h.Shares},
				{&sum.LeasedIn, h.LeasedIn},
				{&sum.LeasedOut, h.LeasedOut},
				{&sum.Owed, h.Owed},
				{&sum.Owed, owed},
				{&sum.Due, h.Due},
				{&sum.Withdrawn, h.Withdrawn},
				{&sum.Refunded, h.Refunded},
			} {
				if err := market.Increase(add.sum, add.amount); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return true, err
		}
		err = visit(g, b, sum)
		return err != nil, err
	})
}

func (k checks) eachHolding(ctx sdk.Context, generator uint64, visit func(h types.Holding) error) error {
	return k.Holdings.Walk(ctx, collections.NewPrefixedPairRange[uint64, []byte](generator),
		func(_ state.AccountKey, h types.Holding) (bool, error) {
			err := visit(h)
			return err != nil, err
		})
}

func (k checks) checkShares(ctx sdk.Context) error {
	return k.eachProject(ctx, func(g types.Generator, b types.Books, sum types.Holding) error {
		if sum.Shares != g.Shares || b.Weight != g.Shares {
			return broken("generator %d: expected %d shares, got %d in holdings and a weight of %d", g.Id, g.Shares, sum.Shares, b.Weight)
		}
		if g.Shares > types.TotalShares || g.Status.IsFunded() && g.Shares != types.TotalShares {
			return broken("generator %d, %s: expected %d shares, got %d", g.Id, state.StatusName(g.Status), types.TotalShares, g.Shares)
		}
		return nil
	})
}

func (k checks) checkPledged(ctx sdk.Context) error {
	return k.eachProject(ctx, func(g types.Generator, b types.Books, sum types.Holding) error {
		var want uint64
		switch {
		case g.Status == types.GENERATOR_STATUS_FUNDING:
			want = g.Shares * g.SharePrice
		case g.Status.HasOpenJob():
			upfront, err := g.Bid.Upfront()
			if err != nil {
				return err
			}
			want = types.TotalShares*g.SharePrice - upfront
		case g.Status.Refunds():
			want = g.Shares * g.RefundPerShare
			if g.RefundPerShare < g.SharePrice {
				return broken("generator %d: expected a refund of at least %d for each share, got %d", g.Id, g.SharePrice, g.RefundPerShare)
			}
		}
		if b.Pledged != want {
			return broken("generator %d, %s: expected %d pledged, got %d", g.Id, state.StatusName(g.Status), want, b.Pledged)
		}
		if b.Refunded != sum.Refunded {
			return broken("generator %d: expected %d refunded, got %d", g.Id, sum.Refunded, b.Refunded)
		}
		return nil
	})
}

func (k checks) checkOwed(ctx sdk.Context) error {
	return k.eachProject(ctx, func(g types.Generator, b types.Books, sum types.Holding) error {
		switch {
		case sum.Due != b.Due:
			return broken("generator %d: expected %d due, got %d", g.Id, sum.Due, b.Due)
		case sum.Owed != b.Owed:
			return broken("generator %d: expected %d owed, got %d", g.Id, sum.Owed, b.Owed)
		case sum.Withdrawn != b.Withdrawn:
			return broken("generator %d: expected %d withdrawn, got %d", g.Id, sum.Withdrawn, b.Withdrawn)
		}
		earned := math.NewIntFromUint64(b.Owed).Add(math.NewIntFromUint64(b.Carry)).Add(math.NewIntFromUint64(b.Withdrawn))
		if earned.GT(math.NewIntFromUint64(b.Revenue)) {
			return broken("generator %d: expected at most the revenue of %d, got %s", g.Id, b.Revenue, earned)
		}
		return nil
	})
}

func (k checks) checkBonds(ctx sdk.Context) error {
	return k.Generators.Walk(ctx, nil, func(id uint64, g types.Generator) (bool, error) {
		b, err := k.Books.Get(ctx, id)
		if err != nil {
			return true, err
		}
		var bonds, bids uint64
		err = k.Bids.Walk(ctx, collections.NewPrefixedPairRange[uint64, []byte](id), func(_ state.AccountKey, bid types.Bid) (bool, error) {
			bids++
			err := market.Increase(&bonds, bid.Bond)
			return err != nil, err
		})
		if err == nil {
			err = bondsAndDeposit(g, b, bids, bonds)
		}
		return err != nil, err
	})
}

func bondsAndDeposit(g types.Generator, b types.Books, bids, bonds uint64) error {
	bidding := g.Status == types.GENERATOR_STATUS_OPEN_FOR_BIDS || g.Status == types.GENERATOR_STATUS_AWAITING_ACCEPTANCE
	locked := !g.Status.IsFinal() && g.Status != types.GENERATOR_STATUS_ACTIVE
	switch {
	case b.BidBonds != bonds:
		return broken("generator %d: expected bonds of bids of %d, got %d", g.Id, bonds, b.BidBonds)
	case bidding && g.Bids != bids || !bidding && g.Bids != 0:
		return broken("generator %d, %s: expected to count the %d bids while they can be accepted, got %d",
			g.Id, state.StatusName(g.Status), bids, g.Bids)
	case g.Status.HasOpenJob() && b.Bond != g.Bid.Bond || !g.Status.HasOpenJob() && b.Bond != 0:
		return broken("generator %d, %s: expected the bond while a job is open, got %d", g.Id, state.StatusName(g.Status), b.Bond)
	case locked != (b.Deposit > 0) || locked && b.Deposit != g.Request.Deposit:
		return broken("generator %d, %s: expected the deposit of %d until the end of the job, got %d",
			g.Id, state.StatusName(g.Status), g.Request.Deposit, b.Deposit)
	}
	return nil
}
