package simulation

import (
	"context"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/keeper"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/internal/simulate"
)

// world is the state for an operation, with the means to choose from it.
type world struct {
	*types.GenesisState

	ctx      sdk.Context
	now      int64
	keeper   *keeper.Keeper
	data     *simsx.ChainDataSource
	reporter simsx.SimulationReporter
}

// look loads the state, or skips the operation.
func look(ctx context.Context, k *keeper.Keeper, data *simsx.ChainDataSource, reporter simsx.SimulationReporter) world {
	state, err := k.ExportGenesis(ctx)
	if err != nil {
		reporter.Skip(err.Error())
		state = types.DefaultGenesis()
	}
	c := sdk.UnwrapSDKContext(ctx)
	return world{GenesisState: state, ctx: c, now: c.BlockTime().Unix(), keeper: k, data: data, reporter: reporter}
}

// pick returns one of the items that fit, or skips the operation.
func pick[T any](w world, what string, items []T, fits func(T) bool) (T, bool) {
	return simulate.Pick(w.data.Rand(), w.reporter, what, items, fits)
}

// generator returns one of a status that fits, with its purse.
func (w world) generator(
	what string, status types.GeneratorStatus, fits func(types.GeneratorState) bool,
) (types.GeneratorState, bool) {
	return pick(w, what, w.Generators, func(s types.GeneratorState) bool { return s.Generator.Status == status && fits(s) })
}

// commissioned returns one that sells units.
func (w world) commissioned(what string) (types.GeneratorState, bool) {
	return pick(w, what, w.Generators, func(s types.GeneratorState) bool { return s.Generator.Status.IsCommissioned() })
}

// whichever fits every generator.
func whichever(types.GeneratorState) bool { return true }

// byID returns a generator that exists.
func (w world) byID(id uint64) types.GeneratorState {
	return *simsx.First(w.Generators, func(s types.GeneratorState) bool { return s.Generator.Id == id })
}

// anyAccount returns a random account, except the excluded ones.
func (w world) anyAccount(excluded ...string) simsx.SimAccount {
	return w.data.AnyAccount(w.reporter, simsx.ExcludeAddresses(excluded...))
}

// signer returns the account that signs, if the simulation has its key.
func (w world) signer(address string) []simsx.SimAccount {
	return []simsx.SimAccount{w.data.GetAccount(w.reporter, address)}
}

// between returns a number from minimum to maximum, both included.
func (w world) between(minimum, maximum uint64) uint64 {
	return w.data.Rand().Uint64InRange(minimum, maximum+1)
}

// affords reports whether the account can pay, and skips the operation if not. The amount is deducted.
func (w world) affords(account *simsx.SimAccount, coin sdk.Coin) bool {
	if w.reporter.IsSkipped() {
		return false
	}
	if !account.LiquidBalance().BlockAmount(coin) {
		w.reporter.Skip("the account cannot pay")
		return false
	}
	return true
}
