package app

import (
	"fmt"

	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	energytypes "github.com/utilityd/utilityd/x/energy/types"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	watertypes "github.com/utilityd/utilityd/x/water/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// ErrInvariant is what a broken invariant is wrapped in.
var ErrInvariant = errorsmod.Register(Name, 2, "invariant broken")

// Invariant is something that holds after every block.
type Invariant struct {
	// Module and Name say which; Check returns why it does not hold, or nil. It changes nothing.
	Module, Name string
	Check        func(ctx sdk.Context) error
}

// Invariants lists what must hold, module by module.
func (a *App) Invariants() []Invariant {
	all := []Invariant{
		{Module: banktypes.ModuleName, Name: "supply equals the sum of all balances", Check: a.checkSupply},
	}
	for _, i := range a.WorkKeeper.Invariants() {
		all = append(all, Invariant{Module: worktypes.ModuleName, Name: i.Name, Check: i.Check})
	}
	for _, i := range a.MeterKeeper.Invariants() {
		all = append(all, Invariant{Module: meteridtypes.ModuleName, Name: i.Name, Check: i.Check})
	}
	for _, i := range a.EnergyKeeper.Invariants() {
		all = append(all, Invariant{Module: energytypes.ModuleName, Name: i.Name, Check: i.Check})
	}
	for _, i := range a.GeneratorKeeper.Invariants() {
		all = append(all, Invariant{Module: generatortypes.ModuleName, Name: i.Name, Check: i.Check})
	}
	for _, i := range a.WaterKeeper.Invariants() {
		all = append(all, Invariant{Module: watertypes.ModuleName, Name: i.Name, Check: i.Check})
	}
	return all
}

// CheckInvariants returns the first invariant that does not hold, or nil.
func (a *App) CheckInvariants(ctx sdk.Context) error {
	for _, invariant := range a.Invariants() {
		if err := invariant.Check(ctx); err != nil {
			return errorsmod.Wrapf(ErrInvariant, "%s: %s: %s", invariant.Module, invariant.Name, err)
		}
	}
	return nil
}

func (a *App) checkSupply(ctx sdk.Context) error {
	held := sdk.NewCoins()
	a.BankKeeper.IterateAllBalances(ctx, func(_ sdk.AccAddress, coin sdk.Coin) bool {
		held = held.Add(coin)
		return false
	})
	supply := sdk.NewCoins()
	a.BankKeeper.IterateTotalSupply(ctx, func(coin sdk.Coin) bool {
		supply = supply.Add(coin)
		return false
	})
	if !held.Equal(supply) {
		return fmt.Errorf("expected a supply of %s, got balances of %s", supply, held)
	}
	return nil
}
