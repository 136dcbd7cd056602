package invariants

import (
	"errors"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/invariant"
	"github.com/utilityd/utilityd/x/internal/lists"
)

// checkPayout pays out copies of the purses, as the messages would: refunds, revenue, money due, bonds of bids and open vouchers. Each
// bucket must hold enough and end empty, and the module account must hold the sum.
func (k checks) checkPayout(ctx sdk.Context) (err error) {
	denoms := []string{types.SolarDenom}
	paid := map[string]math.Int{types.SolarDenom: math.ZeroInt()}
	for g, before := range eachPurse(ctx, k.Store, &err) {
		purse := before
		if err := k.payOut(ctx, g, &purse); err != nil {
			return err
		}
		if purse.Owed != 0 || purse.Due != 0 || purse.BidBonds != 0 || purse.Vouchers != 0 || purse.RefundPerShare > 0 && purse.Pledged != 0 {
			return invariant.Broken("generator %d: expected empty buckets, got owed %d, due %d, bonds of bids %d, vouchers %d, pledged %d",
				g.Id, purse.Owed, purse.Due, purse.BidBonds, purse.Vouchers, purse.Pledged)
		}
		denom := g.Request.PaymentDenom
		if _, known := paid[denom]; !known {
			denoms, paid[denom] = append(denoms, denom), math.ZeroInt()
		}
		for _, amount := range []uint64{before.Pledged - purse.Pledged, before.Due, before.BidBonds} {
			paid[denom] = paid[denom].Add(math.NewIntFromUint64(amount))
		}
		for _, amount := range []uint64{before.Owed, before.Vouchers} {
			paid[types.SolarDenom] = paid[types.SolarDenom].Add(math.NewIntFromUint64(amount))
		}
	}
	account := authtypes.NewModuleAddress(types.ModuleName)
	for _, denom := range denoms {
		if held := k.Bank.GetBalance(ctx, account, denom); err == nil && held.Amount.LT(paid[denom]) {
			return invariant.Broken("expected at least %s%s to pay out, got %s", paid[denom], denom, held)
		}
	}
	return err
}

// payOut deducts everything that accounts are owed from the purse.
func (k checks) payOut(ctx sdk.Context, g types.Generator, purse *types.Purse) (err error) {
	deduct := func(bucket *uint64, amount uint64) {
		if failed := market.Decrease(bucket, amount); failed != nil && err == nil {
			err = invariant.Broken("generator %d: %s", g.Id, failed)
		}
	}
	for _, h := range lists.Each(ctx, k.Holdings, byAccount(g.Id), &err) {
		if _, _, err := market.TakeOwed(purse, &h); err != nil && !errors.Is(err, types.ErrNothingToWithdraw) {
			return invariant.Broken("generator %d, %s: %s", g.Id, h.Account, err)
		}
	}
	for _, l := range lists.Each(ctx, k.Leases, numbered(g.Id), &err) {
		revenue, err := market.LeaseRevenue(l, purse.Acc)
		if err != nil {
			return invariant.Broken("generator %d: %s", g.Id, err)
		}
		deduct(&purse.Owed, revenue)
	}
	for _, bid := range lists.Each(ctx, k.Bids, byAccount(g.Id), &err) {
		deduct(&purse.BidBonds, bid.Bond)
	}
	for _, v := range lists.Each(ctx, k.Vouchers, numbered(g.Id), &err) {
		if v.Status == types.VOUCHER_STATUS_OPEN {
			deduct(&purse.Vouchers, v.Cost)
		}
	}
	return err
}
