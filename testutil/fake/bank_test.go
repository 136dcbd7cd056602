package fake_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	errorsmod "cosmossdk.io/errors"
	"cosmossdk.io/log/v2"

	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"
	authkeeper "github.com/cosmos/cosmos-sdk/x/auth/keeper"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	bankkeeper "github.com/cosmos/cosmos-sdk/x/bank/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/testutil/fake"
	"github.com/utilityd/utilityd/testutil/keepertest"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

// bank is all that modules need of one.
type bank interface {
	energytypes.BankKeeper
	generatortypes.BankKeeper
	watertypes.BankKeeper
}

var (
	_ bank = (*fake.Bank)(nil)
	_ bank = bankkeeper.BaseKeeper{}
)

// permissions are those of a module that may do all, as water, and of one that may do nothing, as energy.
var permissions = map[string][]string{"mint": {authtypes.Minter, authtypes.Burner}, "plain": nil}

// bankUnderTest is one of the two banks on stores of its own.
type bankUnderTest struct {
	bank
	ctx sdk.Context
}

func fakeBank(t *testing.T) bankUnderTest {
	t.Helper()
	kit := keepertest.New(t)
	b := fake.NewBank(kit.Memory("bank"), permissions)
	b.Block(keepertest.AccountBytes("blocked"))
	return bankUnderTest{b, kit.Context()}
}

func realBank(t *testing.T) bankUnderTest {
	t.Helper()
	kit := keepertest.New(t)
	authtypes.RegisterInterfaces(kit.Codec.InterfaceRegistry())
	governance := keepertest.Account("governance")
	accounts := authkeeper.NewAccountKeeper(kit.Codec, kit.Store(authtypes.StoreKey), authtypes.ProtoBaseAccount, permissions,
		keepertest.Addresses, "utility", governance)
	blocked := map[string]bool{sdk.AccAddress(keepertest.AccountBytes("blocked")).String(): true}
	for module := range permissions { // as app.BlockedAddresses does
		blocked[authtypes.NewModuleAddress(module).String()] = true
	}
	b := bankkeeper.NewBaseKeeper(kit.Codec, kit.Store(banktypes.StoreKey), accounts, blocked, governance, log.NewNopLogger())
	ctx := kit.Context()
	require.NoError(t, accounts.Params.Set(ctx, authtypes.DefaultParams()))
	require.NoError(t, b.SetParams(ctx, banktypes.DefaultParams()))
	return bankUnderTest{b, ctx}
}

// bankStep is one operation. Accounts go by name; those of modules are named like them.
type bankStep struct {
	do       string
	from, to string
	coins    sdk.Coins
	lost     bool // in a branch that is thrown away
}

func addressOf(name string) sdk.AccAddress {
	if _, isModule := permissions[name]; isModule {
		return authtypes.NewModuleAddress(name)
	}
	return keepertest.AccountBytes(name)
}

func (b bankUnderTest) do(ctx context.Context, s bankStep) error {
	switch s.do {
	case "send":
		return b.SendCoins(ctx, addressOf(s.from), addressOf(s.to), s.coins)
	case "pay a module":
		return b.SendCoinsFromAccountToModule(ctx, addressOf(s.from), s.to, s.coins)
	case "pay an account":
		return b.SendCoinsFromModuleToAccount(ctx, s.from, addressOf(s.to), s.coins)
	case "mint":
		return b.MintCoins(ctx, s.to, s.coins)
	case "burn":
		return b.BurnCoins(ctx, s.from, s.coins)
	case "set":
		return b.UncheckedSetBalance(ctx, addressOf(s.to), s.coins[0])
	case "describe":
		b.SetDenomMetaData(ctx, banktypes.Metadata{Base: s.coins[0].Denom, Display: s.to})
		return nil
	}
	return fmt.Errorf("expected an operation, got %q", s.do)
}

// after is all that can be seen of a bank after a step.
type after struct {
	err      string
	events   bool // only that a "set" emits none is relied upon
	balances []string
	supplies []string
	metadata []string
}

func (b bankUnderTest) step(s bankStep) (a after) {
	ctx := b.ctx.WithEventManager(sdk.NewEventManager())
	if s.lost {
		ctx, _ = ctx.CacheContext()
	}
	a.err = outcome(func() error { return b.do(ctx, s) })
	a.events = s.do == "set" && len(ctx.EventManager().Events()) > 0
	for _, denom := range []string{"ueur", "uutl", "hbt/1", "none"} {
		for _, name := range []string{"alice", "bob", "blocked", "mint", "plain"} {
			a.balances = append(a.balances, name+" "+b.GetBalance(b.ctx, addressOf(name), denom).String())
		}
		a.supplies = append(a.supplies, b.GetSupply(b.ctx, denom).String())
		metadata, found := b.GetDenomMetaData(b.ctx, denom)
		a.metadata = append(a.metadata, fmt.Sprint(metadata.String(), found))
	}
	return a
}

