package demo

import (
	"context"
	"fmt"
	"math"
	"time"

	watertypes "github.com/utilityd/utilityd/x/water/types"
)

// waterMonth is what happened in a month of the story, litres.
type waterMonth struct {
	from                  time.Time
	before, now           *watertypes.QueryAreaResponse
	leastGiven, mostGiven uint64 // allotted to a person on a day
	leastLife             uint64 // lifeline of a person on a day
}

// newMonth begins a month at the state of today.
func (s *waterStory) newMonth(ctx context.Context, day int) (*waterMonth, error) {
	view, err := s.queries.Area(ctx, &watertypes.QueryAreaRequest{Area: valley})
	return &waterMonth{
		from:   time.Unix(s.input.start+int64(day)*secondsPerDay, 0).UTC(),
		before: view, now: view, leastGiven: math.MaxUint64, leastLife: math.MaxUint64,
	}, err
}

// add takes a day in. What a person was given shows in the indexes of the period, unless another period has begun.
func (m *waterMonth) add(ctx context.Context, s *waterStory) (err error) {
	was := m.now.Ledger
	if m.now, err = s.queries.Area(ctx, &watertypes.QueryAreaRequest{Area: valley}); err != nil {
		return err
	}
	is := m.now.Ledger
	if was.Period != is.Period || is.Period == 0 {
		return nil
	}
	given := is.Water.LitresPerPerson - was.Water.LitresPerPerson
	m.leastGiven, m.mostGiven = min(m.leastGiven, given), max(m.mostGiven, given)
	life := is.Lifeline.LitresPerPerson - was.Lifeline.LitresPerPerson
	m.leastLife = min(m.leastLife, life)
	if s.lifeDays == 0 {
		s.leastLife = life
	}
	s.leastLife = min(s.leastLife, life)
	s.lifeDays++
	return nil
}

func (s *waterStory) announce(out printer) {
	start := time.Unix(s.input.start, 0).UTC().Format(time.DateOnly)
	days := len(s.input.reservoirs[0].days)
	out.line("water", map[string]any{
		"homes": len(s.input.homes), "reservoirs": len(s.input.reservoirs), "from": start, "days": days, "scaling": s.input.scaling,
		"clock": "driven",
	}, "Water", "%s live from %s for %s from %s on. "+clockNote,
		count(len(s.input.homes), "home"), count(len(s.input.reservoirs), "reservoir"), count(days, "day"), start)
	out.labelled("Scale", s.input.scaling+".")
}

// monthRow is one line of the months for people.
func (p printer) monthRow(cells ...any) {
	if !p.json {
		_, _ = fmt.Fprintf(p.out, "%-8s %11v %5v %11v %8v %15v %9v %9v %9v\n", cells...)
	}
}

// waterHeader explains the columns of the months.
func (p printer) waterHeader() {
	p.note("Month by month. Stock: water that is there, of the capacity. Supply: tokens that exist, always stock + deficit + overdraft. " +
		"Price: the reference, EUR a cubic metre. Allotted: least and most that a person was given on a day. Lifeline: least on a day.\n")
	p.monthRow("month", "stock", "full", "supply", "price", "allotted", "traded", "overdraft", "lifeline")
	p.monthRow("", "l", "%", "l", "EUR/m3", "l/person day", "l", "l", "l/p.day")
}

func (p printer) waterMonth(m *waterMonth) {
	l, month, price := m.now.Ledger, m.from.Format("2006-01"), m.now.ReferencePrice
	traded := l.Totals.TradedLitres - m.before.Ledger.Totals.TradedLitres
	least, life := m.leastGiven, m.leastLife
	if least > m.mostGiven { // there was no whole day
		least, life = 0, 0
	}
	p.fact("water_month", map[string]any{
		"month": month, "stock_l": l.StockLitres, "capacity_l": l.CapacityLitres, "supply_l": l.SupplyLitres,
		"deficit_l": l.DeficitLitres, "overdraft_l": l.OverdraftLitres, "reference_price_per_l": price,
		"least_allotted_l_per_person_day": least, "most_allotted_l_per_person_day": m.mostGiven, "traded_l": traded,
		"least_lifeline_l_per_person_day": life, "lifeline_reserve_l": l.ReserveLitres,
	})
	p.monthRow(month, l.StockLitres, tenths(m.now.FilledPpm/10), l.SupplyLitres, fmt.Sprintf("%d.%02d", price/1_000, price%1_000/10),
		fmt.Sprintf("%d..%d", least, m.mostGiven), traded, l.OverdraftLitres, life)
}

// conclude prints what is left, and why.
func (s *waterStory) conclude(ctx context.Context, took time.Duration) error {
	view, err := s.queries.Area(ctx, &watertypes.QueryAreaRequest{Area: valley})
	if err != nil {
		return err
	}
	l := view.Ledger
	s.out.line("water_measured", map[string]any{
		"readings": s.sent.readings, "blocks": s.chain.Height(), "milliseconds": took.Milliseconds(),
	}, "Readings", "%s, in %d blocks and %s of real time", outcomes(s.sent.readings), s.chain.Height(), seconds(took))
	s.out.labelled("Water", fmt.Sprintf("minted %d l - burned %d l = supply %d l = stock %d l + deficit %d l + overdraft %d l",
		l.Totals.MintedLitres, l.Totals.BurnedLitres, l.SupplyLitres, l.StockLitres, l.DeficitLitres, l.OverdraftLitres))
	s.out.labelled("Money", fmt.Sprintf("pots %s EUR, stabilisation fund %s EUR; the producer was paid its fixed remuneration, not by volume",
		euro(view.Purse.Pots), euro(view.Purse.Stabilisation)))
	for _, h := range s.input.homes {
		res, err := s.queries.Account(ctx, &watertypes.QueryAccountRequest{Area: valley, Owner: s.must(h.name)})
		if err != nil {
			return err
		}
		s.out.fact("household", map[string]any{"home": h.name, "persons": h.persons, "drawn_l": res.Household.Holding.ConsumedLitres})
	}
	if err := s.audit(); err != nil {
		return err
	}
	s.out.showChecks(s.checks)
	s.out.fact("water_summary", map[string]any{
		"minted_l": l.Totals.MintedLitres, "burned_l": l.Totals.BurnedLitres, "supply_l": l.SupplyLitres, "stock_l": l.StockLitres,
		"deficit_l": l.DeficitLitres, "overdraft_l": l.OverdraftLitres, "traded_l": l.Totals.TradedLitres,
		"min_lifeline_l_per_person_day": s.leastLife, "readings": s.sent.readings, "rows": s.sent.rows, "invariants_ok": true,
	})
	return verdict(s.checks, s.sent.rows)
}
