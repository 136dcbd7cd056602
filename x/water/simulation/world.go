package simulation

import (
	"context"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/simulate"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/keeper"
	"github.com/utilityd/utilityd/x/water/types"
)

// world holds the state for an operation, and chooses from it.
type world struct {
	*types.GenesisState

	ctx      sdk.Context
	now      int64
	keeper   *keeper.Keeper
	data     *simsx.ChainDataSource
	reporter simsx.SimulationReporter
	byID     map[uint64]types.AreaState
}

// look loads the state, or skips the operation.
func look(ctx context.Context, k *keeper.Keeper, data *simsx.ChainDataSource, reporter simsx.SimulationReporter) world {
	state, err := k.ExportGenesis(ctx)
	if err != nil {
		reporter.Skip(err.Error())
		state = types.DefaultGenesis()
	}
	c := sdk.UnwrapSDKContext(ctx)
	v := world{
		GenesisState: state,
		ctx:          c,
		now:          c.BlockTime().Unix(),
		keeper:       k,
		data:         data,
		reporter:     reporter,
		byID:         make(map[uint64]types.AreaState, len(state.Areas)),
	}
	for _, area := range state.Areas {
		v.byID[area.Area.Id] = area
	}
	return v
}

// pick returns one of the items that fit, or skips the operation.
func pick[T any](v world, what string, items []T, fits func(T) bool) (T, bool) {
	return simulate.Pick(v.data.Rand(), v.reporter, what, items, fits)
}

// area returns one that fits.
func (v world) area(what string, fits func(types.AreaState) bool) (types.AreaState, bool) {
	return pick(v, what, v.Areas, fits)
}

func isOpen(a types.AreaState) bool { return !a.Area.IsClosed() }

// isOpenArea reports whether the area of a number is not closed.
func (v world) isOpenArea(id uint64) bool { return isOpen(v.byID[id]) }

// household returns one that fits, of those that have not moved out.
func (v world) household(what string, fits func(types.AccountState) bool) (types.AccountState, bool) {
	return pick(v, what, v.Accounts, func(a types.AccountState) bool { return a.Account.IsOpen() && fits(a) })
}

// view returns a household as if it were settled now, or skips the operation.
func (v world) view(a types.AccountState) (types.AccountView, bool) {
	resp, ok := v.query(a)
	return resp.Household, ok
}

func (v world) query(a types.AccountState) (types.QueryAccountResponse, bool) {
	resp, err := keeper.NewQueryServer(v.keeper).Account(v.ctx, &types.QueryAccountRequest{Area: a.Account.Area, Owner: a.Account.Owner})
	if err != nil {
		v.reporter.Skip(err.Error())
		return types.QueryAccountResponse{}, false
	}
	return *resp, true
}

// meters returns all active and unbound meters for water of a direction.
func (v world) meters(direction meteridtypes.Direction) []meteridtypes.Meter {
	var fitting []meteridtypes.Meter
	for id := uint64(1); ; id++ {
		m, err := v.keeper.Meters.Meter(v.ctx, id)
		if err != nil {
			return fitting
		}
		if fits(m, direction) && !m.IsBound() {
			fitting = append(fitting, m)
		}
	}
}

func fits(m meteridtypes.Meter, direction meteridtypes.Direction) bool {
	return m.Status == meteridtypes.METER_STATUS_ACTIVE && m.Medium == meteridtypes.MEDIUM_WATER && m.Direction == direction
}

// signer returns the account that signs, if the simulation has its key.
func (v world) signer(address string) []simsx.SimAccount {
	return []simsx.SimAccount{v.data.GetAccount(v.reporter, address)}
}

// affords deducts the money from what an account can spend, or skips the operation. The balance is looked up once and kept in the
// account: fees come out of the rest.
func (v world) affords(account *simsx.SimAccount, denom string, amount uint64) bool {
	if v.reporter.IsSkipped() {
		return false
	}
	coin := sdk.NewCoin(denom, math.NewIntFromUint64(amount))
	if coin.IsZero() || account.LiquidBalance().BlockAmount(coin) {
		return true
	}
	v.reporter.Skip("too little money")
	return false
}

// between returns a number from minimum to maximum, both included.
func (v world) between(minimum, maximum uint64) uint64 {
	return v.data.Rand().Uint64InRange(minimum, maximum+1)
}

// upTo returns a mostly small amount, from 1 to maximum.
func (v world) upTo(maximum uint64) uint64 {
	if v.data.Rand().Intn(10) > 0 {
		maximum = min(maximum, 1_000)
	}
	return v.between(1, maximum)
}
