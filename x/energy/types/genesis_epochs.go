package types

import (
	"cmp"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/internal/pages"
)

func (g GenesisState) checkIntervals() error {
	compare := func(a, b *IntervalState) int {
		return cmp.Or(cmp.Compare(a.Community, b.Community), cmp.Compare(a.Epoch, b.Epoch), cmp.Compare(a.Slot, b.Slot))
	}
	return check.List(ErrInvalidGenesis, "intervals", g.Intervals, compare, func(i *IntervalState) error {
		if _, err := g.findSlot(i.Community, i.Slot); err != nil {
			return err
		}
		return i.Interval.Validate()
	})
}

// Validate checks the fields of the report.
func (i Interval) Validate() error {
	return check.All(
		check.Range("import_wh", i.ImportWh, 0, netting.MaxEnergy),
		check.Range("export_wh", i.ExportWh, 0, netting.MaxEnergy),
		checkCarry("carried_wh", i.CarriedWh),
		checkStaticWeight(i.StaticWeight),
		check.Range("weight_before", i.WeightBefore, 0, (pages.Size-1)*MaxStaticWeight),
	)
}

func checkCarry(field string, wh int64) error {
	if wh < -netting.MaxEnergy || wh > netting.MaxEnergy {
		return check.Invalid("%s: expected -%d to %d, got %d", field, netting.MaxEnergy, netting.MaxEnergy, wh)
	}
	return nil
}

func (g GenesisState) checkSettlements() error {
	compare := func(a, b *Settlement) int {
		return cmp.Or(cmp.Compare(a.Community, b.Community), cmp.Compare(a.Epoch, b.Epoch))
	}
	return check.List(ErrInvalidGenesis, "settlements", g.Settlements, compare, func(s *Settlement) error {
		c, err := g.find(s.Community)
		if err != nil {
			return err
		}
		return s.Validate(c.EpochSeconds)
	})
}

// Validate checks the settlement of an epoch of such a length.
func (s Settlement) Validate(epochSeconds uint64) error {
	if err := check.All(
		check.Enum("status", SettlementStatus_name, s.Status),
		check.Time("due_at", s.DueAt),
		check.Time("settled_at", s.SettledAt),
	); err != nil {
		return err
	}
	if s.IsUnsettled() {
		return nil
	}
	return s.Terms.Validate(epochSeconds)
}

func (g GenesisState) checkPrefixes() error {
	compare := func(a, b *PrefixState) int {
		return cmp.Or(cmp.Compare(a.Community, b.Community), cmp.Compare(a.Epoch, b.Epoch), cmp.Compare(a.Page, b.Page))
	}
	return check.List(ErrInvalidGenesis, "prefixes", g.Prefixes, compare, func(p *PrefixState) error {
		if _, err := g.find(p.Community); err != nil {
			return err
		}
		return check.Range("page", p.Page, 0, MaxMembers)
	})
}

func (g GenesisState) checkCursors() error {
	compare := func(a, b *Cursor) int { return cmp.Compare(a.Community, b.Community) }
	return check.List(ErrInvalidGenesis, "cursors", g.Cursors, compare, func(c *Cursor) error {
		if _, err := g.find(c.Community); err != nil {
			return err
		}
		return check.Range("pass", uint64(c.Pass), uint64(PassTotals), uint64(PassShare))
	})
}
