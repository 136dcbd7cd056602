package demo

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/driven"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

const (
	valley            = 1 // the number of the only area
	enrolmentSeconds  = 14 * secondsPerDay
	buyBelowDays      = 30
	mostLitresPerHour = 5_000 // that a home's meter can plausibly measure
)

// waterStory is an area whose homes live from reservoirs for some months: what goes in, and what the chain made of it.
type waterStory struct {
	*stage

	input     waterInput
	queries   watertypes.QueryClient
	captured  []uint64 // by reservoir: its register, litres
	owed      []int64  // by reservoir: let out and not yet reported, litres
	sent      sent
	leastLife uint64 // least lifeline of a person on a day, litres
	lifeDays  int
}

// newWaterStory reads the files. It takes the first days of the supply, all of them with 0.
func newWaterStory(supply, demand string, days int, o fileOptions) (*waterStory, error) {
	if supply == "" || demand == "" {
		return nil, errors.New("expected --water-supply and --water-demand together")
	}
	input, err := readWater(supply, demand, days, o)
	return &waterStory{input: input}, err
}

// begin starts a chain before the first day and sets the area up.
func (s *waterStory) begin(ctx context.Context, home string, out printer) (err error) {
	if s.stage, err = newStage(driven.Config{
		Home: home, Start: time.Unix(s.input.start-enrolmentSeconds-hour, 0), Names: s.input.demand.meters,
	}, out); err != nil {
		return err
	}
	s.queries = watertypes.NewQueryClient(s.client)
	s.captured, s.owed = make([]uint64, len(s.input.reservoirs)), make([]int64, len(s.input.reservoirs))
	_, err = s.play(ctx, "water", s.input.terms(s.chain.Now().Unix()))
	return err
}

// terms returns what the text of the set-up leaves open. Registers open after the consent, within the clock drift: what is drawn without
// consent does not count.
func (w *waterInput) terms(now int64) map[string]any {
	type source struct {
		Name                   string
		Rate, Capacity, Source uint64
	}
	var sources []source
	for i, r := range w.reservoirs {
		sources = append(sources, source{r.name, 2 * r.capacity, r.capacity, uint64(i + 1)})
	}
	type household struct {
		Name              string
		Persons           uint32
		Opening, BuyBelow uint64
	}
	var homes []household
	for _, h := range w.homes {
		homes = append(homes, household{h.name, h.persons, h.opening, max(1, buyBelowDays*(h.gain/uint64(w.cycle/secondsPerDay)))})
	}
	return map[string]any{
		"Reservoirs": sources, "Homes": homes, "Rate": w.demand.rate, "Digits": w.demand.form.Digits, "Now": now, "Opens": now + 30,
		"Enrolment": enrolmentSeconds,
	}
}

// run performs it on a clock of its own and prints the results.
func (s *waterStory) run(ctx context.Context, home string, out printer) (err error) {
	s.announce(out)
	began := time.Now()
	defer func() {
		if s.stage != nil {
			err = errors.Join(err, s.chain.Close())
		}
	}()
	if err := s.begin(ctx, home, out); err != nil {
		return fmt.Errorf("set up the area: %w", err)
	}
	if err := s.live(ctx); err != nil {
		return err
	}
	return s.conclude(ctx, time.Since(began))
}

// live brings the readings of each day and lets it pass. In the end the producer collects its pay.
func (s *waterStory) live(ctx context.Context) (err error) {
	c, err := s.newCourier(ctx, filepath.Join(s.home, "gateway"), courierBatch, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.journal.Close()) }()
	month, err := s.newMonth(ctx, 0)
	if err != nil {
		return err
	}
	s.out.waterHeader()
	days := len(s.input.reservoirs[0].days)
	for day := range days {
		end := time.Unix(s.input.start+int64(day+1)*secondsPerDay, 0)
		if err := s.chain.AdvanceTo(ctx, end); err != nil {
			return err
		}
		if err := c.bring(ctx, s.input.demand.feed(append(s.input.rowsOf(day), s.capture(day, end.Unix())...))); err != nil {
			return err
		}
		if err := errors.Join(s.reportLosses(ctx), month.add(ctx, s)); err != nil {
			return err
		}
		if end.UTC().Day() == 1 || day == days-1 {
			if err := s.audit(); err != nil {
				return err
			}
			s.out.waterMonth(month)
			if month, err = s.newMonth(ctx, day+1); err != nil {
				return err
			}
		}
	}
	s.sent = c.finish()
	res, err := s.queries.Payables(ctx, &watertypes.QueryPayablesRequest{Area: valley})
	if err != nil || len(res.Payables) == 0 {
		return err
	}
	_, err = s.play(ctx, "collect", nil)
	return err
}

// capture returns what the meters of the sources show at the end of a day. What was let out beside the pipe is set against what comes
// in later, unless it is reported.
func (s *waterStory) capture(day int, end int64) []meterdata.Record {
	var out []meterdata.Record
	for i, r := range s.input.reservoirs {
		net := r.days[day] + s.owed[i]
		s.captured[i] += uint64(max(0, net))
		s.owed[i] = min(0, net)
		out = append(out, meterdata.Record{
			Line: day + 1, Meter: r.name, Kind: meterdata.Registers, Litres: true, End: end, Export: meterdata.Of(s.captured[i]),
		})
	}
	return out
}

// reportLosses has the producer report what was let out, as far as the stock has it.
func (s *waterStory) reportLosses(ctx context.Context) error {
	view, err := s.queries.Area(ctx, &watertypes.QueryAreaRequest{Area: valley})
	if err != nil {
		return err
	}
	type loss struct{ Source, Litres int64 }
	var losses []loss
	left := view.Ledger.StockLitres
	for i := range s.input.reservoirs {
		if litres := min(-s.owed[i], left); litres > 0 {
			left -= litres
			s.owed[i] += litres
			losses = append(losses, loss{int64(i + 1), litres})
		}
	}
	if losses == nil {
		return nil
	}
	_, err = s.play(ctx, "loss", losses)
	return err
}