// outcome is the registered error that something ends with, "panic" or "".
func outcome(do func() error) (result string) {
	defer func() {
		if recover() != nil {
			result = "panic"
		}
	}()
	err := do()
	if err == nil {
		return ""
	}
	space, code, _ := errorsmod.ABCIInfo(err, false)
	return fmt.Sprint(space, " ", code)
}

// named is the outcome of an error.
func named(err error) string { return outcome(func() error { return err }) }

func TestTheFakeBankBehavesAsTheRealOne(t *testing.T) {
	coins := func(text string) sdk.Coins {
		c, err := sdk.ParseCoinsNormalized(text)
		require.NoError(t, err)
		return c
	}
	// Alice has 100 ueur and 5 uutl.
	start := []bankStep{
		{do: "mint", to: "mint", coins: coins("100ueur,5uutl")},
		{do: "pay an account", from: "mint", to: "alice", coins: coins("100ueur,5uutl")},
	}
	negative := sdk.Coins{{Denom: "ueur", Amount: coins("1ueur")[0].Amount.Neg()}}
	zero := sdk.Coins{sdk.NewInt64Coin("ueur", 0)}
	unsorted := sdk.Coins{sdk.NewInt64Coin("uutl", 1), sdk.NewInt64Coin("ueur", 1)}
	tests := []struct {
		name  string
		steps []bankStep

		want string // of the last step
	}{
		{name: "a send", steps: []bankStep{{do: "send", from: "alice", to: "bob", coins: coins("40ueur,5uutl")}}},
		{name: "a send of all", steps: []bankStep{{do: "send", from: "alice", to: "bob", coins: coins("100ueur")}}},
		{name: "a send to oneself", steps: []bankStep{{do: "send", from: "alice", to: "alice", coins: coins("40ueur")}}},
		{name: "a send of nothing", steps: []bankStep{{do: "send", from: "alice", to: "bob"}}},
		{name: "a send of a zero", steps: []bankStep{{do: "send", from: "alice", to: "bob", coins: zero}}, want: named(sdkerrors.ErrInvalidCoins)},
		{name: "a send of less than nothing", steps: []bankStep{{do: "send", from: "alice", to: "bob", coins: negative}}, want: named(sdkerrors.ErrInvalidCoins)},
		{name: "a send of unsorted coins", steps: []bankStep{{do: "send", from: "alice", to: "bob", coins: unsorted}}, want: named(sdkerrors.ErrInvalidCoins)},
		{name: "a send of more than there is", steps: []bankStep{{do: "send", from: "alice", to: "bob", coins: coins("101ueur")}}, want: named(sdkerrors.ErrInsufficientFunds)},
		{name: "a send of an unknown denom", steps: []bankStep{{do: "send", from: "alice", to: "bob", coins: coins("1none")}}, want: named(sdkerrors.ErrInsufficientFunds)},
		{
			name:  "a send whose second denom is short keeps the first one until the branch is thrown away",
			steps: []bankStep{{do: "send", from: "alice", to: "bob", coins: coins("1ueur,6uutl")}}, want: named(sdkerrors.ErrInsufficientFunds),
		},
		{
			name:  "thrown away, it changes nothing",
			steps: []bankStep{{do: "send", from: "alice", to: "bob", coins: coins("1ueur,6uutl"), lost: true}}, want: named(sdkerrors.ErrInsufficientFunds),
		},
		{name: "a send in a branch that is thrown away", steps: []bankStep{{do: "send", from: "alice", to: "bob", coins: coins("1ueur"), lost: true}}},
		{name: "a send to a blocked account", steps: []bankStep{{do: "send", from: "alice", to: "blocked", coins: coins("1ueur")}}},

		{name: "a payment to a module", steps: []bankStep{{do: "pay a module", from: "alice", to: "plain", coins: coins("40ueur")}}},
		{name: "a payment to a module of more than there is", steps: []bankStep{{do: "pay a module", from: "bob", to: "plain", coins: coins("1ueur")}}, want: named(sdkerrors.ErrInsufficientFunds)},
		{name: "a payment to a module that is none", steps: []bankStep{{do: "pay a module", from: "alice", to: "gas", coins: coins("40ueur")}}, want: "panic"},
		{name: "a payment of a module", steps: []bankStep{
			{do: "pay a module", from: "alice", to: "plain", coins: coins("40ueur")}, {do: "pay an account", from: "plain", to: "bob", coins: coins("15ueur")},
		}},
		{name: "a payment of a module without money", steps: []bankStep{{do: "pay an account", from: "plain", to: "bob", coins: coins("1ueur")}}, want: named(sdkerrors.ErrInsufficientFunds)},
		{name: "a payment of a module that is none", steps: []bankStep{{do: "pay an account", from: "gas", to: "bob", coins: coins("1ueur")}}, want: "panic"},
		{name: "a payment to a blocked account", steps: []bankStep{{do: "pay an account", from: "mint", to: "blocked", coins: coins("1ueur")}}, want: named(sdkerrors.ErrUnauthorized)},
		{name: "an invalid payment to a blocked account", steps: []bankStep{{do: "pay an account", from: "mint", to: "blocked", coins: zero}}, want: named(sdkerrors.ErrUnauthorized)},
		{name: "a payment to the account of a module", steps: []bankStep{{do: "pay an account", from: "mint", to: "plain", coins: coins("1ueur")}}, want: named(sdkerrors.ErrUnauthorized)},

		{name: "a mint makes a denom", steps: []bankStep{{do: "mint", to: "mint", coins: coins("7hbt/1")}}},
		{name: "a mint that is lost", steps: []bankStep{{do: "mint", to: "mint", coins: coins("7hbt/1"), lost: true}}},
		{name: "a mint of a zero", steps: []bankStep{{do: "mint", to: "mint", coins: zero}}, want: named(sdkerrors.ErrInvalidCoins)},
		{name: "a mint by a module that may not", steps: []bankStep{{do: "mint", to: "plain", coins: coins("7hbt/1")}}, want: "panic"},
		{name: "a burn of all ends a denom", steps: []bankStep{{do: "mint", to: "mint", coins: coins("7hbt/1")}, {do: "burn", from: "mint", coins: coins("7hbt/1")}}},
		{name: "a burn of a part", steps: []bankStep{{do: "mint", to: "mint", coins: coins("7hbt/1")}, {do: "burn", from: "mint", coins: coins("3hbt/1")}}},
		{name: "a burn of more than there is", steps: []bankStep{{do: "burn", from: "mint", coins: coins("1ueur")}}, want: named(sdkerrors.ErrInsufficientFunds)},
		{name: "a burn of a zero", steps: []bankStep{{do: "burn", from: "mint", coins: zero}}, want: named(sdkerrors.ErrInvalidCoins)},
		{name: "a burn by a module that may not", steps: []bankStep{{do: "burn", from: "plain", coins: coins("1ueur")}}, want: "panic"},

		{name: "a balance that is set", steps: []bankStep{{do: "set", to: "bob", coins: coins("9ueur")}}},
		{name: "a balance that is set to nothing", steps: []bankStep{{do: "set", to: "alice", coins: zero}}},
		{name: "a balance that is set to less", steps: []bankStep{{do: "set", to: "alice", coins: negative}}, want: named(sdkerrors.ErrInvalidCoins)},
		{name: "a description", steps: []bankStep{{do: "describe", to: "water", coins: coins("1hbt/1")}}},
		{name: "another description", steps: []bankStep{{do: "describe", to: "water", coins: coins("1hbt/1")}, {do: "describe", to: "tea", coins: coins("1hbt/1")}}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			faked, genuine := fakeBank(t), realBank(t)
			last := ""
			for _, s := range append(start, tc.steps...) {
				want := genuine.step(s)
				require.Equal(t, want, faked.step(s), "%+v", s)
				last = want.err
			}
			require.Equal(t, tc.want, last)
		})
	}
}

// The faults of the fake are its own: they stop every movement and nothing else.
func TestABankThatIsDown(t *testing.T) {
	kit := keepertest.New(t)
	b := fake.NewBank(kit.Memory("bank"), permissions)
	ctx := kit.Context()
	one := sdk.NewCoins(sdk.NewInt64Coin("ueur", 1))
	b.Fund(ctx, addressOf("mint"), one...)
	b.Down = true
	for _, s := range []bankStep{
		{do: "send", from: "mint", to: "bob", coins: one},
		{do: "pay a module", from: "mint", to: "plain", coins: one},
		{do: "pay an account", from: "mint", to: "bob", coins: one},
		{do: "mint", to: "mint", coins: one},
		{do: "burn", from: "mint", coins: one},
		{do: "set", to: "bob", coins: one},
	} {
		require.ErrorIs(t, bankUnderTest{b, ctx}.do(ctx, s), fake.ErrBankDown, s.do)
	}
	require.Equal(t, one[0], b.GetBalance(ctx, addressOf("mint"), "ueur"))
	require.Equal(t, b.Sum(ctx, "ueur"), b.GetSupply(ctx, "ueur"))
}
