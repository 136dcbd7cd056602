package simulation

import (
	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const (
	maxWeight  = 100
	maxDeposit = 1_000_000
)

func joinCommunity(v world) ([]simsx.SimAccount, *types.MsgJoinCommunity) {
	c, ok := v.community("a community to join", func(c types.Community) bool { return c.Status != types.COMMUNITY_STATUS_CLOSED })
	if !ok {
		return nil, nil
	}
	m, ok := pick(v, "a meter to join with", v.meters(canJoin), func(meteridtypes.Meter) bool { return true })
	if !ok {
		return nil, nil
	}
	return v.signer(m.Owner), &types.MsgJoinCommunity{
		Owner: m.Owner, Community: c.Id, Meter: m.Id, MaxPricePerKwh: v.randomMaxPrice(),
	}
}

func approveMember(v world) ([]simsx.SimAccount, *types.MsgApproveMember) {
	a, ok := pick(v, "an application to approve", v.Applications, func(a types.Application) bool {
		c, open := v.open[a.Community]
		if !open || v.busy[c.Id] || c.Slots >= c.MaxMembers {
			return false
		}
		m, err := v.keeper.Meters.Meter(v.ctx, a.Meter)
		return err == nil && canJoin(m) && m.Owner == a.Owner
	})
	if !ok {
		return nil, nil
	}
	c := v.open[a.Community]
	return v.signer(c.Admin), &types.MsgApproveMember{
		Admin: c.Admin, Community: a.Community, Meter: a.Meter, Owner: a.Owner, StaticWeight: v.randomWeight(c, c.EpochAt(v.now)+1, 0),
	}
}

// randomMaxPrice returns a highest price, which is often below the prices of communities.
func (v world) randomMaxPrice() uint64 { return v.data.Rand().Uint64InRange(0, 2*maxPrice) }

func setMaxPrice(v world) ([]simsx.SimAccount, *types.MsgSetMaxPrice) {
	m, ok := v.member("a highest price to set", func(m types.MemberState) bool { return !v.busy[m.Member.Community] })
	if !ok {
		return nil, nil
	}
	return v.signer(m.Member.Account), &types.MsgSetMaxPrice{
		Account: m.Member.Account, Community: m.Member.Community, Slot: m.Member.Slot, MaxPricePerKwh: v.randomMaxPrice(),
	}
}

func leaveCommunity(v world) ([]simsx.SimAccount, *types.MsgLeaveCommunity) {
	m, ok := v.member("a membership to leave", v.canEnd)
	if !ok {
		return nil, nil
	}
	return v.signer(m.Member.Account), &types.MsgLeaveCommunity{
		Account: m.Member.Account, Community: m.Member.Community, Slot: m.Member.Slot,
	}
}

func removeMember(v world) ([]simsx.SimAccount, *types.MsgRemoveMember) {
	m, ok := v.member("a member to remove", v.canEnd)
	if !ok {
		return nil, nil
	}
	admin := v.byID(m.Member.Community).Admin
	return v.signer(admin), &types.MsgRemoveMember{Admin: admin, Community: m.Member.Community, Slot: m.Member.Slot}
}

func (v world) canEnd(m types.MemberState) bool {
	return m.Seat.ToEpoch == 0 && !v.busy[m.Member.Community]
}

func setStaticWeight(v world) ([]simsx.SimAccount, *types.MsgSetStaticWeight) {
	m, ok := v.member("a weight to set", func(m types.MemberState) bool {
		c, open := v.open[m.Member.Community]
		return open && v.canEnd(m) && m.Seat.WeightFromEpoch <= v.oldestUnsettled(c.Id)
	})
	if !ok {
		return nil, nil
	}
	c := v.open[m.Member.Community]
	return v.signer(c.Admin), &types.MsgSetStaticWeight{
		Admin: c.Admin, Community: c.Id, Slot: m.Member.Slot,
		StaticWeight: v.randomWeight(c, c.EpochAfterNotice(v.now, v.Params), m.Seat.StaticWeight),
	}
}

// randomWeight returns a static weight for a member that has one already, within the totals of epochs from one on.
func (v world) randomWeight(c types.Community, from, own uint64) uint64 {
	limit := uint64(maxWeight)
	for _, t := range v.termsFrom(c, from) {
		if total := t.StaticTotalWeight; total > 0 {
			limit = min(limit, total-(c.StaticWeightSum-own))
		}
	}
	return v.data.Rand().Uint64InRange(0, limit+1)
}

// oldestUnsettled returns the first unsettled epoch of a community, or the maximum number.
func (v world) oldestUnsettled(community uint64) uint64 {
	s := simsx.First(v.Settlements, func(s types.Settlement) bool { return s.Community == community && s.IsUnsettled() })
	if s == nil {
		return ^uint64(0)
	}
	return s.Epoch
}

func deposit(v world) ([]simsx.SimAccount, *types.MsgDeposit) {
	m, ok := v.member("a wallet to fill", func(m types.MemberState) bool {
		_, open := v.open[m.Member.Community]
		return open && !v.busy[m.Member.Community]
	})
	if !ok {
		return nil, nil
	}
	c := v.open[m.Member.Community]
	amount := sdk.NewCoin(c.PaymentDenom, math.NewInt(1+v.data.Rand().Int63n(maxDeposit)))
	depositor := v.data.AnyAccount(v.reporter, simsx.WithLiquidBalanceGTE(amount))
	if v.reporter.IsSkipped() || !depositor.LiquidBalance().BlockAmount(amount) {
		v.reporter.Skip("no account has the money for a deposit")
		return nil, nil
	}
	return []simsx.SimAccount{depositor}, &types.MsgDeposit{
		Depositor: depositor.AddressBech32, Community: c.Id, Slot: m.Member.Slot, Amount: amount,
	}
}

func withdraw(v world) ([]simsx.SimAccount, *types.MsgWithdraw) {
	m, ok := v.member("money to withdraw", func(m types.MemberState) bool {
		return m.Wallet.Prepaid > 0 && !v.busy[m.Member.Community]
	})
	if !ok {
		return nil, nil
	}
	amount := v.data.Rand().Uint64InRange(1, m.Wallet.Prepaid+1)
	return v.signer(m.Member.Account), &types.MsgWithdraw{
		Account: m.Member.Account, Community: m.Member.Community, Slot: m.Member.Slot,
		Amount: sdk.NewCoin(v.byID(m.Member.Community).PaymentDenom, math.NewIntFromUint64(amount)),
	}
}

func compensateMember(v world) ([]simsx.SimAccount, *types.MsgCompensateMember) {
	m, ok := v.member("a deficit to compensate", func(m types.MemberState) bool {
		return m.Wallet.CarryWh < 0 && !v.busy[m.Member.Community]
	})
	if !ok {
		return nil, nil
	}
	c := v.byID(m.Member.Community)
	supplier := v.termsIn(c, c.EpochAt(v.now)).GridSupplier
	return v.signer(supplier), &types.MsgCompensateMember{
		GridSupplier: supplier, Community: m.Member.Community, Slot: m.Member.Slot,
		EnergyWh: v.data.Rand().Uint64InRange(1, uint64(-m.Wallet.CarryWh)+1), //nolint:gosec // positive
	}
}
