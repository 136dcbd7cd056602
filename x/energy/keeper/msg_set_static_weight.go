package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
)

// SetStaticWeight announces a member's weight. It counts after the notice and replaces one announced before: a weight is part of the
// terms that a member may leave before they bind it.
func (s msgServer) SetStaticWeight(
	goCtx context.Context, msg *types.MsgSetStaticWeight,
) (*types.MsgSetStaticWeightResponse, error) {
	// load
	ctx, community, err := s.ofAdmin(goCtx, msg)
	if err != nil {
		return nil, err
	}
	if err := s.ExpectNotSettling(ctx, community.Id); err != nil {
		return nil, err
	}
	seat, err := s.Seat(ctx, community.Id, msg.Slot)
	if err != nil {
		return nil, err
	}
	unsettled, found, err := s.OldestUnsettled(ctx, community.Id)
	if err != nil {
		return nil, err
	}
	params, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()
	from := community.EpochAfterNotice(now, params)
	terms, err := s.TermsFrom(ctx, community.Id, from)
	if err != nil {
		return nil, err
	}

	// decide
	if err := state.ExpectOpen(community); err != nil {
		return nil, err
	}
	if seat.ToEpoch != 0 {
		return nil, types.ErrMemberLeft.Wrapf("community %d: expected a member with no end, got slot %d, which ends with epoch %d",
			community.Id, msg.Slot, seat.ToEpoch)
	}
	newCommunity, newSeat := community, seat
	newCommunity.StaticWeightSum += msg.StaticWeight - seat.StaticWeight // modulo 2^64
	if err := checkWeights(newCommunity, terms...); err != nil {
		return nil, err
	}
	if seat.WeightFromEpoch <= community.EpochAt(now) {
		// A seat stores two weights. The older one may be dropped only when no unsettled epoch needs it.
		if found && max(unsettled, seat.FromEpoch) < seat.WeightFromEpoch {
			return nil, types.ErrWeightPending.Wrapf("community %d, slot %d: expected epochs before %d to be settled, got %d unsettled",
				community.Id, msg.Slot, seat.WeightFromEpoch, unsettled)
		}
		newSeat.PreviousWeight = seat.StaticWeight
	}
	newSeat.StaticWeight, newSeat.WeightFromEpoch = msg.StaticWeight, from

	// apply
	if err := s.SetCommunity(ctx, newCommunity); err != nil {
		return nil, err
	}
	if err := s.Seats.Set(ctx, community.Id, msg.Slot, newSeat); err != nil {
		return nil, err
	}
	return &types.MsgSetStaticWeightResponse{FromEpoch: newSeat.WeightFromEpoch},
		ctx.EventManager().EmitTypedEvent(&types.EventStaticWeightSet{
			Community: community.Id, Slot: msg.Slot, StaticWeight: newSeat.StaticWeight, FromEpoch: newSeat.WeightFromEpoch,
		})
}

// checkWeights checks that the static weights sum to at most their fixed total, if there is one, under each of the terms.
func checkWeights(c types.Community, terms ...types.Terms) error {
	for _, t := range terms {
		if t.StaticTotalWeight > 0 && c.StaticWeightSum > t.StaticTotalWeight {
			return types.ErrWeightExceeded.Wrapf("community %d: expected static weights that sum to at most static_total_weight, %d, got %d",
				c.Id, t.StaticTotalWeight, c.StaticWeightSum)
		}
	}
	return nil
}
