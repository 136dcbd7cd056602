package types

import (
	"cmp"
	"slices"

	"github.com/utilityd/utilityd/x/internal/check"
)

// DefaultGenesis returns the state of a new chain.
func DefaultGenesis() *GenesisState {
	return &GenesisState{Params: DefaultParams(), NextArea: FirstArea}
}

// Validate checks the state: each field, the order of each list, and that all references exist. The invariants check the
// sums.
func (g GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	for _, step := range []func() error{
		g.checkAreas, g.checkSources, g.checkPeriods, g.checkAccounts, g.checkValves, g.checkOrders,
		g.checkAuctions, g.checkLevels, g.checkPayables,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// find returns the area of a number. Areas are checked first, so they are sorted.
func (g GenesisState) find(id uint64) (*AreaState, error) {
	i, found := slices.BinarySearchFunc(g.Areas, id, func(a AreaState, id uint64) int { return cmp.Compare(a.Area.Id, id) })
	if !found {
		return nil, check.Invalid("expected the number of an area, got %d", id)
	}
	return &g.Areas[i], nil
}

// findSlot returns the area in which the slot is assigned.
func (g GenesisState) findSlot(area, slot uint64) (*AreaState, error) {
	a, err := g.find(area)
	if err == nil && slot >= a.Counters.Accounts {
		return nil, check.Invalid("area %d: expected a slot below %d, got %d", area, a.Counters.Accounts, slot)
	}
	return a, err
}

func (g GenesisState) checkAreas() error {
	if err := check.Min("next_area", g.NextArea, FirstArea); err != nil {
		return ErrInvalidGenesis.Wrap(err.Error())
	}
	compare := func(a, b *AreaState) int { return cmp.Compare(a.Area.Id, b.Area.Id) }
	return check.List(ErrInvalidGenesis, "areas", g.Areas, compare, func(a *AreaState) error {
		return check.All(
			check.Range("id", a.Area.Id, FirstArea, g.NextArea-1),
			a.Area.Validate(),
			a.checkParts(),
		)
	})
}

// checkParts checks the records of an area.
func (a AreaState) checkParts() error {
	return check.All(
		check.Range("ledger: area", a.Ledger.Area, a.Area.Id, a.Area.Id),
		check.Range("purse: area", a.Purse.Area, a.Area.Id, a.Area.Id),
		check.Range("counters: area", a.Counters.Area, a.Area.Id, a.Area.Id),
		check.Range("capacity_litres", a.Ledger.CapacityLitres, 0, MaxCapacity),
		check.Range("period", a.Ledger.Period, 0, a.Counters.Periods),
		check.Range("prepaid", a.Purse.Prepaid, 0, MaxMoney),
		check.Range("escrow", a.Purse.Escrow, 0, MaxMoney),
		check.Range("pots", a.Purse.Pots, 0, MaxMoney),
		check.Range("refunds", a.Purse.Refunds, 0, MaxMoney),
		check.Range("payable", a.Purse.Payable, 0, MaxMoney),
		check.Range("accounts", a.Counters.Accounts, 0, MaxAccounts),
		check.Range("open_sources", a.Counters.OpenSources, 0, min(MaxSources, a.Counters.Sources)),
		check.Range("market: area", a.Market.Area, a.Area.Id, a.Area.Id),
		check.Time("auction_at", a.Market.AuctionAt),
		checkPrice("reference_price", a.Market.ReferencePrice),
		check.Range("orders", a.Market.Orders, 0, 2*MaxAccounts),
		check.Range("forgotten", a.Market.Forgotten, 0, a.Market.Auctions),
	)
}

// Validate checks the fields of the area.
func (a Area) Validate() error {
	if err := check.All(
		check.HasAddress("admin", a.Admin), addressIfAny("issuer", a.Issuer), addressIfAny("pending_admin", a.PendingAdmin),
	); err != nil {
		return err
	}
	if want := Denom(a.Id); a.Denom != want {
		return check.Invalid("denom: expected %q, got %q", want, a.Denom)
	}
	return check.All(
		checkName(a.Name),
		checkPaymentDenom(a.PaymentDenom),
		check.Time("created_at", a.CreatedAt),
		checkSpans(a.PeriodSeconds, a.EnrolmentSeconds),
		check.Enum("status", AreaStatus_name, a.Status),
		a.Terms.Validate(),
		a.Announced.Validate(),
	)
}

// checkComplete refuses a list with gaps: records that are never removed are all there.
func (g GenesisState) checkComplete(name string, got int, numbered func(Counters) uint64) error {
	var want uint64
	for _, a := range g.Areas {
		want += numbered(a.Counters)
	}
	if uint64(got) != want { //nolint:gosec // the length of a list
		return ErrInvalidGenesis.Wrapf("%s: expected all %d that have been numbered, got %d", name, want, got)
	}
	return nil
}

func addressIfAny(field, address string) error {
	if address == "" {
		return nil
	}
	return check.HasAddress(field, address)
}

func (g GenesisState) checkSources() error {
	if err := g.checkComplete("sources", len(g.Sources), func(c Counters) uint64 { return c.Sources }); err != nil {
		return err
	}
	compare := func(a, b *Source) int { return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Id, b.Id)) }
	return check.List(ErrInvalidGenesis, "sources", g.Sources, compare, func(s *Source) error {
		a, err := g.find(s.Area)
		if err != nil {
			return err
		}
		return check.All(check.Range("id", s.Id, FirstSource, a.Counters.Sources), s.Validate())
	})
}

