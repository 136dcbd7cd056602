package keeper_test

import (
	"context"
	"errors"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/x/generator/types"
)

var (
	errShort   = errors.New("bank: insufficient funds")
	errBlocked = errors.New("bank: account takes no money")
)

// fakeBank holds the money of accounts in memory. It moves all or nothing.
type fakeBank struct {
	balances map[string]sdk.Coins // by the bytes of the account
	denoms   map[string]bool
	blocked  map[string]bool // accounts that take no money
}

var _ types.BankKeeper = (*fakeBank)(nil)

func newFakeBank(denoms ...string) *fakeBank {
	b := &fakeBank{balances: map[string]sdk.Coins{}, denoms: map[string]bool{}, blocked: map[string]bool{}}
	for _, d := range denoms {
		b.denoms[d] = true
	}
	return b
}

// coin is an amount of a denom.
func coin(denom string, amount uint64) sdk.Coin {
	return sdk.NewCoin(denom, math.NewIntFromUint64(amount))
}

// snapshot is what every account has.
func (b *fakeBank) snapshot() map[string]string {
	all := make(map[string]string, len(b.balances))
	for account, coins := range b.balances {
		all[account] = coins.String()
	}
	return all
}

func (b *fakeBank) fund(account []byte, coins ...sdk.Coin) {
	b.balances[string(account)] = b.balances[string(account)].Add(coins...)
}

func (b *fakeBank) send(from, to []byte, amount sdk.Coins) error {
	left, short := b.balances[string(from)].SafeSub(amount...)
	if short {
		return errShort
	}
	b.balances[string(from)] = left
	b.fund(to, amount...)
	return nil
}

func (b *fakeBank) SendCoins(_ context.Context, from, to sdk.AccAddress, amount sdk.Coins) error {
	return b.send(from, to, amount)
}

func (b *fakeBank) SendCoinsFromAccountToModule(_ context.Context, sender sdk.AccAddress, module string, amount sdk.Coins) error {
	return b.send(sender, authtypes.NewModuleAddress(module), amount)
}

func (b *fakeBank) SendCoinsFromModuleToAccount(_ context.Context, module string, to sdk.AccAddress, amount sdk.Coins) error {
	if b.blocked[string(to)] {
		return errBlocked
	}
	return b.send(authtypes.NewModuleAddress(module), to, amount)
}

func (b *fakeBank) GetBalance(_ context.Context, account sdk.AccAddress, denom string) sdk.Coin {
	return sdk.NewCoin(denom, b.balances[string(account)].AmountOf(denom))
}

func (b *fakeBank) HasSupply(_ context.Context, denom string) bool { return b.denoms[denom] }

func (b *fakeBank) GetDenomMetaData(_ context.Context, denom string) (banktypes.Metadata, bool) {
	return banktypes.Metadata{Base: denom}, denom == "described"
}
