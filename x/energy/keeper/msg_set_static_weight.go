package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/state"
	"github.com/utilityd/utilityd/x/energy/types"
)

// SetStaticWeight changes a member's weight from the next epoch on.
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
	next := community.EpochAt(ctx.BlockTime().Unix()) + 1
	terms, err := s.TermsIn(ctx, community.Id, next)
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
	if err := checkWeights(newCommunity, terms); err != nil {
		return nil, err
	}
	if seat.WeightFromEpoch != next {
		// A seat stores two weights. The older one may be dropped only when no unsettled epoch needs it.
		if found && max(unsettled, seat.FromEpoch) < seat.WeightFromEpoch {
			return nil, types.ErrWeightPending.Wrapf("community %d, slot %d: expected epochs before %d to be settled, got %d unsettled",
				community.Id, msg.Slot, seat.WeightFromEpoch, unsettled)
		}
		newSeat.PreviousWeight, newSeat.WeightFromEpoch = seat.StaticWeight, next
	}
	newSeat.StaticWeight = msg.StaticWeight

	// apply
	if err := s.SetCommunity(ctx, newCommunity); err != nil {
		return nil, err
	}
	if err := s.Seats.Set(ctx, community.Id, msg.Slot, newSeat); err != nil {
		return nil, err
	}
	return &types.MsgSetStaticWeightResponse{FromEpoch: next},
		ctx.EventManager().EmitTypedEvent(&types.EventStaticWeightSet{
			Community: community.Id, Slot: msg.Slot, StaticWeight: newSeat.StaticWeight, FromEpoch: newSeat.WeightFromEpoch,
		})
}

// checkWeights checks that the static weights sum to at most their fixed total, if there is one.
func checkWeights(c types.Community, t types.Terms) error {
	if t.StaticTotalWeight == 0 || c.StaticWeightSum <= t.StaticTotalWeight {
		return nil
	}
	return types.ErrWeightExceeded.Wrapf("community %d: expected static weights that sum to at most static_total_weight, %d, got %d",
		c.Id, t.StaticTotalWeight, c.StaticWeightSum)
}
