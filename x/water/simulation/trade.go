package simulation

import (
	"slices"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"

	"github.com/utilityd/utilityd/x/water/auction"
	"github.com/utilityd/utilityd/x/water/keeper"
	"github.com/utilityd/utilityd/x/water/types"
)

func registerTrade(w simsx.WeightSource, reg simsx.Registry, k *keeper.Keeper) {
	reg.Add(w.Get("msg_water_set_policy", 40), factory(k, setPolicy))
	reg.Add(w.Get("msg_water_place_order", 120), factory(k, placeOrder))
}

func setPolicy(v world) ([]simsx.SimAccount, *types.MsgSetPolicy) {
	a, ok := v.household("instructions to give", func(a types.AccountState) bool {
		return v.isOpenArea(a.Account.Area)
	})
	if !ok {
		return nil, nil
	}
	p := types.Policy{AutoRenew: v.data.Rand().Bool(), MaxFeePerPerson: v.between(0, maxFee)}
	if v.data.Rand().Bool() {
		p.SellAboveDays = max(v.byID[a.Account.Area].Area.Terms.ReserveDays, 1) + v.between(0, 3)
		p.MinPrice = v.price(maxPrice, 2*maxPrice)
	}
	if v.data.Rand().Bool() {
		p.BuyBelowLitres = v.upTo(types.MaxLitres)
		p.MaxPrice = v.price(1, maxPrice-1)
		p.Budget = v.between(maxPrice, maxDeposit)
	}
	return v.signer(a.Account.Owner), &types.MsgSetPolicy{Owner: a.Account.Owner, Area: a.Account.Area, Policy: p}
}

// price returns a price of the grid.
func (v world) price(minimum, maximum uint64) uint64 {
	return uint64(auction.Floor(auction.Price(v.between(minimum, maximum))).Price())
}

// placeOrder buys up to the cap, or sells litres above own use. No account has two orders.
func placeOrder(v world) ([]simsx.SimAccount, *types.MsgPlaceOrder) {
	a, ok := v.household("an order to place", func(a types.AccountState) bool {
		return v.isOpenArea(a.Account.Area) && !v.binds(a.Account)
	})
	if !ok {
		return nil, nil
	}
	view, ok := v.view(a)
	if !ok {
		return nil, nil
	}
	area := v.byID[a.Account.Area]
	msg := &types.MsgPlaceOrder{Owner: a.Account.Owner, Area: area.Area.Id, Price: v.price(1, maxPrice)}
	if v.data.Rand().Bool() {
		return v.sell(msg, area, view)
	}
	return v.buy(msg, area, view)
}

func (v world) sell(msg *types.MsgPlaceOrder, area types.AreaState, view types.AccountView) ([]simsx.SimAccount, *types.MsgPlaceOrder) {
	keep := view.Holding.Value(view.BalanceLitres).OwnUse(area.Area.Terms.ReserveDays)
	surplus := min(view.BalanceLitres-min(keep, view.BalanceLitres), view.SellableLitres)
	if surplus == 0 {
		v.reporter.Skip("nothing to sell")
		return nil, nil
	}
	msg.Side, msg.Litres = types.ORDER_SIDE_SELL, v.between(1, min(surplus, types.MaxLitres))
	return v.signer(msg.Owner), msg
}

func (v world) buy(msg *types.MsgPlaceOrder, area types.AreaState, view types.AccountView) ([]simsx.SimAccount, *types.MsgPlaceOrder) {
	room := view.CapLitres - min(view.CapLitres, view.BalanceLitres) + view.Holding.OverdraftLitres
	if room == 0 {
		v.reporter.Skip("nothing to buy")
		return nil, nil
	}
	msg.Side, msg.Litres = types.ORDER_SIDE_BUY, v.upTo(min(room, types.MaxLitres))
	owner := v.data.GetAccount(v.reporter, msg.Owner)
	if !v.affords(&owner, area.Area.PaymentDenom, msg.Price*msg.Litres) {
		return nil, nil
	}
	return []simsx.SimAccount{owner}, msg
}

// binds reports whether an account has an order in the next auction.
func (v world) binds(a types.Account) bool {
	market := v.byID[a.Area].Market
	return slices.ContainsFunc(v.Orders, func(o types.Order) bool {
		return o.Area == a.Area && o.Slot == a.Slot && !market.IsHeld(o)
	})
}
