package keeper

import (
	"context"
	"errors"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// ApproveMeter lets a meter spend the tokens of its owner. It opens the account if there is none. For the meter of the account it replaces
// limit and end of what the valve lets through, and counts the spent litres from 0; it also ends an announcement to move out.
func (s msgServer) ApproveMeter(goCtx context.Context, msg *types.MsgApproveMeter) (*types.MsgApproveMeterResponse, error) {
	// load
	ctx, owner, b, err := s.ofSigner(goCtx, "owner", msg.Owner, msg)
	if err != nil {
		return nil, err
	}
	meter, err := s.Meters.Meter(ctx, msg.Meter)
	if err != nil {
		return nil, err
	}
	slot, err := s.SlotOf(ctx, b.Area.Id, owner)
	isNew := errors.Is(err, types.ErrAccountNotFound)
	if err != nil && !isNew {
		return nil, err
	}
	successor, err := b.IssuerSuccessor(ctx)
	if err != nil {
		return nil, err
	}
	if err := state.ExpectOpen(b.Area); err != nil {
		return nil, err
	}
	if err := expectOwner(meter, owner); err != nil {
		return nil, err
	}
	if msg.Until != 0 && msg.Until <= b.Now {
		return nil, sdkerrors.ErrInvalidRequest.Wrapf("until: expected a time after %s, got %s", check.Moment(b.Now), check.Moment(msg.Until))
	}
	var seat *books.Seat
	if isNew {
		err = b.ExpectFreeSlot(ctx)
	} else {
		seat, err = b.Touch(ctx, slot)
	}
	if err != nil {
		return nil, err
	}

	// decide
	binds := isNew || seat.Account.Now.Meter == 0
	if err := b.ExpectApprovable(seat, meter, successor, binds); err != nil {
		return nil, err
	}

	// apply
	if isNew {
		if seat, err = b.OpenAccount(ctx, owner); err != nil {
			return nil, err
		}
	}
	if err := b.Approve(ctx, seat, msg, meter, binds); err != nil {
		return nil, err
	}
	if err := b.Commit(ctx); err != nil {
		return nil, err
	}
	if binds {
		if err := s.Meters.BindMeter(ctx, meter.Id, state.BindingOfAccount(seat.Account.Now)); err != nil {
			return nil, err
		}
	}
	a := seat.Account.Now
	return &types.MsgApproveMeterResponse{Slot: seat.Slot}, ctx.EventManager().EmitTypedEvent(&types.EventMeterApproved{
		Area: a.Area, Slot: a.Slot, Owner: a.Owner, Meter: a.Meter, LimitLitres: a.LimitLitres, Until: a.Until,
	})
}
