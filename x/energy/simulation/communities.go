package simulation

import (
	"github.com/cosmos/cosmos-sdk/testutil/simsx"

	"github.com/utilityd/utilityd/x/energy/types"
)

// Lengths of epochs, seconds. Meters report every quarter of an hour.
var epochLengths = []uint64{900, 1_800, 3_600}

const (
	maxGrace = 3_600
	maxPrice = 500_000
	maxTotal = 5_000 // of static weights
)

func (v world) randomKey() types.AllocationKey {
	return types.AllocationKey(1 + v.data.Rand().Intn(len(types.AllocationKey_name)-1)) //nolint:gosec // small
}

func (v world) randomResidual() types.Residual {
	return types.Residual(1 + v.data.Rand().Intn(len(types.Residual_name)-1)) //nolint:gosec // small
}

// randomBorders returns the default tolerance, none, or one of up to a twentieth of the epoch.
func (v world) randomBorders(epochSeconds uint64) (tolerance uint64, exact bool) {
	switch r := v.data.Rand(); r.Intn(3) {
	case 0:
		return 0, false
	case 1:
		return 0, true
	default:
		return r.Uint64InRange(1, epochSeconds/20+1), false
	}
}

// randomTotal returns a total of static weights, at least minimum, or none.
func (v world) randomTotal(key types.AllocationKey, minimum uint64) uint64 {
	if r := v.data.Rand(); key == types.ALLOCATION_KEY_STATIC && r.Intn(2) == 0 {
		return r.Uint64InRange(max(minimum, 1), minimum+maxTotal)
	}
	return 0
}

func createCommunity(v world) ([]simsx.SimAccount, *types.MsgCreateCommunity) {
	r := v.data.Rand()
	admin := v.data.AnyAccount(v.reporter, simsx.WithSpendableBalance())
	if v.reporter.IsSkipped() {
		return nil, nil
	}
	epochSeconds, key := simsx.OneOf(r, epochLengths), v.randomKey()
	tolerance, exact := v.randomBorders(epochSeconds)
	return []simsx.SimAccount{admin}, &types.MsgCreateCommunity{
		Admin:                  admin.AddressBech32,
		Name:                   "Community " + r.StringN(40),
		GridSupplier:           v.data.AnyAccount(v.reporter).AddressBech32,
		EpochSeconds:           epochSeconds,
		GraceSeconds:           uint64(r.Intn(maxGrace)), //nolint:gosec // not negative
		Key:                    key,
		Residual:               v.randomResidual(),
		PaymentDenom:           simsx.OneOf(r, admin.LiquidBalance().Denoms()),
		PricePerKwh:            uint64(r.Intn(3)) * uint64(r.Intn(maxPrice)), //nolint:gosec // not negative
		MaxMembers:             r.Uint64InRange(types.MinMembers, v.Params.MaxMembers+1),
		BorderToleranceSeconds: tolerance,
		ExactBorders:           exact,
		StaticTotalWeight:      v.randomTotal(key, 0),
	}
}

func updateCommunity(v world) ([]simsx.SimAccount, *types.MsgUpdateCommunity) {
	c, ok := v.community("a community to update", func(c types.Community) bool { return c.Status != types.COMMUNITY_STATUS_CLOSED })
	if !ok {
		return nil, nil
	}
	r, key := v.data.Rand(), v.randomKey()
	tolerance, exact := v.randomBorders(c.EpochSeconds)
	return v.signer(c.Admin), &types.MsgUpdateCommunity{
		Admin:                  c.Admin,
		Community:              c.Id,
		Name:                   c.Name,
		GridSupplier:           v.data.AnyAccount(v.reporter).AddressBech32,
		GraceSeconds:           uint64(r.Intn(maxGrace)), //nolint:gosec // not negative
		Key:                    key,
		Residual:               v.randomResidual(),
		PricePerKwh:            uint64(r.Intn(maxPrice)), //nolint:gosec // not negative
		MaxMembers:             c.MaxMembers,
		BorderToleranceSeconds: tolerance,
		ExactBorders:           exact,
		StaticTotalWeight:      v.randomTotal(key, c.StaticWeightSum),
	}
}

func pauseCommunity(v world) ([]simsx.SimAccount, *types.MsgPauseCommunity) {
	c, ok := v.community("a community to pause", func(c types.Community) bool { return c.Status == types.COMMUNITY_STATUS_ACTIVE })
	if !ok {
		return nil, nil
	}
	return v.signer(c.Admin), &types.MsgPauseCommunity{Admin: c.Admin, Community: c.Id}
}

func resumeCommunity(v world) ([]simsx.SimAccount, *types.MsgResumeCommunity) {
	c, ok := v.community("a community to resume", func(c types.Community) bool { return c.Status == types.COMMUNITY_STATUS_PAUSED })
	if !ok {
		return nil, nil
	}
	return v.signer(c.Admin), &types.MsgResumeCommunity{Admin: c.Admin, Community: c.Id}
}

func closeCommunity(v world) ([]simsx.SimAccount, *types.MsgCloseCommunity) {
	c, ok := v.community("a community to close", func(c types.Community) bool { return c.Status != types.COMMUNITY_STATUS_CLOSED })
	if !ok {
		return nil, nil
	}
	return v.signer(c.Admin), &types.MsgCloseCommunity{Admin: c.Admin, Community: c.Id}
}

func transferAdmin(v world) ([]simsx.SimAccount, *types.MsgTransferAdmin) {
	c, ok := v.community("a community", func(types.Community) bool { return true })
	if !ok {
		return nil, nil
	}
	return v.signer(c.Admin), &types.MsgTransferAdmin{
		Admin: c.Admin, Community: c.Id, NewAdmin: v.data.AnyAccount(v.reporter).AddressBech32,
	}
}

func acceptAdmin(v world) ([]simsx.SimAccount, *types.MsgAcceptAdmin) {
	c, ok := v.community("a named admin", func(c types.Community) bool { return c.PendingAdmin != "" })
	if !ok {
		return nil, nil
	}
	return v.signer(c.PendingAdmin), &types.MsgAcceptAdmin{NewAdmin: c.PendingAdmin, Community: c.Id}
}
