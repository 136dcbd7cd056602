package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/exact"
)

// Member returns a member with its balances and totals.
func (q queryServer) Member(goCtx context.Context, req *types.QueryMemberRequest) (*types.QueryMemberResponse, error) {
	ctx := sdk.UnwrapSDKContext(goCtx)
	community, err := q.community(ctx, req.Community)
	if err != nil {
		return nil, err
	}
	member, err := q.member(ctx, req.Community, req.Slot)
	if err != nil {
		return nil, err
	}
	view, err := q.view(ctx, member)
	if err != nil {
		return nil, err
	}
	terms, err := q.mustTermsIn(ctx, community.Id, community.EpochAt(ctx.BlockTime().Unix()))
	if err != nil {
		return nil, err
	}
	resp := &types.QueryMemberResponse{Member: view, PaymentDenom: community.PaymentDenom}
	if terms.PricePerKwh > 0 {
		resp.AffordableWh = netting.Affordable(view.Wallet.Prepaid, terms.PricePerKwh)
	}
	return resp, nil
}

// view is all about a member. What its meter counts belongs to it as long as the meter is bound to it.
func (k *Keeper) view(ctx context.Context, m types.Member) (types.MemberView, error) {
	seat, err := k.seat(ctx, m.Community, m.Slot)
	if err != nil {
		return types.MemberView{}, err
	}
	wallet, err := k.wallet(ctx, m.Community, m.Slot)
	if err != nil {
		return types.MemberView{}, err
	}
	view := types.MemberView{
		Member: m, Seat: seat, Wallet: wallet, ConsumedWh: m.ConsumedBeforeWh, ProducedWh: m.ProducedBeforeWh,
	}
	meter, err := k.meters.Meter(ctx, m.Meter)
	if err != nil {
		return types.MemberView{}, err
	}
	if meter.Binding != bindingOf(m.Community, m.Slot) {
		return view, nil
	}
	totals, err := k.meters.Totals(ctx, m.Meter)
	if err != nil {
		return types.MemberView{}, err
	}
	consumed, produced := counted(m, totals)
	view.ConsumedWh = exact.AddUpTo(view.ConsumedWh, consumed)
	view.ProducedWh = exact.AddUpTo(view.ProducedWh, produced)
	return view, nil
}
