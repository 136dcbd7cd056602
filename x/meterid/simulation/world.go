package simulation

import (
	"context"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/internal/simulate"
	"github.com/utilityd/utilityd/x/meterid/keeper"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// world is the state for an operation, with the means to choose from it.
type world struct {
	*types.GenesisState

	chainID  string
	now      int64
	data     *simsx.ChainDataSource
	reporter simsx.SimulationReporter
	last     map[uint64]types.Registers
	busy     map[uint64]bool // meters with a pending key
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
		chainID:      c.ChainID(),
		now:          c.BlockTime().Unix(),
		data:         data,
		reporter:     reporter,
		last:         make(map[uint64]types.Registers, len(state.Registers)),
		busy:         make(map[uint64]bool, len(state.PendingKeys)),
	}
	for _, r := range state.Registers {
		v.last[r.Meter] = r.Registers
	}
	for _, p := range state.PendingKeys {
		v.busy[p.Meter] = true
	}
	return v
}

// meter returns one that fits, or skips the operation.
func (v world) meter(what string, fits func(m types.Meter) bool) (types.Meter, bool) {
	return pick(v, what, v.Meters, fits)
}

// pick returns one of the items that fit, or skips the operation.
func pick[T any](v world, what string, items []T, fits func(T) bool) (T, bool) {
	return simulate.Pick(v.data.Rand(), v.reporter, what, items, fits)
}

// byID returns the meter of the number.
func (v world) byID(id uint64) types.Meter {
	m := simsx.First(v.Meters, func(m types.Meter) bool { return m.Id == id })
	if m == nil {
		v.reporter.Skipf("no meter %d", id)
		return types.Meter{}
	}
	return *m
}

// signer returns the account that signs, if the simulation has its key.
func (v world) signer(address string) []simsx.SimAccount {
	return []simsx.SimAccount{v.data.GetAccount(v.reporter, address)}
}

// issuer returns the issuer with the address, or none.
func (v world) issuer(address string) *types.Issuer {
	return simsx.First(v.Issuers, func(i types.Issuer) bool { return i.Address == address })
}

// acting returns the issuer that acts for the meter, or none.
func (v world) acting(m types.Meter) *types.Issuer {
	i := v.issuer(m.Issuer)
	if i != nil && !i.Active {
		i = v.issuer(i.Successor)
	}
	if i == nil || !i.Active {
		return nil
	}
	return i
}

// hasIssuer reports whether an issuer acts for the meter.
func (v world) hasIssuer(m types.Meter) bool { return v.acting(m) != nil }

// replaceable reports whether the issuer of the meter may register another one like it.
func (v world) replaceable(m types.Meter) bool {
	i := v.acting(m)
	return m.HasRegisters() && i != nil && i.Certifies(m.Medium)
}

// isPending reports whether a proposal may still be accepted: its issuer acts for the meter, and it has not expired.
func (v world) isPending(meter uint64, issuer string, expiresAt int64) bool {
	i := v.acting(v.byID(meter))
	return i != nil && i.Address == issuer && expiresAt >= v.now
}

// next are registers that the meter can have reached by now. Where it can be, the time is a full quarter of an hour:
// that is when meters report.
func (v world) next(m types.Meter) (types.Registers, bool) {
	last := v.last[m.Id]
	at := v.now - v.now%900
	if at <= last.Time {
		at = v.now
	}
	if at <= last.Time {
		return last, false
	}
	r := v.data.Rand()
	amount := m.MaxRatePerHour * uint64(min(at-last.Time, 86_400)) / 3_600 //nolint:gosec // later
	amount = amount * m.RegisterUnitDenominator / m.RegisterUnitNumerator
	if modulus := m.Form().Modulus(); modulus != 0 {
		amount = min(amount, modulus-1) // more could not be distinguished from less
	}
	next := types.Registers{Time: at, ImportRegister: last.ImportRegister, ExportRegister: last.ExportRegister}
	if m.Direction != types.DIRECTION_PRODUCTION {
		next.ImportRegister = shown(m, next.ImportRegister+uint64(r.Int63n(int64(amount)+1))) //nolint:gosec // small
	}
	if m.Direction != types.DIRECTION_CONSUMPTION {
		next.ExportRegister = shown(m, next.ExportRegister+uint64(r.Int63n(int64(amount)+1))) //nolint:gosec // small
	}
	return next, true
}