// Validate checks the fields of the source.
func (s Source) Validate() error {
	if err := check.All(
		check.Enum("class", SourceClass_name, s.Class),
		check.Enum("status", SourceStatus_name, s.Status),
		check.Range("capacity_litres", s.CapacityLitres, 1, MaxCapacity),
		check.Range("remuneration", s.Remuneration, 0, MaxPrice),
	); err != nil {
		return err
	}
	if over := s.IsClosed() || s.Status == SOURCE_STATUS_ENDED; over != (s.Meter == 0) {
		return check.Invalid("meter: expected none if and only if ended or closed, got %d with %s", s.Meter, s.Status)
	}
	if err := check.All(
		check.Time("ended_at", s.EndedAt),
		check.Range("lost_litres", s.LostLitres, 0, s.StoredLitres),
		check.Range("period_stored_litres", s.PeriodStoredLitres, 0, s.StoredLitres),
	); err != nil {
		return err
	}
	if s.IsCurrent() {
		return check.HasAddress("producer", s.Producer)
	}
	return nil
}

func (g GenesisState) checkPeriods() error {
	opened := 0
	for i := range g.Periods {
		if g.Periods[i].Status != PERIOD_STATUS_PLANNED {
			opened++
		}
	}
	if err := g.checkComplete("periods", opened, func(c Counters) uint64 { return c.Periods }); err != nil {
		return err
	}
	compare := func(a, b *Period) int { return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Number, b.Number)) }
	return check.List(ErrInvalidGenesis, "periods", g.Periods, compare, func(p *Period) error {
		a, err := g.find(p.Area)
		if err != nil {
			return err
		}
		if runs := p.Status == PERIOD_STATUS_RUNNING; runs != (a.Ledger.Period == p.Number) {
			return check.Invalid("area %d: expected period %d to run if and only if it is that of the ledger, got %s", p.Area, p.Number, p.Status)
		}
		first, last := uint64(FirstPeriod), a.Counters.Periods
		if p.Status == PERIOD_STATUS_PLANNED {
			first, last = last+1, ^uint64(0)
		}
		return check.All(check.Range("number", p.Number, first, last), p.Validate())
	})
}

// Validate checks the fields of the period.
func (p Period) Validate() error {
	if err := check.All(
		check.Enum("status", PeriodStatus_name, p.Status),
		check.Time("opened_at", p.OpenedAt),
		check.Time("starts_at", p.StartsAt),
		check.Time("ends_at", p.EndsAt),
		check.Range("persons", p.Persons, 0, MaxAccounts*MaxPersons),
		check.Range("pot", p.Pot, 0, MaxMoney),
	); err != nil || p.Status == PERIOD_STATUS_PLANNED {
		return err
	}
	return p.Terms.Validate()
}
