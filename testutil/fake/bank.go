package fake

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"cosmossdk.io/math"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
)

// ErrBankDown is the error of every movement of coins while a Bank is down.
var ErrBankDown = errors.New("bank: out of order")

// Bank is x/bank without gas and events. It serves the BankKeeper of each module.
type Bank struct {
	// Down makes every movement of coins fail with ErrBankDown.
	Down bool

	key         storetypes.StoreKey
	permissions map[string][]string
	blocked     map[string]bool // by the bytes of the account
}

// NewBank returns a bank that keeps its state under a key of a memory store and has these module accounts with these permissions.
// Like the application's, it blocks them as recipients.
func NewBank(key storetypes.StoreKey, permissions map[string][]string) *Bank {
	b := &Bank{key: key, permissions: permissions, blocked: map[string]bool{}}
	for module := range permissions {
		b.Block(authtypes.NewModuleAddress(module))
	}
	return b
}

// Block makes payments of modules to an account fail.
func (b *Bank) Block(account []byte) { b.blocked[string(account)] = true }

// Unblock ends that.
func (b *Bank) Unblock(account []byte) { delete(b.blocked, string(account)) }

// Fund makes new coins for an account, whatever it is.
func (b *Bank) Fund(ctx context.Context, account []byte, coins ...sdk.Coin) {
	for _, coin := range coins {
		b.set(ctx, balanceKey(account, coin.Denom), b.GetBalance(ctx, account, coin.Denom).Add(coin))
		b.set(ctx, supplyKey(coin.Denom), b.GetSupply(ctx, coin.Denom).Add(coin))
	}
}

// SendCoins moves coins between two accounts, one denom after the other: what it moved before an error stays moved until the
// caller throws the branch away.
func (b *Bank) SendCoins(ctx context.Context, from, to sdk.AccAddress, amount sdk.Coins) error {
	if err := b.check(amount); err != nil {
		return err
	}
	if err := b.take(ctx, from, amount); err != nil {
		return err
	}
	b.give(ctx, to, amount)
	return nil
}

// SendCoinsFromAccountToModule moves coins to the account of a module, also if it is blocked.
func (b *Bank) SendCoinsFromAccountToModule(ctx context.Context, sender sdk.AccAddress, module string, amount sdk.Coins) error {
	return b.SendCoins(ctx, sender, b.moduleAccount(module), amount)
}

// SendCoinsFromModuleToAccount moves coins of a module to an account, unless it is blocked.
func (b *Bank) SendCoinsFromModuleToAccount(ctx context.Context, module string, to sdk.AccAddress, amount sdk.Coins) error {
	from := b.moduleAccount(module)
	if b.blocked[string(to)] {
		return sdkerrors.ErrUnauthorized.Wrapf("%s is not allowed to receive funds", to)
	}
	return b.SendCoins(ctx, from, to, amount)
}

// MintCoins makes coins in the account of a module that may.
func (b *Bank) MintCoins(ctx context.Context, module string, amount sdk.Coins) error {
	account := b.permitted(module, authtypes.Minter)
	if err := b.check(amount); err != nil {
		return err
	}
	b.Fund(ctx, account, amount...)
	return nil
}

// BurnCoins destroys coins of the account of a module that may.
func (b *Bank) BurnCoins(ctx context.Context, module string, amount sdk.Coins) error {
	account := b.permitted(module, authtypes.Burner)
	if err := b.check(amount); err != nil {
		return err
	}
	if err := b.take(ctx, account, amount); err != nil {
		return err
	}
	for _, coin := range amount {
		b.set(ctx, supplyKey(coin.Denom), b.GetSupply(ctx, coin.Denom).Sub(coin))
	}
	return nil
}

// UncheckedSetBalance gives an account so many coins of a denom and leaves the supply as it is.
func (b *Bank) UncheckedSetBalance(ctx context.Context, account sdk.AccAddress, balance sdk.Coin) error {
	if !balance.IsValid() {
		return sdkerrors.ErrInvalidCoins.Wrap(balance.String())
	}
	if b.Down {
		return ErrBankDown
	}
	b.set(ctx, balanceKey(account, balance.Denom), balance)
	return nil
}

// GetBalance is zero for an account that has none.
func (b *Bank) GetBalance(ctx context.Context, account sdk.AccAddress, denom string) sdk.Coin {
	return b.get(ctx, balanceKey(account, denom), denom)
}

