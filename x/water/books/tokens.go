package books

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/state"
	"github.com/utilityd/utilityd/x/water/types"
)

// moveTokens sets the balances of owners and module to those of the books. Events of the bank are dropped; the module emits its own.
func (b *Books) moveTokens(goCtx context.Context) error {
	ctx := sdk.UnwrapSDKContext(goCtx).WithEventManager(sdk.NewEventManager())
	supply, module := b.Water.Supply-b.Stored.SupplyLitres, b.Water.Module()-b.Stored.ModuleLitres() // modulo 2^64

	var owners uint64 // modulo 2^64
	for _, s := range b.seats {
		if s.Household.Balance == s.balance {
			continue
		}
		if err := b.SetTokens(ctx, b.Area.Denom, s.Owner, s.Household.Balance); err != nil {
			return err
		}
		owners += s.Household.Balance - s.balance
	}
	if supply != owners+module {
		return types.ErrInvariantBroken.Wrapf("area %d: expected a supply that changes by %d, got %d with owners and %d with the module",
			b.Area.Id, int64(supply), int64(owners), int64(module)) //nolint:gosec // as signed differences
	}

	var minted, burned uint64
	if b.Water.Supply >= b.Stored.SupplyLitres {
		minted = supply
	} else {
		burned = -supply
	}
	if minted > 0 {
		if err := b.Bank.MintCoins(ctx, types.ModuleName, sdk.NewCoins(state.Tokens(b.Area.Denom, minted))); err != nil {
			return err
		}
	}
	if owners != 0 {
		held, err := b.TokensOf(ctx, b.Area.Denom, b.ModuleAddress)
		if err != nil {
			return err
		}
		if err := b.SetTokens(ctx, b.Area.Denom, b.ModuleAddress, held-owners); err != nil {
			return err
		}
	}
	if burned > 0 {
		return b.Bank.BurnCoins(ctx, types.ModuleName, sdk.NewCoins(state.Tokens(b.Area.Denom, burned)))
	}
	return nil
}
