package simulation

import (
	"context"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/keeper"
	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/simulate"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// world is the state for an operation, with the means to choose from it.
type world struct {
	*types.GenesisState

	ctx      sdk.Context
	now      int64
	keeper   *keeper.Keeper
	data     *simsx.ChainDataSource
	reporter simsx.SimulationReporter
	busy     map[uint64]bool            // communities with a settlement in progress
	open     map[uint64]types.Community // communities that are not closed
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
		busy:         make(map[uint64]bool, len(state.Cursors)),
		open:         make(map[uint64]types.Community, len(state.Communities)),
	}
	for _, cursor := range state.Cursors {
		v.busy[cursor.Community] = true
	}
	for _, community := range state.Communities {
		if community.Status != types.COMMUNITY_STATUS_CLOSED {
			v.open[community.Id] = community
		}
	}
	return v
}

// meters returns all meters that fit.
func (v world) meters(fits func(m meteridtypes.Meter) bool) []meteridtypes.Meter {
	var fitting []meteridtypes.Meter
	for id := uint64(1); ; id++ {
		m, err := v.keeper.Meters.Meter(v.ctx, id)
		if err != nil {
			return fitting
		}
		if fits(m) {
			fitting = append(fitting, m)
		}
	}
}

// canJoin reports whether the meter may take part in a community.
func canJoin(m meteridtypes.Meter) bool {
	return m.Status == meteridtypes.METER_STATUS_ACTIVE && m.Medium == meteridtypes.MEDIUM_ELECTRICITY && !m.IsBound()
}

// pick returns one of the items that fit, or skips the operation.
func pick[T any](v world, what string, items []T, fits func(T) bool) (T, bool) {
	return simulate.Pick(v.data.Rand(), v.reporter, what, items, fits)
}

// community returns one that fits.
func (v world) community(what string, fits func(types.Community) bool) (types.Community, bool) {
	return pick(v, what, v.Communities, fits)
}

// member returns one that fits.
func (v world) member(what string, fits func(types.MemberState) bool) (types.MemberState, bool) {
	return pick(v, what, v.Members, fits)
}

// byID returns a community that exists.
func (v world) byID(id uint64) types.Community {
	return *simsx.First(v.Communities, func(c types.Community) bool { return c.Id == id })
}

// termsIn returns the terms that hold in an epoch.
func (v world) termsIn(c types.Community, epoch uint64) types.Terms {
	var held types.Terms
	for _, t := range v.Terms {
		if t.Community == c.Id && t.Terms.FromEpoch <= epoch {
			held = t.Terms
		}
	}
	return held
}

// termsFrom returns the terms that hold in an epoch and those announced for later ones.
func (v world) termsFrom(c types.Community, epoch uint64) []types.Terms {
	all := []types.Terms{v.termsIn(c, epoch)}
	for _, t := range v.Terms {
		if t.Community == c.Id && t.Terms.FromEpoch > epoch {
			all = append(all, t.Terms)
		}
	}
	return all
}

// signer returns the account that signs, if the simulation has its key.
func (v world) signer(address string) []simsx.SimAccount {
	return []simsx.SimAccount{v.data.GetAccount(v.reporter, address)}
}
