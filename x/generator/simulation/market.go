package simulation

import (
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/keeper"
	"github.com/utilityd/utilityd/x/generator/types"
)

// maxSharePrice keeps shares affordable.
const maxSharePrice = 1_000

// registerMarket adds the operations of sales and leases of shares.
func registerMarket(w simsx.WeightSource, reg simsx.Registry, k *keeper.Keeper) {
	reg.Add(w.Get("msg_list_shares", 40), factory(k, listShares))
	reg.Add(w.Get("msg_cancel_listing", 10), factory(k, cancelListing))
	reg.Add(w.Get("msg_take_listing", 40), factory(k, takeListing))
}

// listShares offers some of the free shares of an owner, every other time for lease.
func listShares(w world) ([]simsx.SimAccount, *types.MsgListShares) {
	h, ok := pick(w, "shares to offer", w.Holdings, func(h types.Holding) bool {
		return w.byID(h.Generator).Generator.Status.IsCommissioned() && h.FreeShares() > 0
	})
	if !ok {
		return nil, nil
	}
	life := w.byID(h.Generator).Generator.Deadline // or its announced retirement
	longest := types.Seconds(w.Params.MaxListingSeconds)
	msg := &types.MsgListShares{
		Owner: h.Account, Generator: h.Generator, Shares: w.between(1, h.FreeShares()), PricePerShare: w.between(1, maxSharePrice),
	}
	if w.data.Rand().Bool() && life > w.now {
		last := w.now + min(life-w.now, 4*longest)
		today := w.now / types.SecondsPerDay
		msg.LeaseUntil = types.SecondsPerDay * (today + int64(w.between(1, uint64(max(1, last/types.SecondsPerDay-today))))) //nolint:gosec // in the future
		if msg.LeaseUntil > life {
			w.reporter.Skip("the generator ends before the day does")
			return nil, nil
		}
		longest = min(longest, msg.LeaseUntil-w.now)
	}
	msg.ExpiresAt = w.now + int64(w.between(1, uint64(longest))) //nolint:gosec // in the future
	return w.signer(h.Account), msg
}

func cancelListing(w world) ([]simsx.SimAccount, *types.MsgCancelListing) {
	l, ok := pick(w, "an offer to end", w.Listings, func(types.Listing) bool { return true })
	if !ok {
		return nil, nil
	}
	return w.signer(l.Owner), &types.MsgCancelListing{Owner: l.Owner, Generator: l.Generator, Listing: l.Id}
}

func takeListing(w world) ([]simsx.SimAccount, *types.MsgTakeListing) {
	l, ok := pick(w, "an offer to take", w.Listings, func(l types.Listing) bool {
		g := w.byID(l.Generator).Generator
		return g.Status.IsCommissioned() && l.ExpiresAt >= w.now && l.RefundPerShare == w.byID(l.Generator).Purse.RefundPerShare &&
			(l.LeaseUntil == 0 || l.LeaseUntil > w.now && l.LeaseUntil <= g.SellsUntil())
	})
	if !ok {
		return nil, nil
	}
	taker, shares := w.anyAccount(l.Owner), w.between(1, l.Shares)
	paid := sdk.NewCoin(w.byID(l.Generator).Generator.Request.PaymentDenom, math.NewIntFromUint64(shares*l.PricePerShare))
	if !w.affords(&taker, paid) {
		return nil, nil
	}
	return []simsx.SimAccount{taker}, &types.MsgTakeListing{
		Taker: taker.AddressBech32, Generator: l.Generator, Listing: l.Id, Shares: shares,
	}
}
