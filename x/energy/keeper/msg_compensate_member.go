package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/energy/settlement"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/exact"
)

// CompensateMember covers a carried deficit with energy of the grid supplier.
func (s msgServer) CompensateMember(
	goCtx context.Context, msg *types.MsgCompensateMember,
) (*types.MsgCompensateMemberResponse, error) {
	// load
	ctx, supplier, community, err := s.ofSigner(goCtx, "grid_supplier", msg.GridSupplier, msg)
	if err != nil {
		return nil, err
	}
	terms, err := s.TermsIn(ctx, community.Id, community.EpochAt(ctx.BlockTime().Unix()))
	if err != nil {
		return nil, err
	}
	wallet, err := s.Wallet(ctx, community.Id, msg.Slot)
	if err != nil {
		return nil, err
	}
	if terms.GridSupplier != supplier.Text {
		return nil, types.ErrNotGridSupplier.Wrapf("community %d: expected %s, got %s", community.Id, terms.GridSupplier, supplier.Text)
	}
	if err := s.ExpectNotSettling(ctx, community.Id); err != nil {
		return nil, err
	}

	// decide
	deficit, _ := settlement.GridEnergy(wallet.CarryWh)
	if msg.EnergyWh > deficit {
		return nil, types.ErrDeficitTooSmall.Wrapf("community %d, slot %d: expected at most %d Wh, got %d",
			community.Id, msg.Slot, deficit, msg.EnergyWh)
	}

	// apply
	wallet.CarryWh += int64(msg.EnergyWh) //nolint:gosec // at most the deficit
	wallet.FromGridWh = exact.AddUpTo(wallet.FromGridWh, msg.EnergyWh)
	community.Totals.FromGridWh = exact.AddUpTo(community.Totals.FromGridWh, msg.EnergyWh)
	if err := s.SetCommunity(ctx, community); err != nil {
		return nil, err
	}
	if err := s.Wallets.Set(ctx, community.Id, msg.Slot, wallet); err != nil {
		return nil, err
	}
	return &types.MsgCompensateMemberResponse{CarryWh: wallet.CarryWh},
		ctx.EventManager().EmitTypedEvent(&types.EventMemberCompensated{
			Community: community.Id, Slot: msg.Slot, EnergyWh: msg.EnergyWh, CarryWh: wallet.CarryWh,
		})
}
