package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/meterid/register"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// InitGenesis writes an exported state into an empty store.
func (k *Keeper) InitGenesis(ctx context.Context, g types.GenesisState) error {
	if err := g.Validate(); err != nil {
		return err
	}
	if err := k.params.Set(ctx, g.Params); err != nil {
		return err
	}
	if err := k.nextMeter.Set(ctx, g.NextMeter); err != nil {
		return err
	}
	for _, issuer := range g.Issuers {
		a, err := k.canonical("issuers", issuer.Address)
		if err != nil {
			return err
		}
		if err := k.issuers.Set(ctx, a.Bytes, issuer); err != nil {
			return err
		}
	}
	for _, m := range g.Meters {
		if err := k.initMeter(ctx, m); err != nil {
			return err
		}
	}
	if err := k.initRegisters(ctx, g.Registers, g.Quarantine); err != nil {
		return err
	}
	return k.initPending(ctx, g)
}

func (k *Keeper) initMeter(ctx context.Context, m types.Meter) error {
	issuer, err := k.canonical("issuer", m.Issuer)
	if err != nil {
		return err
	}
	owner, err := k.canonical("owner", m.Owner)
	if err != nil {
		return err
	}
	for _, c := range m.Claims {
		if _, err := k.canonical("issuer of a claim", c.Issuer); err != nil {
			return err
		}
	}
	if m.IsBound() {
		if _, err := k.sink(m.Binding.Module); err != nil {
			return types.ErrInvalidGenesis.Wrapf("meter %d: %s", m.Id, err)
		}
	}
	return k.insertMeter(ctx, m, issuer, owner)
}

// initRegisters writes the registers page by page.
func (k *Keeper) initRegisters(ctx context.Context, registers []types.MeterRegisters, waiting []types.QuarantinedReading) error {
	numbers := make([]uint64, len(registers))
	for i, r := range registers {
		numbers[i] = r.Meter
	}
	err := k.registers.UpdateMany(ctx, pages.None{}, numbers, func(n int, pg *pages.Page, i int) error {
		pg.Put(i)
		writeRecord(pg, i, recordOfGenesis(registers[n]))
		return nil
	})
	if err != nil {
		return err
	}
	for _, q := range waiting {
		r, err := k.record(ctx, q.Meter)
		if err != nil {
			return err
		}
		r.quarantined = true
		if err := k.setRecord(ctx, q.Meter, r); err != nil {
			return err
		}
		if err := k.quarantine.Set(ctx, q.Meter, q); err != nil {
			return err
		}
	}
	return nil
}

func recordOfGenesis(r types.MeterRegisters) record {
	return record{
		Registers:  r.Registers,
		importBase: register.Base{Phase: r.ImportBase.Phase, Offset: r.ImportBase.Offset},
		exportBase: register.Base{Phase: r.ExportBase.Phase, Offset: r.ExportBase.Offset},

		importAhead: r.ImportAhead,
		exportAhead: r.ExportAhead,
	}
}

func (k *Keeper) initPending(ctx context.Context, g types.GenesisState) error {
	for _, p := range g.PendingKeys {
		if err := k.reserveKey(ctx, p.PublicKey, p.Meter); err != nil {
			return err
		}
		if err := k.pendingKeys.Set(ctx, p.Meter, p); err != nil {
			return err
		}
	}
	for _, p := range g.PendingTransfers {
		if _, err := k.canonical("new_owner", p.NewOwner); err != nil {
			return err
		}
		if err := k.pendingTransfers.Set(ctx, p.Meter, p); err != nil {
			return err
		}
	}
	for _, p := range g.PendingReplacements {
		if err := k.pendingReplacements.Set(ctx, p.Meter, p); err != nil {
			return err
		}
	}
	return k.checkWork(sdk.UnwrapSDKContext(ctx))
}

// canonical returns an address of stored state, where only the canonical spelling is valid.
func (k *Keeper) canonical(field, text string) (Address, error) {
	a, err := k.ReadAddress(field, text)
	if err != nil {
		return a, types.ErrInvalidGenesis.Wrap(err.Error())
	}
	if a.Text != text {
		return a, types.ErrInvalidGenesis.Wrapf("%s: expected %s, got %s", field, a.Text, text)
	}
	return a, nil
}
