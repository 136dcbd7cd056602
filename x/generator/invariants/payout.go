package invariants

import (
	"errors"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
)

// checkPayout pays everybody out of copies of the books, as the messages would: refunds, revenue, what is due, bonds of bids
// and open vouchers. Each bucket must hold enough and end empty, and the account of the module must have all of it.
func (k checks) checkPayout(ctx sdk.Context) error {
	denoms := []string{types.SolarDenom}
	paid := map[string]math.Int{types.SolarDenom: math.ZeroInt()}
	err := k.Generators.Walk(ctx, nil, func(id uint64, g types.Generator) (bool, error) {
		b, err := k.Books.Get(ctx, id)
		if err != nil {
			return true, err
		}
		before := b
		if err := k.payOut(ctx, &g, &b); err != nil {
			return true, err
		}
		if b.Owed != 0 || b.Due != 0 || b.BidBonds != 0 || b.Vouchers != 0 || g.Status.Refunds() && b.Pledged != 0 {
			return true, broken("generator %d: expected empty buckets, got owed %d, due %d, bonds of bids %d, vouchers %d, pledged %d",
				id, b.Owed, b.Due, b.BidBonds, b.Vouchers, b.Pledged)
		}
		denom := g.Request.PaymentDenom
		if _, known := paid[denom]; !known {
			denoms, paid[denom] = append(denoms, denom), math.ZeroInt()
		}
		for _, amount := range []uint64{before.Pledged - b.Pledged, before.Due, before.BidBonds} {
			paid[denom] = paid[denom].Add(math.NewIntFromUint64(amount))
		}
		for _, amount := range []uint64{before.Owed, before.Vouchers} {
			paid[types.SolarDenom] = paid[types.SolarDenom].Add(math.NewIntFromUint64(amount))
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	account := authtypes.NewModuleAddress(types.ModuleName)
	for _, denom := range denoms {
		if held := k.Bank.GetBalance(ctx, account, denom); held.Amount.LT(paid[denom]) {
			return broken("expected at least %s%s to pay out, got %s", paid[denom], denom, held)
		}
	}
	return nil
}

// payOut takes out of the books what everybody is owed.
func (k checks) payOut(ctx sdk.Context, g *types.Generator, b *types.Books) error {
	err := k.eachHolding(ctx, g.Id, func(h types.Holding) error {
		if g.Status.Refunds() && h.Shares > 0 {
			shares := h.Shares
			if err := market.Decrease(&b.Pledged, shares*g.RefundPerShare); err != nil {
				return err
			}
			if err := market.BurnShares(g, b, &h, shares); err != nil {
				return broken("generator %d, %s: %s", g.Id, h.Account, err)
			}
		}
		if _, _, err := market.TakeOut(b, &h); err != nil && !errors.Is(err, types.ErrNothingToWithdraw) {
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = k.Bids.Walk(ctx, collections.NewPrefixedPairRange[uint64, []byte](g.Id), func(_ state.AccountKey, bid types.Bid) (bool, error) {
		err := market.Decrease(&b.BidBonds, bid.Bond)
		return err != nil, err
	})
	if err != nil {
		return err
	}
	return k.Vouchers.Walk(ctx, collections.NewPrefixedPairRange[uint64, uint64](g.Id), func(_ state.Pair, v types.Voucher) (bool, error) {
		if v.Status != types.VOUCHER_STATUS_OPEN {
			return false, nil
		}
		err := market.Decrease(&b.Vouchers, v.Cost)
		return err != nil, err
	})
}
