package keeper

import (
	"context"
	"errors"

	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/utilityd/utilityd/x/internal/check"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/types"
)

// ApproveMeter is the owner's consent that a meter spends their tokens. It opens the account if there is none. For a meter that
// the account has it changes the limit and the end, and what was spent no longer counts.
func (s msgServer) ApproveMeter(goCtx context.Context, msg *types.MsgApproveMeter) (*types.MsgApproveMeterResponse, error) {
	// load
	ctx, owner, b, err := s.ofSigner(goCtx, "owner", msg.Owner, msg)
	if err != nil {
		return nil, err
	}
	meter, err := s.meters.Meter(ctx, msg.Meter)
	if err != nil {
		return nil, err
	}
	slot, err := s.slotOf(ctx, b.area.Id, owner)
	isNew := errors.Is(err, types.ErrAccountNotFound)
	if err != nil && !isNew {
		return nil, err
	}

	// decide
	if err := expectOpen(b.area); err != nil {
		return nil, err
	}
	if err := expectOwner(meter, owner); err != nil {
		return nil, err
	}
	if msg.Until != 0 && msg.Until <= b.now {
		return nil, sdkerrors.ErrInvalidRequest.Wrapf("until: expected a time after %s, got %s", check.Moment(b.now), check.Moment(msg.Until))
	}
	var seat *seat
	if isNew {
		seat, err = s.openAccount(ctx, b, owner)
	} else {
		seat, err = b.touch(ctx, slot)
	}
	if err != nil {
		return nil, err
	}
	binds, err := b.approve(seat, meter, msg)
	if err != nil {
		return nil, err
	}

	// apply
	if binds && seat.account.now.Policy.AutoRenew { // without a meter it was not renewed
		if err := b.scheduleRenewal(ctx, seat); err != nil {
			return nil, err
		}
	}
	if err := b.close(ctx); err != nil {
		return nil, err
	}
	if binds {
		if err := s.meters.BindMeter(ctx, meter.Id, bindingOfAccount(seat.account.now)); err != nil {
			return nil, err
		}
	}
	a := seat.account.now
	return &types.MsgApproveMeterResponse{Slot: seat.slot}, ctx.EventManager().EmitTypedEvent(&types.EventMeterApproved{
		Area: a.Area, Slot: a.Slot, Owner: a.Owner, Meter: a.Meter, LimitLitres: a.LimitLitres, Until: a.Until,
	})
}

// openAccount gives an owner the next slot.
func (k *Keeper) openAccount(ctx context.Context, b *books, owner address) (*seat, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	counters, err := b.count(ctx)
	if err != nil {
		return nil, err
	}
	if counters.Accounts >= params.MaxAccounts {
		return nil, types.ErrAreaFull.Wrapf("area %d: expected fewer than %d accounts, got %d", b.area.Id, params.MaxAccounts, counters.Accounts)
	}
	account := types.Account{Area: b.area.Id, Slot: counters.Accounts, Owner: owner.Text, OpenedAt: b.now}
	counters.Accounts++
	return b.newSeat(ctx, account, owner)
}

// approve writes the consent down and reports whether the meter has to be bound. What the meter measures from its next whole
// span on is spent; that does not begin anew when the owner only changes limit or end, or else water would be free in between.
func (b *books) approve(s *seat, m meteridtypes.Meter, msg *types.MsgApproveMeter) (binds bool, err error) {
	a := &s.account.now
	switch binds = a.Meter == 0; {
	case !binds && a.Meter != m.Id:
		return false, types.ErrAccountHasMeter.Wrapf("area %d, slot %d: expected meter %d, got %d", a.Area, a.Slot, a.Meter, m.Id)
	case binds:
		if err := expectMeterFor(b.area, m, meteridtypes.DIRECTION_CONSUMPTION); err != nil {
			return false, err
		}
		if err := expectUnbound(m); err != nil {
			return false, err
		}
		if !a.IsOpen() {
			a.OpenedAt, a.ClosedAt = b.now, 0
		}
		a.ApprovedAt = b.now
		s.setMeter(m.Id)
	}
	a.LimitLitres, a.Until = msg.LimitLitres, msg.Until
	s.household.Spent = 0
	s.holding.Guarded = true
	return binds, nil
}