// GetSupply is zero for a denom that does not exist.
func (b *Bank) GetSupply(ctx context.Context, denom string) sdk.Coin {
	return b.get(ctx, supplyKey(denom), denom)
}

// GetDenomMetaData reports whether the denom is described.
func (b *Bank) GetDenomMetaData(ctx context.Context, denom string) (banktypes.Metadata, bool) {
	var metadata banktypes.Metadata
	bz := b.store(ctx).Get(metadataKey(denom))
	if bz == nil {
		return metadata, false
	}
	must(metadata.Unmarshal(bz))
	return metadata, true
}

// SetDenomMetaData describes a denom.
func (b *Bank) SetDenomMetaData(ctx context.Context, metadata banktypes.Metadata) {
	b.store(ctx).Set(metadataKey(metadata.Base), marshalled(&metadata))
}

// Sum returns all coins of a denom that accounts have.
func (b *Bank) Sum(ctx context.Context, denom string) sdk.Coin {
	total := sdk.NewInt64Coin(denom, 0)
	balances := b.store(ctx).Iterator([]byte{balances}, []byte{balances + 1})
	defer balances.Close()
	for ; balances.Valid(); balances.Next() {
		if key := balances.Key(); string(key[2+key[1]:]) == denom {
			total = total.AddAmount(unmarshalledInt(balances.Value()))
		}
	}
	return total
}

func (b *Bank) check(amount sdk.Coins) error {
	switch {
	case !amount.IsValid():
		return sdkerrors.ErrInvalidCoins.Wrap(amount.String())
	case b.Down:
		return ErrBankDown
	}
	return nil
}

func (b *Bank) take(ctx context.Context, account []byte, amount sdk.Coins) error {
	for _, coin := range amount {
		balance := b.GetBalance(ctx, account, coin.Denom)
		if balance.IsLT(coin) {
			return sdkerrors.ErrInsufficientFunds.Wrapf("spendable balance %s is smaller than %s", balance, coin)
		}
		b.set(ctx, balanceKey(account, coin.Denom), balance.Sub(coin))
	}
	return nil
}

func (b *Bank) give(ctx context.Context, account []byte, amount sdk.Coins) {
	for _, coin := range amount {
		b.set(ctx, balanceKey(account, coin.Denom), b.GetBalance(ctx, account, coin.Denom).Add(coin))
	}
}

// moduleAccount panics for a module without an account, as x/bank does.
func (b *Bank) moduleAccount(module string) sdk.AccAddress {
	if _, found := b.permissions[module]; !found {
		panic(fmt.Sprintf("fake bank: expected a module with an account, got %q", module))
	}
	return authtypes.NewModuleAddress(module)
}

// permitted panics for a module without the permission, as x/bank does.
func (b *Bank) permitted(module, permission string) sdk.AccAddress {
	account := b.moduleAccount(module)
	if !slices.Contains(b.permissions[module], permission) {
		panic(fmt.Sprintf("fake bank: expected a module that is a %s, got %q", permission, module))
	}
	return account
}

// First bytes of the keys of a Bank.
const (
	balances byte = iota
	supplies
	descriptions
)

func balanceKey(account []byte, denom string) []byte {
	return slices.Concat([]byte{balances, byte(len(account))}, account, []byte(denom)) //nolint:gosec // an address has at most 255 bytes
}

func supplyKey(denom string) []byte { return append([]byte{supplies}, denom...) }

func metadataKey(denom string) []byte { return append([]byte{descriptions}, denom...) }

func (b *Bank) store(ctx context.Context) storetypes.KVStore { return storeOf(ctx, b.key) }

func (b *Bank) get(ctx context.Context, key []byte, denom string) sdk.Coin {
	bz := b.store(ctx).Get(key)
	if bz == nil {
		return sdk.NewInt64Coin(denom, 0)
	}
	return sdk.NewCoin(denom, unmarshalledInt(bz))
}

// set keeps no zeros, like x/bank.
func (b *Bank) set(ctx context.Context, key []byte, coin sdk.Coin) {
	if coin.IsZero() {
		b.store(ctx).Delete(key)
		return
	}
	b.store(ctx).Set(key, marshalled(coin.Amount))
}

func unmarshalledInt(bz []byte) (amount math.Int) {
	must(amount.Unmarshal(bz))
	return amount
}
