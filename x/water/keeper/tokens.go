package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

// Water tokens are coins of their owners, but no send moves them: the module sets balances, and makes and destroys as many as
// the ledger says. Readings come by the thousand, and a send costs several times what they need: it looks up both accounts and
// what of them is locked, which water never is, and moves the balance of the module again each time.

// tokensOf are the tokens that somebody has.
func (k *Keeper) tokensOf(ctx context.Context, denom string, owner []byte) (uint64, error) {
	held := k.bank.GetBalance(ctx, owner, denom).Amount
	if !held.IsUint64() {
		return 0, types.ErrInvariantBroken.Wrapf("expected less than 2^64 %s with %s, got %s", denom, sdk.AccAddress(owner), held)
	}
	return held.Uint64(), nil
}

func (k *Keeper) setTokens(ctx context.Context, denom string, owner []byte, litres uint64) error {
	return k.bank.UncheckedSetBalance(ctx, owner, tokens(denom, litres))
}

func tokens(denom string, litres uint64) sdk.Coin {
	return sdk.NewCoin(denom, math.NewIntFromUint64(litres))
}

// moveTokens gives every owner and the module what the books say. The bank tells of it by nothing: the events of the module do.
func (b *books) moveTokens(goCtx context.Context) error {
	ctx := sdk.UnwrapSDKContext(goCtx).WithEventManager(sdk.NewEventManager())
	supply, module := b.water.Supply-b.stored.SupplyLitres, b.water.Module()-b.stored.ModuleLitres() // modulo 2^64

	var owners uint64 // modulo 2^64
	for _, s := range b.seats {
		if s.household.Balance == s.balance {
			continue
		}
		if err := b.setTokens(ctx, b.area.Denom, s.owner, s.household.Balance); err != nil {
			return err
		}
		owners += s.household.Balance - s.balance
	}
	if supply != owners+module {
		return types.ErrInvariantBroken.Wrapf("area %d: expected %d more tokens in all, got %d with owners and %d with the module",
			b.area.Id, int64(supply), int64(owners), int64(module)) //nolint:gosec // the signed differences are told
	}

	var minted, burned uint64
	if b.water.Supply >= b.stored.SupplyLitres {
		minted = supply
	} else {
		burned = -supply
	}
	if minted > 0 {
		if err := b.bank.MintCoins(ctx, types.ModuleName, sdk.NewCoins(tokens(b.area.Denom, minted))); err != nil {
			return err
		}
	}
	if owners != 0 {
		held, err := b.tokensOf(ctx, b.area.Denom, b.moduleAddress)
		if err != nil {
			return err
		}
		if err := b.setTokens(ctx, b.area.Denom, b.moduleAddress, held-owners); err != nil {
			return err
		}
	}
	if burned > 0 {
		return b.bank.BurnCoins(ctx, types.ModuleName, sdk.NewCoins(tokens(b.area.Denom, burned)))
	}
	return nil
}
