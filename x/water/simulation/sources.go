package simulation

import (
	"bytes"

	"github.com/cosmos/cosmos-sdk/testutil/simsx"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/keeper"
	"github.com/utilityd/utilityd/x/water/types"
)

const (
	maxCapacity     = 1_000_000
	maxRemuneration = 5_000
)

func registerSources(w simsx.WeightSource, reg simsx.Registry, k *keeper.Keeper) {
	reg.Add(w.Get("msg_water_propose_source", 40), factory(k, proposeSource))
	reg.Add(w.Get("msg_water_accept_source", 60), factory(k, acceptSource))
	reg.Add(w.Get("msg_water_remove_source", 3), factory(k, removeSource))
	reg.Add(w.Get("msg_water_report_loss", 10), factory(k, reportLoss))
	reg.Add(w.Get("msg_water_accept_loss", 5), factory(k, acceptLoss))
	reg.Add(w.Get("msg_water_collect", 20), factory(k, collect))
}

func proposeSource(v world) ([]simsx.SimAccount, *types.MsgProposeSource) {
	a, ok := v.area("an area for a source", func(a types.AreaState) bool {
		return isOpen(a) && a.Counters.OpenSources < v.Params.MaxSources
	})
	if !ok {
		return nil, nil
	}
	m, ok := pick(v, "a meter for a source", v.meters(meteridtypes.DIRECTION_PRODUCTION),
		func(meteridtypes.Meter) bool { return true })
	if !ok {
		return nil, nil
	}
	return v.signer(a.Area.Admin), &types.MsgProposeSource{
		Admin: a.Area.Admin, Area: a.Area.Id, Meter: m.Id,
		Class: simsx.OneOf(v.data.Rand(), []types.SourceClass{
			types.SOURCE_CLASS_DROUGHT_SENSITIVE, types.SOURCE_CLASS_FIRM,
		}),
		CapacityLitres: v.between(1, maxCapacity),
		Remuneration:   v.between(0, maxRemuneration),
	}
}

func acceptSource(v world) ([]simsx.SimAccount, *types.MsgAcceptSource) {
	s, ok := pick(v, "a source to accept", v.Sources, func(s types.Source) bool {
		if s.Status != types.SOURCE_STATUS_PROPOSED || !v.isOpenArea(s.Area) {
			return false
		}
		m, err := v.keeper.Meters.Meter(v.ctx, s.Meter)
		return err == nil && fits(m, meteridtypes.DIRECTION_PRODUCTION) && !m.IsBound()
	})
	if !ok {
		return nil, nil
	}
	m, err := v.keeper.Meters.Meter(v.ctx, s.Meter)
	if err != nil {
		v.reporter.Skip(err.Error())
		return nil, nil
	}
	return v.signer(m.Owner), &types.MsgAcceptSource{
		Producer: m.Owner, Area: s.Area, Source: s.Id, Meter: s.Meter, Class: s.Class, CapacityLitres: s.CapacityLitres, Remuneration: s.Remuneration,
	}
}

func removeSource(v world) ([]simsx.SimAccount, *types.MsgRemoveSource) {
	s, ok := pick(v, "a source to remove", v.Sources, func(s types.Source) bool {
		switch l := v.byID[s.Area].Ledger; s.Status {
		case types.SOURCE_STATUS_PROPOSED:
			return true
		case types.SOURCE_STATUS_ACTIVE:
			return l.StockLitres <= int64(l.CapacityLitres-s.CapacityLitres) //nolint:gosec // at most 2^50
		default:
			return false
		}
	})
	if !ok {
		return nil, nil
	}
	signer := v.byID[s.Area].Area.Admin
	if s.Producer != "" && v.data.Rand().Bool() {
		signer = s.Producer
	}
	return v.signer(signer), &types.MsgRemoveSource{Signer: signer, Area: s.Area, Source: s.Id}
}

func reportLoss(v world) ([]simsx.SimAccount, *types.MsgReportLoss) {
	s, ok := pick(v, "water to lose", v.Sources, func(s types.Source) bool { return s.IsCurrent() && v.losable(s) > 0 })
	if !ok {
		return nil, nil
	}
	return v.signer(s.Producer), &types.MsgReportLoss{
		Producer: s.Producer, Area: s.Area, Source: s.Id, Litres: v.upTo(min(v.losable(s), types.MaxLitres)),
		EvidenceHash: bytes.Repeat([]byte{7}, types.EvidenceBytes),
	}
}

// losable returns the litres that a source can lose now.
func (v world) losable(s types.Source) uint64 {
	return min(s.Losable(), uint64(max(v.byID[s.Area].Ledger.StockLitres, 0))) //nolint:gosec // not below 0
}

func acceptLoss(v world) ([]simsx.SimAccount, *types.MsgAcceptLoss) {
	s, ok := pick(v, "a loss to approve", v.Sources, func(s types.Source) bool {
		return s.PendingLossLitres > 0 && s.PendingLossLitres <= v.losable(s)
	})
	if !ok {
		return nil, nil
	}
	admin := v.byID[s.Area].Area.Admin
	return v.signer(admin), &types.MsgAcceptLoss{
		Admin: admin, Area: s.Area, Source: s.Id, Litres: s.PendingLossLitres, EvidenceHash: bytes.Repeat([]byte{7}, types.EvidenceBytes),
	}
}

func collect(v world) ([]simsx.SimAccount, *types.MsgCollect) {
	p, ok := pick(v, "a remuneration to collect", v.Payables, func(types.Payable) bool { return true })
	if !ok {
		return nil, nil
	}
	return v.signer(p.Producer), &types.MsgCollect{Producer: p.Producer, Area: p.Area}
}
