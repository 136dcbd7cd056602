package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/water/books"
	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// CreateArea creates an area with the signer as its admin.
func (s msgServer) CreateArea(goCtx context.Context, msg *types.MsgCreateArea) (*types.MsgCreateAreaResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	admin, err := s.ReadAddress("admin", msg.Admin)
	if err != nil {
		return nil, err
	}
	issuer, err := s.ReadOptionalAddress("issuer", msg.Issuer)
	if err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	params, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if msg.PeriodSeconds < params.MinPeriodSeconds {
		return nil, sdkerrors.ErrInvalidRequest.Wrapf("period_seconds: expected at least %d, got %d", params.MinPeriodSeconds, msg.PeriodSeconds)
	}
	if msg.EnrolmentSeconds < params.MinEnrolmentSeconds {
		return nil, sdkerrors.ErrInvalidRequest.Wrapf("enrolment_seconds: expected at least %d, got %d",
			params.MinEnrolmentSeconds, msg.EnrolmentSeconds)
	}
	if err := check.PaymentDenom(ctx, s.Bank, msg.PaymentDenom, types.ErrUnknownDenom); err != nil {
		return nil, err
	}
	now := ctx.BlockTime().Unix()

	// decide
	area := types.Area{
		Admin:            admin.Text,
		Name:             msg.Name,
		Issuer:           issuer.Text,
		PaymentDenom:     msg.PaymentDenom,
		CreatedAt:        now,
		PeriodSeconds:    msg.PeriodSeconds,
		EnrolmentSeconds: msg.EnrolmentSeconds,
		Terms:            msg.Terms(),
		Announced:        msg.Terms(),
		Status:           types.AREA_STATUS_ACTIVE,
	}

	// apply
	if fee := params.AreaFee; fee.IsPositive() {
		if err := s.Bank.SendCoinsFromAccountToModule(ctx, admin.Bytes, authtypes.FeeCollectorName, sdk.NewCoins(fee)); err != nil {
			return nil, err
		}
	}
	if area.Id, err = s.NextArea.Next(ctx); err != nil {
		return nil, err
	}
	area.Denom = types.Denom(area.Id)
	if err := s.addArea(ctx, area); err != nil {
		return nil, err
	}
	return &types.MsgCreateAreaResponse{Area: area.Id, Denom: area.Denom}, nil
}

// addArea stores an area with empty records, the metadata of its token and its first work.
func (s msgServer) addArea(ctx sdk.Context, a types.Area) error {
	if err := s.SetArea(ctx, a); err != nil {
		return err
	}
	if err := s.Ledgers.Set(ctx, a.Id, types.Ledger{Area: a.Id}); err != nil {
		return err
	}
	if err := s.Purses.Set(ctx, a.Id, types.Purse{Area: a.Id}); err != nil {
		return err
	}
	if err := s.Counters.Set(ctx, a.Id, types.Counters{Area: a.Id}); err != nil {
		return err
	}
	s.Bank.SetDenomMetaData(ctx, types.DenomMetadata(a))
	if err := ctx.EventManager().EmitTypedEvent(&types.EventAreaCreated{
		Area: a.Id, Admin: a.Admin, Denom: a.Denom,
	}); err != nil {
		return err
	}
	first := a.PeriodStart(types.FirstPeriod)
	for _, it := range []queue.Item{
		state.Item(a.EnrolmentOpens(types.FirstPeriod), types.KindOpen, a.Id, types.FirstPeriod),
		state.Item(first, types.KindStart, a.Id, types.FirstPeriod),
		state.Item(first, types.KindTick, a.Id, 0),
	} {
		if err := s.Queue.Push(ctx, it); err != nil {
			return err
		}
	}
	return s.openMarket(ctx, a.Id)
}

func (s msgServer) openMarket(ctx sdk.Context, area uint64) error {
	b, err := books.Open(ctx, s.Store, area)
	if err != nil {
		return err
	}
	if err := b.OpenMarket(ctx); err != nil {
		return err
	}
	return b.Commit(ctx)
}
