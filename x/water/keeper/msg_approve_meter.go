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
		err = b.expectPlace(ctx)
	} else {
		seat, err = b.touch(ctx, slot)
	}
	if err != nil {
		return nil, err
	}

	// decide
	binds := isNew || seat.account.now.Meter == 0
	if err := b.mayApprove(seat, meter, binds); err != nil {
		return nil, err
	}

	// apply
	if isNew {
		if seat, err = b.openAccount(ctx, owner); err != nil {
			return nil, err
		}
	}
	seat.approve(msg, binds, b.now)
	if binds && seat.account.now.Policy.AutoRenew { // without a meter it was not renewed
		if err := b.scheduleRenewal(ctx, seat); err != nil {
			return nil, err
		}
	}
	if err := b.commit(ctx); err != nil {
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

// expectPlace refuses another account in a full area.
func (b *books) expectPlace(ctx context.Context) error {
	params, err := b.params.Get(ctx)
	if err != nil {
		return err
	}
	counters, err := b.count(ctx)
	if err != nil {
		return err
	}
	if counters.Accounts >= params.MaxAccounts {
		return types.ErrAreaFull.Wrapf("area %d: expected fewer than %d accounts, got %d", b.area.Id, params.MaxAccounts, counters.Accounts)
	}
	return nil
}

// openAccount gives an owner the next slot.
func (b *books) openAccount(ctx context.Context, owner address) (*seat, error) {
	counters, err := b.count(ctx)
	if err != nil {
		return nil, err
	}
	account := types.Account{Area: b.area.Id, Slot: counters.Accounts, Owner: owner.Text, OpenedAt: b.now}
	counters.Accounts++
	return b.newSeat(ctx, account, owner)
}

// mayApprove refuses a second meter, and one that cannot be bound.
func (b *books) mayApprove(s *seat, m meteridtypes.Meter, binds bool) error {
	if !binds {
		if a := s.account.now; a.Meter != m.Id {
			return types.ErrAccountHasMeter.Wrapf("area %d, slot %d: expected meter %d, got %d", a.Area, a.Slot, a.Meter, m.Id)
		}
		return nil
	}
	if err := expectMeterFor(b.area, m, meteridtypes.DIRECTION_CONSUMPTION); err != nil {
		return err
	}
	return expectUnbound(m)
}

// approve writes the consent down. What the meter measures from its next whole span on is spent; that does not begin anew when the
// owner only changes limit or end, or else water would be free in between.
func (s *seat) approve(msg *types.MsgApproveMeter, binds bool, now int64) {
	a := &s.account.now
	if binds {
		if !a.IsOpen() {
			a.OpenedAt, a.ClosedAt = now, 0
		}
		a.ApprovedAt = now
		s.setMeter(msg.Meter)
	}
	a.LimitLitres, a.Until = msg.LimitLitres, msg.Until
	s.household.Spent = 0
	s.holding.Guarded = true
}
