package types

import (
	"cmp"
	"slices"
)

// DefaultGenesis is the state of a new chain.
func DefaultGenesis() *GenesisState {
	return &GenesisState{Params: DefaultParams(), NextArea: FirstArea}
}

// Validate checks the state: every field by itself, the order of every list, and that what is referred to exists. What sums
// must add up is for the invariants.
func (g GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	for _, check := range []func() error{
		g.checkAreas, g.checkSources, g.checkPeriods, g.checkAccounts, g.checkValves, g.checkOrders,
		g.checkAuctions, g.checkClearings, g.checkPayables, g.checkDue, g.checkParked,
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// checkList checks that a list is in strictly ascending order and each of its elements by itself.
func checkList[T any](name string, list []T, compare func(a, b *T) int, check func(*T) error) error {
	for i := range list {
		if i > 0 && compare(&list[i-1], &list[i]) >= 0 {
			return ErrInvalidGenesis.Wrapf("%s: expected ascending order and no entry twice, got entry %d out of order", name, i)
		}
		if err := check(&list[i]); err != nil {
			return ErrInvalidGenesis.Wrapf("%s, entry %d: %s", name, i, err)
		}
	}
	return nil
}

// find is all about the area of a number. Areas are checked first, so they are sorted.
func (g GenesisState) find(id uint64) (*AreaState, error) {
	i, found := slices.BinarySearchFunc(g.Areas, id, func(a AreaState, id uint64) int { return cmp.Compare(a.Area.Id, id) })
	if !found {
		return nil, invalid("expected the number of an area, got %d", id)
	}
	return &g.Areas[i], nil
}

// findSlot is the area in which the slot has been given.
func (g GenesisState) findSlot(area, slot uint64) (*AreaState, error) {
	a, err := g.find(area)
	if err == nil && slot >= a.Counters.Accounts {
		return nil, invalid("area %d: expected a slot below %d, got %d", area, a.Counters.Accounts, slot)
	}
	return a, err
}

func (g GenesisState) checkAreas() error {
	if err := checkAtLeast("next_area", g.NextArea, FirstArea); err != nil {
		return ErrInvalidGenesis.Wrap(err.Error())
	}
	compare := func(a, b *AreaState) int { return cmp.Compare(a.Area.Id, b.Area.Id) }
	return checkList("areas", g.Areas, compare, func(a *AreaState) error {
		if err := checkNumber("id", a.Area.Id, FirstArea, g.NextArea-1); err != nil {
			return err
		}
		if err := a.Area.Validate(); err != nil {
			return err
		}
		return a.checkParts()
	})
}

// checkParts checks what belongs to an area.
func (a AreaState) checkParts() error {
	for _, n := range []struct {
		field         string
		got, min, max uint64
	}{
		{"ledger: area", a.Ledger.Area, a.Area.Id, a.Area.Id},
		{"purse: area", a.Purse.Area, a.Area.Id, a.Area.Id},
		{"counters: area", a.Counters.Area, a.Area.Id, a.Area.Id},
		{"capacity_litres", a.Ledger.CapacityLitres, 0, MaxCapacity},
		{"period", a.Ledger.Period, 0, a.Counters.Periods},
		{"prepaid", a.Purse.Prepaid, 0, MaxMoney},
		{"escrow", a.Purse.Escrow, 0, MaxMoney},
		{"pots", a.Purse.Pots, 0, MaxMoney},
		{"stabilisation", a.Purse.Stabilisation, 0, MaxMoney},
		{"payable", a.Purse.Payable, 0, MaxMoney},
		{"accounts", a.Counters.Accounts, 0, MaxAccounts},
		{"open_sources", a.Counters.OpenSources, 0, min(MaxSources, a.Counters.Sources)},
		{"buy_orders", a.Counters.BuyOrders, 0, MaxOrdersPerSide},
		{"sell_orders", a.Counters.SellOrders, 0, MaxOrdersPerSide},
	} {
		if err := checkNumber(n.field, n.got, n.min, n.max); err != nil {
			return err
		}
	}
	return checkTime("auction_at", a.Counters.AuctionAt)
}

// Validate checks the area by itself.
func (a Area) Validate() error {
	if a.Admin == "" {
		return invalid("admin: expected an address, got none")
	}
	if want := Denom(a.Id); a.Denom != want {
		return invalid("denom: expected %q, got %q", want, a.Denom)
	}
	if err := checkPaymentDenom(a.PaymentDenom); err != nil {
		return err
	}
	if err := checkTime("created_at", a.CreatedAt); err != nil {
		return err
	}
	if err := checkSpans(a.PeriodSeconds, a.EnrolmentSeconds); err != nil {
		return err
	}
	if err := checkEnum("status", AreaStatus_name, int32(a.Status)); err != nil {
		return err
	}
	return rules{
		name: a.Name, fee: a.FeePerPerson, lifeline: a.LifelineLitresPerPersonDay, capDays: a.LifelineDaysCap,
		reserve: a.LifelineReserveDays, seconds: a.AuctionSeconds, valve: a.ValvePolicy, sellReserve: a.ReserveDays,
		basePrice: a.BasePrice,
	}.check()
}

func (g GenesisState) checkSources() error {
	compare := func(a, b *Source) int { return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Id, b.Id)) }
	return checkList("sources", g.Sources, compare, func(s *Source) error {
		a, err := g.find(s.Area)
		if err != nil {
			return err
		}
		if err := checkNumber("id", s.Id, FirstSource, a.Counters.Sources); err != nil {
			return err
		}
		return s.Validate()
	})
}

