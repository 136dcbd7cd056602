package types

import (
	"cmp"

	"github.com/utilityd/utilityd/x/energy/netting"
)

func (g GenesisState) checkIntervals() error {
	compare := func(a, b *IntervalState) int {
		return cmp.Or(cmp.Compare(a.Community, b.Community), cmp.Compare(a.Epoch, b.Epoch), cmp.Compare(a.Slot, b.Slot))
	}
	return checkList("intervals", g.Intervals, compare, func(i *IntervalState) error {
		if _, err := g.findSlot(i.Community, i.Slot); err != nil {
			return err
		}
		return i.Interval.Validate()
	})
}

// Validate checks the report by itself.
func (i Interval) Validate() error {
	if err := checkNumber("import_wh", i.ImportWh, 0, netting.MaxEnergy); err != nil {
		return err
	}
	if err := checkNumber("export_wh", i.ExportWh, 0, netting.MaxEnergy); err != nil {
		return err
	}
	return checkCarry("carried_wh", i.CarriedWh)
}

func checkCarry(field string, wh int64) error {
	if wh < -netting.MaxEnergy || wh > netting.MaxEnergy {
		return invalid("%s: expected -%d to %d, got %d", field, netting.MaxEnergy, netting.MaxEnergy, wh)
	}
	return nil
}

func (g GenesisState) checkSettlements() error {
	compare := func(a, b *Settlement) int {
		return cmp.Or(cmp.Compare(a.Community, b.Community), cmp.Compare(a.Epoch, b.Epoch))
	}
	return checkList("settlements", g.Settlements, compare, func(s *Settlement) error {
		if _, err := g.find(s.Community); err != nil {
			return err
		}
		return s.Validate()
	})
}

// Validate checks the settlement by itself.
func (s Settlement) Validate() error {
	if _, known := SettlementStatus_name[int32(s.Status)]; !known || s.Status == SETTLEMENT_STATUS_UNSPECIFIED {
		return invalid("status: expected 1 to %d, got %d", len(SettlementStatus_name)-1, int32(s.Status))
	}
	if err := checkTime("due_at", s.DueAt); err != nil {
		return err
	}
	if err := checkTime("settled_at", s.SettledAt); err != nil {
		return err
	}
	if s.IsUnsettled() {
		return nil
	}
	return s.Terms.Validate()
}

func (g GenesisState) checkPrefixes() error {
	compare := func(a, b *PrefixState) int {
		return cmp.Or(cmp.Compare(a.Community, b.Community), cmp.Compare(a.Epoch, b.Epoch), cmp.Compare(a.Page, b.Page))
	}
	return checkList("prefixes", g.Prefixes, compare, func(p *PrefixState) error {
		if _, err := g.find(p.Community); err != nil {
			return err
		}
		return checkNumber("page", p.Page, 0, MaxMembers)
	})
}

func (g GenesisState) checkCursors() error {
	compare := func(a, b *Cursor) int { return cmp.Compare(a.Community, b.Community) }
	return checkList("cursors", g.Cursors, compare, func(c *Cursor) error {
		if _, err := g.find(c.Community); err != nil {
			return err
		}
		return checkNumber("pass", uint64(c.Pass), uint64(PassTotals), uint64(PassShare))
	})
}

func (g GenesisState) checkDue() error {
	compare := func(a, b *DueItem) int { return cmp.Or(cmp.Compare(a.At, b.At), compareWork(a, b)) }
	return checkList("due", g.Due, compare, g.checkItem)
}

func (g GenesisState) checkParked() error {
	compare := func(a, b *ParkedItem) int { return compareWork(&a.Item, &b.Item) }
	return checkList("parked", g.Parked, compare, func(p *ParkedItem) error {
		if len(p.Reason) > MaxReasonBytes {
			return invalid("reason: expected at most %d bytes, got %d", MaxReasonBytes, len(p.Reason))
		}
		if err := checkTime("parked_at", p.ParkedAt); err != nil {
			return err
		}
		return g.checkItem(&p.Item)
	})
}

func compareWork(a, b *DueItem) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Community, b.Community), cmp.Compare(a.Number, b.Number))
}

func (g GenesisState) checkItem(it *DueItem) error {
	if err := checkTime("at", it.At); err != nil {
		return err
	}
	switch it.Kind {
	case KindRelease:
		_, err := g.findSlot(it.Community, it.Number)
		return err
	case KindSettle, KindPrune:
		_, err := g.find(it.Community)
		return err
	default:
		return invalid("kind: expected %d to %d, got %d", KindSettle, KindPrune, it.Kind)
	}
}
