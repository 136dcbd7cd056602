package simulation

import (
	"strings"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"

	"github.com/utilityd/utilityd/x/water/keeper"
	"github.com/utilityd/utilityd/x/water/types"
)

const (
	maxPeriod          = 40_000
	maxAuctionInterval = 20_000
	maxFee             = 1_000
	maxPrice           = 100
)

func registerAreas(w simsx.WeightSource, reg simsx.Registry, k *keeper.Keeper) {
	reg.Add(w.Get("msg_water_create_area", 15), factory(k, createArea))
	reg.Add(w.Get("msg_water_update_area", 10), factory(k, updateArea))
	reg.Add(w.Get("msg_water_close_area", 1), factory(k, closeArea))
	reg.Add(w.Get("msg_water_transfer_admin", 3), factory(k, transferAdmin))
	reg.Add(w.Get("msg_water_accept_admin", 3), factory(k, acceptAdmin))
}

func createArea(v world) ([]simsx.SimAccount, *types.MsgCreateArea) {
	admin := v.data.AnyAccount(v.reporter, simsx.WithSpendableBalance())
	if v.reporter.IsSkipped() {
		return nil, nil
	}
	fee := v.Params.AreaFee
	denom := simsx.OneOf(v.data.Rand(), admin.LiquidBalance().Denoms())
	if types.IsWaterDenom(denom) || !v.affords(&admin, fee.Denom, fee.Amount.Uint64()) {
		v.reporter.Skip("no money for an area")
		return nil, nil
	}
	length := v.between(v.Params.MinPeriodSeconds, maxPeriod)
	msg := &types.MsgCreateArea{
		Admin:                      admin.AddressBech32,
		Name:                       "Area " + strings.Repeat("x", v.data.Rand().Intn(40)),
		PaymentDenom:               denom,
		PeriodSeconds:              length,
		EnrolmentSeconds:           v.between(v.Params.MinEnrolmentSeconds, length),
		FeePerPerson:               v.between(0, maxFee),
		LifelineLitresPerPersonDay: v.between(0, 100),
		LifelineDaysCap:            v.between(1, 10),
		LifelineReserveDays:        v.between(1, 10),
		ValvePolicy:                v.randomValvePolicy(),
		AuctionSeconds:             v.between(types.MinAuctionSeconds, maxAuctionInterval),
		ReserveDays:                v.between(0, 2),
		BasePrice:                  v.between(0, maxPrice),
	}
	return []simsx.SimAccount{admin}, msg
}

func (v world) randomValvePolicy() types.ValvePolicy {
	return simsx.OneOf(v.data.Rand(), []types.ValvePolicy{types.VALVE_POLICY_CLOSE, types.VALVE_POLICY_RESTRICT})
}

func updateArea(v world) ([]simsx.SimAccount, *types.MsgUpdateArea) {
	a, ok := v.area("an area to update", isOpen)
	if !ok {
		return nil, nil
	}
	return v.signer(a.Area.Admin), &types.MsgUpdateArea{
		Admin:                      a.Area.Admin,
		Area:                       a.Area.Id,
		Name:                       a.Area.Name,
		FeePerPerson:               v.between(0, maxFee),
		LifelineLitresPerPersonDay: v.between(0, 100),
		LifelineDaysCap:            v.between(1, 10),
		LifelineReserveDays:        v.between(1, 10),
		ValvePolicy:                v.randomValvePolicy(),
		AuctionSeconds:             v.between(types.MinAuctionSeconds, maxAuctionInterval),
		ReserveDays:                v.between(0, 2),
		BasePrice:                  v.between(0, maxPrice),
	}
}

func closeArea(v world) ([]simsx.SimAccount, *types.MsgCloseArea) {
	a, ok := v.area("an area to close", isOpen)
	if !ok {
		return nil, nil
	}
	return v.signer(a.Area.Admin), &types.MsgCloseArea{Admin: a.Area.Admin, Area: a.Area.Id}
}

func transferAdmin(v world) ([]simsx.SimAccount, *types.MsgTransferAdmin) {
	a, ok := v.area("an area", func(types.AreaState) bool { return true })
	if !ok {
		return nil, nil
	}
	return v.signer(a.Area.Admin), &types.MsgTransferAdmin{
		Admin: a.Area.Admin, Area: a.Area.Id, NewAdmin: v.data.AnyAccount(v.reporter).AddressBech32,
	}
}

func acceptAdmin(v world) ([]simsx.SimAccount, *types.MsgAcceptAdmin) {
	a, ok := v.area("a named admin", func(a types.AreaState) bool { return a.Area.PendingAdmin != "" })
	if !ok {
		return nil, nil
	}
	return v.signer(a.Area.PendingAdmin), &types.MsgAcceptAdmin{
		NewAdmin: a.Area.PendingAdmin, Area: a.Area.Id, Admin: a.Area.Admin,
	}
}
