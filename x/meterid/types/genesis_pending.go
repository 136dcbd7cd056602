package types

import (
	"cmp"
	"slices"

	"github.com/utilityd/utilityd/x/internal/check"
)

// inService returns the meter, which must be active or suspended.
func (v genesisValidator) inService(list string, id uint64) (*Meter, error) {
	m := v.meters[id]
	if m == nil || !m.HasRegisters() {
		return nil, ErrInvalidGenesis.Wrapf("%s: expected a meter that is active or suspended, got %d", list, id)
	}
	return m, nil
}

func (v genesisValidator) checkRegisters(g GenesisState) error {
	if err := ascending("registers", g.Registers, func(r MeterRegisters) uint64 { return r.Meter }); err != nil {
		return err
	}
	for _, r := range g.Registers {
		m := v.meters[r.Meter]
		if m == nil || m.Status == METER_STATUS_REGISTERED {
			return ErrInvalidGenesis.Wrapf("registers: expected a meter that was activated, got %d", r.Meter)
		}
		if err := check.All(
			r.Registers.Validate("registers"),
			m.CheckDigits("registers", r.Registers),
			check.Range("import_base phase", r.ImportBase.Phase, 0, m.RegisterUnitDenominator-1),
			check.Range("export_base phase", r.ExportBase.Phase, 0, m.RegisterUnitDenominator-1),
			check.Range("import_ahead", r.ImportAhead, 0, m.Limit().Burst),
			check.Range("export_ahead", r.ExportAhead, 0, m.Limit().Burst),
		); err != nil {
			return ErrInvalidGenesis.Wrapf("meter %d: %s", r.Meter, err)
		}
	}
	for _, m := range g.Meters {
		if _, found := findRegisters(g.Registers, m.Id); !found && m.HasRegisters() {
			return ErrInvalidGenesis.Wrapf("meter %d: expected registers while %s, got none", m.Id, m.Status)
		}
	}
	return nil
}

func findRegisters(sorted []MeterRegisters, id uint64) (int, bool) {
	return slices.BinarySearchFunc(sorted, id, func(r MeterRegisters, id uint64) int { return cmp.Compare(r.Meter, id) })
}

func (v genesisValidator) checkQuarantine(g GenesisState) error {
	if err := ascending("quarantine", g.Quarantine, func(q QuarantinedReading) uint64 { return q.Meter }); err != nil {
		return err
	}
	for _, q := range g.Quarantine {
		m, err := v.inService("quarantine", q.Meter)
		if err != nil {
			return err
		}
		if err := check.All(
			q.Registers.Validate("registers"),
			m.CheckDigits("registers", q.Registers),
			check.Time("received_at", q.ReceivedAt),
		); err != nil {
			return ErrInvalidGenesis.Wrapf("quarantine of meter %d: %s", q.Meter, err)
		}
		if !q.Code.WaitsForIssuer() {
			return ErrInvalidGenesis.Wrapf("quarantine of meter %d: code: expected %s or %s, got %s",
				q.Meter, READING_CODE_QUARANTINED, READING_CODE_REGISTER_WENT_BACK, q.Code)
		}
		if i, _ := findRegisters(g.Registers, q.Meter); q.Registers.Time <= g.Registers[i].Registers.Time {
			return ErrInvalidGenesis.Wrapf("quarantine of meter %d: expected a time after the last reading, %d, got %d",
				q.Meter, g.Registers[i].Registers.Time, q.Registers.Time)
		}
	}
	return nil
}

func (v genesisValidator) checkPendingKeys(g GenesisState) error {
	if err := ascending("pending_keys", g.PendingKeys, func(p PendingKey) uint64 { return p.Meter }); err != nil {
		return err
	}
	for _, p := range g.PendingKeys {
		if m := v.meters[p.Meter]; m == nil || !m.IsLive() {
			return ErrInvalidGenesis.Wrapf("pending_keys: expected a live meter, got %d", p.Meter)
		}
		if err := check.All(p.PublicKey.Validate(), check.Time("effective_at", p.EffectiveAt), v.checkProposer(p.Issuer)); err != nil {
			return ErrInvalidGenesis.Wrapf("pending key of meter %d: %s", p.Meter, err)
		}
		if err := v.takeKey(p.PublicKey, p.Meter); err != nil {
			return err
		}
		v.pending[p.Meter] = p
	}
	return nil
}

func (v genesisValidator) checkProposals(g GenesisState) error {
	if err := ascending("pending_transfers", g.PendingTransfers, func(p PendingTransfer) uint64 { return p.Meter }); err != nil {
		return err
	}
	for _, p := range g.PendingTransfers {
		m, err := v.inService("pending_transfers", p.Meter)
		if err != nil {
			return err
		}
		if err := check.All(
			p.Closing.Validate("closing"),
			m.CheckDigits("closing", p.Closing),
			check.Time("acceptable_at", p.AcceptableAt),
			check.Time("expires_at", p.ExpiresAt),
			check.Range("acceptable_at", uint64(max(p.AcceptableAt, 0)), 0, uint64(max(p.ExpiresAt, 0))),
			v.checkProposer(p.Issuer),
		); err != nil {
			return ErrInvalidGenesis.Wrapf("pending transfer of meter %d: %s", p.Meter, err)
		}
	}
	if err := ascending("pending_replacements", g.PendingReplacements, func(p PendingReplacement) uint64 { return p.Meter }); err != nil {
		return err
	}
	for _, p := range g.PendingReplacements {
		goes, err := v.inService("pending_replacements", p.Meter)
		if err != nil {
			return err
		}
		comes := v.meters[p.NewMeter]
		if comes == nil || p.NewMeter == p.Meter {
			return ErrInvalidGenesis.Wrapf("pending replacement of meter %d: expected another meter, got %d", p.Meter, p.NewMeter)
		}
		if err := check.All(
			p.Closing.Validate("closing"),
			goes.CheckDigits("closing", p.Closing),
			p.Opening.Validate("opening"),
			comes.CheckDigits("opening", p.Opening),
			check.Time("expires_at", p.ExpiresAt),
			v.checkProposer(p.Issuer),
		); err != nil {
			return ErrInvalidGenesis.Wrapf("pending replacement of meter %d: %s", p.Meter, err)
		}
	}
	return nil
}

func (v genesisValidator) checkProposer(issuer string) error {
	if _, known := v.issuers[issuer]; !known {
		return check.Invalid("issuer: expected one of the list, got %q", issuer)
	}
	return nil
}
