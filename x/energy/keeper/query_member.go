package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/exact"
)

// Member returns a member with its balances and totals.
func (q queryServer) Member(goCtx context.Context, req *types.QueryMemberRequest) (*types.QueryMemberResponse, error) {
	ctx := sdk.UnwrapSDKContext(goCtx)
	community, err := q.reader.Community(ctx, req.Community)
	if err != nil {
		return nil, err
	}
	member, err := q.reader.Member(ctx, req.Community, req.Slot)
	if err != nil {
		return nil, err
	}
	view, err := q.memberView(ctx, member)
	if err != nil {
		return nil, err
	}
	terms, err := q.reader.TermsIn(ctx, community.Id, community.EpochAt(ctx.BlockTime().Unix()))
	if err != nil {
		return nil, err
	}
	resp := &types.QueryMemberResponse{Member: view, PaymentDenom: community.PaymentDenom}
	if terms.PricePerKwh > 0 {
		resp.AffordableWh = netting.Affordable(view.Wallet.Spendable(terms.PricePerKwh), terms.PricePerKwh)
	}
	return resp, nil
}

// memberView returns a member with its seat, wallet and meter totals. The meter counts for the member only while it is bound
// to its slot.
func (q queryServer) memberView(ctx context.Context, m types.Member) (types.MemberView, error) {
	seat, err := q.reader.Seat(ctx, m.Community, m.Slot)
	if err != nil {
		return types.MemberView{}, err
	}
	wallet, err := q.reader.Wallet(ctx, m.Community, m.Slot)
	if err != nil {
		return types.MemberView{}, err
	}
	view := types.MemberView{
		Member: m, Seat: seat, Wallet: wallet, ConsumedWh: m.ConsumedBeforeWh, ProducedWh: m.ProducedBeforeWh,
	}
	meter, err := q.reader.Meters.Meter(ctx, m.Meter)
	if err != nil {
		return types.MemberView{}, err
	}
	if meter.Binding != state.BindingOf(m.Community, m.Slot) {
		return view, nil
	}
	totals, err := q.reader.Meters.Totals(ctx, m.Meter)
	if err != nil {
		return types.MemberView{}, err
	}
	consumed, produced := state.CountedByMeter(m, totals)
	view.ConsumedWh = exact.AddUpTo(view.ConsumedWh, consumed)
	view.ProducedWh = exact.AddUpTo(view.ProducedWh, produced)
	return view, nil
}
