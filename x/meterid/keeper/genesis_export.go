package keeper

import (
	"context"

	"github.com/utilityd/utilityd/x/internal/lists"
	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// ExportGenesis returns the whole state, each list by its key.
func (k *Keeper) ExportGenesis(ctx context.Context) (*types.GenesisState, error) {
	g := &types.GenesisState{}
	return g, lists.Export(ctx,
		lists.Value(&g.Params, k.params.Get),
		lists.Value(&g.NextMeter, k.nextMeter.Peek),
		lists.Values(&g.Issuers, k.issuers),
		lists.Values(&g.Meters, k.meters),
		lists.Value(&g.Registers, k.allRegisters),
		lists.Values(&g.Quarantine, k.quarantine),
		lists.Values(&g.PendingKeys, k.pendingKeys),
		lists.Values(&g.PendingTransfers, k.pendingTransfers),
		lists.Values(&g.PendingReplacements, k.pendingReplacements),
	)
}

func (k *Keeper) allRegisters(ctx context.Context) ([]types.MeterRegisters, error) {
	var all []types.MeterRegisters
	err := k.registers.Walk(ctx, pages.None{}, func(id uint64, r record) (bool, error) {
		all = append(all, types.MeterRegisters{
			Meter:      id,
			Registers:  r.Registers,
			ImportBase: types.RegisterBase{Phase: r.importBase.Phase, Offset: r.importBase.Offset},
			ExportBase: types.RegisterBase{Phase: r.exportBase.Phase, Offset: r.exportBase.Offset},

			ImportAhead: r.importAhead,
			ExportAhead: r.exportAhead,
		})
		return false, nil
	})
	return all, err
}
