package simulation

import (
	"slices"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"

	"github.com/utilityd/utilityd/x/water/keeper"
	"github.com/utilityd/utilityd/x/water/types"
)

func registerTrade(w simsx.WeightSource, reg simsx.Registry, k *keeper.Keeper) {
	reg.Add(w.Get("msg_water_set_policy", 40), factory(k, setPolicy))
	reg.Add(w.Get("msg_water_place_order", 120), factory(k, placeOrder))
	reg.Add(w.Get("msg_water_cancel_order", 10), factory(k, cancelOrder))
}

func setPolicy(v world) ([]simsx.SimAccount, *types.MsgSetPolicy) {
	a, ok := v.household("instructions to give", func(a types.AccountState) bool {
		return v.isOpenArea(a.Account.Area) && !v.busy[a.Account.Area]
	})
	if !ok {
		return nil, nil
	}
	p := types.Policy{AutoRenew: v.data.Rand().Bool(), MaxFeePerPerson: v.between(0, maxFee)}
	if v.data.Rand().Bool() {
		p.SellAboveDays = max(v.byID[a.Account.Area].Area.Terms.ReserveDays, 1) + v.between(0, 3)
		p.MinPrice = v.between(maxPrice, 2*maxPrice) * v.between(0, 1)
	}
	if v.data.Rand().Bool() {
		p.BuyBelowLitres = v.upTo(types.MaxLitres)
		p.MaxPrice = v.between(0, maxPrice-1)
		p.Budget = v.between(maxPrice, maxDeposit)
	}
	return v.signer(a.Account.Owner), &types.MsgSetPolicy{Owner: a.Account.Owner, Area: a.Account.Area, Policy: p}
}

// placeOrder buys up to the cap, or sells litres above own use. No account has orders on both sides.
func placeOrder(v world) ([]simsx.SimAccount, *types.MsgPlaceOrder) {
	a, ok := v.household("an order to place", func(a types.AccountState) bool {
		return v.isOpenArea(a.Account.Area) && !v.busy[a.Account.Area]
	})
	if !ok {
		return nil, nil
	}
	view, ok := v.view(a)
	if !ok {
		return nil, nil
	}
	area := v.byID[a.Account.Area]
	msg := &types.MsgPlaceOrder{Owner: a.Account.Owner, Area: area.Area.Id, Price: v.between(1, maxPrice)}
	if v.data.Rand().Bool() {
		return v.sell(msg, area, view)
	}
	return v.buy(msg, area, view)
}

func (v world) sell(msg *types.MsgPlaceOrder, area types.AreaState, view types.AccountView) ([]simsx.SimAccount, *types.MsgPlaceOrder) {
	keep := view.Holding.Value(view.BalanceLitres).OwnUse(area.Area.Terms.ReserveDays)
	surplus := min(view.BalanceLitres-min(keep, view.BalanceLitres), view.SellableLitres)
	if surplus == 0 || v.hasOrder(msg.Area, view.Account.Slot, types.ORDER_SIDE_BUY) || area.Counters.SellOrders >= v.Params.MaxOrdersPerSide {
		v.reporter.Skip("nothing to sell, or no room for it")
		return nil, nil
	}
	msg.Side, msg.Litres = types.ORDER_SIDE_SELL, v.between(1, min(surplus, types.MaxLitres))
	return v.signer(msg.Owner), msg
}

func (v world) buy(msg *types.MsgPlaceOrder, area types.AreaState, view types.AccountView) ([]simsx.SimAccount, *types.MsgPlaceOrder) {
	room := view.CapLitres - min(view.CapLitres, view.BalanceLitres) + view.Holding.OverdraftLitres
	if room == 0 || v.hasOrder(msg.Area, view.Account.Slot, types.ORDER_SIDE_SELL) || area.Counters.BuyOrders >= v.Params.MaxOrdersPerSide {
		v.reporter.Skip("nothing to buy, or no room for it")
		return nil, nil
	}
	msg.Side, msg.Litres = types.ORDER_SIDE_BUY, v.upTo(min(room, types.MaxLitres))
	owner := v.data.GetAccount(v.reporter, msg.Owner)
	if !v.affords(&owner, area.Area.PaymentDenom, msg.Price*msg.Litres) {
		return nil, nil
	}
	return []simsx.SimAccount{owner}, msg
}

// hasOrder reports whether an account has an order on a side.
func (v world) hasOrder(area, slot uint64, side types.OrderSide) bool {
	return slices.ContainsFunc(v.Orders, func(o types.Order) bool { return o.Area == area && o.Slot == slot && o.Side == side })
}

func cancelOrder(v world) ([]simsx.SimAccount, *types.MsgCancelOrder) {
	o, ok := pick(v, "an order to cancel", v.Orders, func(o types.Order) bool { return !v.busy[o.Area] })
	if !ok {
		return nil, nil
	}
	return v.signer(o.Owner), &types.MsgCancelOrder{Owner: o.Owner, Area: o.Area, Side: o.Side}
}