// Validate checks the source by itself.
func (s Source) Validate() error {
	if err := checkEnum("class", SourceClass_name, int32(s.Class)); err != nil {
		return err
	}
	if err := checkEnum("status", SourceStatus_name, int32(s.Status)); err != nil {
		return err
	}
	if err := checkNumber("capacity_litres", s.CapacityLitres, 1, MaxCapacity); err != nil {
		return err
	}
	if err := checkNumber("remuneration", s.Remuneration, 0, MaxPrice); err != nil {
		return err
	}
	if closed := s.Status == SOURCE_STATUS_CLOSED; closed != (s.Meter == 0) {
		return invalid("meter: expected none if and only if closed, got %d with %s", s.Meter, s.Status)
	}
	if s.IsCurrent() && s.Producer == "" {
		return invalid("producer: expected an address, got none")
	}
	return nil
}

func (g GenesisState) checkPeriods() error {
	compare := func(a, b *Period) int { return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Number, b.Number)) }
	return checkList("periods", g.Periods, compare, func(p *Period) error {
		a, err := g.find(p.Area)
		if err != nil {
			return err
		}
		if p.Number >= a.Counters.Periods {
			return invalid("area %d: expected a period below %d, got %d", p.Area, a.Counters.Periods, p.Number)
		}
		if runs := p.Status == PERIOD_STATUS_RUNNING; runs != (a.Ledger.Period == p.Number+1) {
			return invalid("area %d: expected period %d to run if and only if the ledger says so, got %s", p.Area, p.Number, p.Status)
		}
		return p.Validate()
	})
}

// Validate checks the period by itself.
func (p Period) Validate() error {
	if err := checkEnum("status", PeriodStatus_name, int32(p.Status)); err != nil {
		return err
	}
	for _, t := range []struct {
		field string
		at    int64
	}{{"opened_at", p.OpenedAt}, {"starts_at", p.StartsAt}, {"ends_at", p.EndsAt}} {
		if err := checkTime(t.field, t.at); err != nil {
			return err
		}
	}
	if err := checkNumber("fee_per_person", p.FeePerPerson, 0, MaxPrice); err != nil {
		return err
	}
	if err := checkNumber("persons", p.Persons, 0, MaxAccounts*MaxPersons); err != nil {
		return err
	}
	return checkNumber("pot", p.Pot, 0, MaxMoney)
}
