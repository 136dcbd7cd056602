package keeper

import (
	"context"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/exact"
)

// PlaceBid stores a bid for a generator and locks the bond of the provider.
func (s msgServer) PlaceBid(goCtx context.Context, msg *types.MsgPlaceBid) (*types.MsgPlaceBidResponse, error) {
	// load
	ctx, provider, g, purse, err := s.ofSigner(goCtx, "provider", msg.Provider, msg)
	if err != nil {
		return nil, err
	}
	exists, err := s.Bids.Has(ctx, collections.Join(g.Id, provider.Bytes))
	if err != nil {
		return nil, err
	}
	params, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()

	// decide
	if err := state.ExpectStatus(g, types.GENERATOR_STATUS_OPEN_FOR_BIDS); err != nil {
		return nil, err
	}
	switch {
	case provider.Text == g.Request.Requester || provider.Text == g.Request.Arbiter:
		return nil, types.ErrRolesMixed.Wrapf("generator %d: expected a provider who is neither requester nor arbiter, got %s",
			g.Id, provider.Text)
	case exists:
		return nil, types.ErrBidExists.Wrapf("generator %d: expected no bid of %s, got a second one", g.Id, provider.Text)
	case msg.PriceCeiling > g.Request.MaxPrice:
		return nil, types.ErrCeilingTooHigh.Wrapf("generator %d: expected at most %d, got %d", g.Id, g.Request.MaxPrice, msg.PriceCeiling)
	}
	bid := msg.Bid()
	bid.Provider, bid.PlacedAt = provider.Text, now
	if err := expectTerms(g.Request, bid, params); err != nil {
		return nil, err
	}

	// apply
	if err := market.Increase(&purse.BidBonds, bid.Bond); err != nil {
		return nil, err
	}
	g.Bids++
	if err := s.Collect(ctx, provider, market.PaymentCoin(g, bid.Bond)); err != nil {
		return nil, err
	}
	if err := s.AddBid(ctx, provider, bid); err != nil {
		return nil, err
	}
	if err := s.SetGeneratorWithPurse(ctx, g, purse); err != nil {
		return nil, err
	}
	return &types.MsgPlaceBidResponse{}, ctx.EventManager().EmitTypedEvent(&types.EventBidPlaced{Bid: bid})
}

// expectTerms checks that bond and deposit are large enough for the cost, and that the trial is long enough for the size of the
// generator. Parts of the cost are rounded up, against the party that locks the money.
func expectTerms(r types.Request, bid types.Bid, params types.Params) error {
	minBond, err := exact.MulDivCeil(bid.Cost, uint64(params.MinBondBps), types.BasisPoints)
	if err != nil {
		return types.ErrAmountTooLarge.Wrapf("min_bond_bps: %s", err)
	}
	minDeposit, err := exact.MulDivCeil(bid.Cost, uint64(params.MinDepositBps), types.BasisPoints)
	if err != nil {
		return types.ErrAmountTooLarge.Wrapf("min_deposit_bps: %s", err)
	}
	minUnits, err := pricing.MinAcceptance(r.CapacityW, uint64(params.MinAcceptanceHours), r.UnitSize)
	switch {
	case err != nil:
		return types.ErrAmountTooLarge.Wrapf("min_acceptance_hours: %s", err)
	case bid.Bond < minBond:
		return types.ErrBondTooSmall.Wrapf("generator %d: expected at least %d, which is %d ten-thousandths of %d, got %d",
			bid.Generator, minBond, params.MinBondBps, bid.Cost, bid.Bond)
	case r.Deposit < minDeposit:
		return types.ErrDepositTooSmall.Wrapf("generator %d: expected a deposit of at least %d for a cost of %d, got %d",
			bid.Generator, minDeposit, bid.Cost, r.Deposit)
	case bid.AcceptanceUnits < minUnits:
		return types.ErrTrialTooSmall.Wrapf("generator %d: expected at least %d %s, which are %d hours at %d W, got %d",
			bid.Generator, minUnits, r.UnitLabel, params.MinAcceptanceHours, r.CapacityW, bid.AcceptanceUnits)
	default:
		return nil
	}
}
