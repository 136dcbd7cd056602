package keeper_test

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/x/water/types"
)

var (
	errShort    = errors.New("bank: insufficient funds")
	errBankDown = errors.New("bank: out of order")
)

// fakeBank holds the coins of accounts in memory. It moves all or nothing.
type fakeBank struct {
	balances map[string]sdk.Coins // by the bytes of the account
	supply   sdk.Coins
	metadata map[string]banktypes.Metadata
	denoms   map[string]bool
	down     bool // water neither moves nor goes
}

var _ types.BankKeeper = (*fakeBank)(nil)

func newFakeBank(denoms ...string) *fakeBank {
	b := &fakeBank{balances: map[string]sdk.Coins{}, denoms: map[string]bool{}, metadata: map[string]banktypes.Metadata{}}
	for _, d := range denoms {
		b.denoms[d] = true
	}
	return b
}

// fund makes money for an account.
func (b *fakeBank) fund(account []byte, coins ...sdk.Coin) {
	b.add(account, coins)
	b.supply = b.supply.Add(coins...)
}

func (b *fakeBank) add(account []byte, coins sdk.Coins) {
	b.balances[string(account)] = b.balances[string(account)].Add(coins...)
}

func (b *fakeBank) take(account []byte, coins sdk.Coins) error {
	left, short := b.balances[string(account)].SafeSub(coins...)
	if short {
		return errShort
	}
	b.balances[string(account)] = left
	return nil
}

func (b *fakeBank) SendCoinsFromAccountToModule(_ context.Context, sender sdk.AccAddress, module string, amount sdk.Coins) error {
	if err := b.take(sender, amount); err != nil {
		return err
	}
	b.add(authtypes.NewModuleAddress(module), amount)
	return nil
}

func (b *fakeBank) SendCoinsFromModuleToAccount(_ context.Context, module string, to sdk.AccAddress, amount sdk.Coins) error {
	if err := b.take(authtypes.NewModuleAddress(module), amount); err != nil {
		return err
	}
	b.add(to, amount)
	return nil
}

func (b *fakeBank) MintCoins(_ context.Context, module string, amount sdk.Coins) error {
	b.fund(authtypes.NewModuleAddress(module), amount...)
	return nil
}

func (b *fakeBank) BurnCoins(_ context.Context, module string, amount sdk.Coins) error {
	if b.down {
		return errBankDown
	}
	if err := b.take(authtypes.NewModuleAddress(module), amount); err != nil {
		return err
	}
	b.supply = b.supply.Sub(amount...)
	return nil
}

func (b *fakeBank) UncheckedSetBalance(_ context.Context, account sdk.AccAddress, balance sdk.Coin) error {
	if b.down {
		return errBankDown
	}
	had := sdk.NewCoins(sdk.NewCoin(balance.Denom, b.balances[string(account)].AmountOf(balance.Denom)))
	b.balances[string(account)] = b.balances[string(account)].Sub(had...).Add(balance)
	return nil
}

func (b *fakeBank) GetBalance(_ context.Context, account sdk.AccAddress, denom string) sdk.Coin {
	return sdk.NewCoin(denom, b.balances[string(account)].AmountOf(denom))
}

func (b *fakeBank) GetSupply(_ context.Context, denom string) sdk.Coin {
	return sdk.NewCoin(denom, b.supply.AmountOf(denom))
}

func (b *fakeBank) HasSupply(_ context.Context, denom string) bool { return b.denoms[denom] }

func (b *fakeBank) GetDenomMetaData(_ context.Context, denom string) (banktypes.Metadata, bool) {
	m, found := b.metadata[denom]
	return m, found
}

func (b *fakeBank) SetDenomMetaData(_ context.Context, m banktypes.Metadata) { b.metadata[m.Base] = m }

// sum is all coins of a denom that accounts have.
func (b *fakeBank) sum(denom string) sdk.Coin {
	total := sdk.NewInt64Coin(denom, 0)
	for _, coins := range b.balances {
		total = total.AddAmount(coins.AmountOf(denom))
	}
	return total
}
