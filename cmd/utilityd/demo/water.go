package demo

import (
	"context"
	"errors"
	"math"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/cmd/utilityd/driven"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

const (
	valley           = 1 // the number of the only area
	enrolmentSeconds = 7 * secondsPerDay
	buyBelowDays     = 7             // of its own use that a home has: then it buys
	firmSource       = "firm-source" // serial number of its meter
	firmDays         = 30
	maxLitresPerHour = 5_000 // that a home's meter can plausibly measure
)

// waterStory is an area whose homes live from reservoirs for some months: what goes in, and what the chain made of it.
type waterStory struct {
	*stage

	input    waterInput
	queries  watertypes.QueryClient
	captured []uint64         // by reservoir: its register, litres
	owed     []int64          // by reservoir: let out and not yet reported, litres
	all      month            // the least and the most of all months
	firm     uint64           // measured by the firm source, litres
	trades   map[uint64]trade // by slot
	followed int64            // height of the last block whose events were followed
}

// trade is what a household bought and sold in auctions: litres, and base units of money.
type trade struct{ Bought, Paid, Sold, Earned uint64 }

// newWaterStory reads the files. It takes the first days of the supply, all of them with 0.
func newWaterStory(supply, demand string, days int, firmShare uint64, o fileOptions) (*waterStory, error) {
	if supply == "" || demand == "" {
		return nil, errors.New("expected --water-supply and --water-demand together")
	}
	input, err := readWater(supply, demand, days, firmShare, o)
	return &waterStory{input: input}, err
}

// begin starts a chain before the first day and sets the area up.
func (s *waterStory) begin(ctx context.Context, home string, out printer) (err error) {
	if s.stage, err = newStage(driven.Config{
		Home: home, Start: time.Unix(s.input.start-2*enrolmentSeconds-hour, 0), Names: s.input.demand.meters,
	}, out); err != nil {
		return err
	}
	s.queries, s.trades = watertypes.NewQueryClient(s.client), map[uint64]trade{}
	s.captured, s.owed = make([]uint64, len(s.input.reservoirs)), make([]int64, len(s.input.reservoirs))
	_, err = s.play(ctx, "water", s.input.terms(s.chain.Now().Unix()))
	return err
}

// terms returns what the text of the set-up leaves open. Registers open after the consent, within the clock drift.
func (w *waterInput) terms(now int64) map[string]any {
	return map[string]any{
		"Reservoirs": w.reservoirs, "Homes": w.homes, "Rate": w.demand.rate, "Digits": w.demand.form.Digits, "Now": now, "Opens": now + 30,
		"Enrolment": enrolmentSeconds, "Start": w.start, "Days": len(w.reservoirs[0].days), "Scaling": w.scaling,
		"FirmShare": w.firmShare,
	}
}

// run performs the story on a clock of its own and prints the results.
func (s *waterStory) run(ctx context.Context, home string, out printer) (err error) {
	began := time.Now()
	defer func() {
		if s.stage != nil {
			err = errors.Join(err, s.chain.Close())
		}
	}()
	if err := s.begin(ctx, home, out); err != nil {
		return err
	}
	sent, err := s.live(ctx)
	if err != nil {
		return err
	}
	if err := s.audit(s.chain.App); err != nil {
		return err
	}
	if _, err := s.play(ctx, "water end", map[string]any{
		"Sent": sent, "Blocks": s.chain.Height(), "Took": time.Since(began), "Homes": s.input.homes, "All": s.all, "Firm": s.firm, "Trades": s.trades, "Checks": s.checks,
	}); err != nil {
		return err
	}
	return sent.verdict()
}

// live brings the readings of each day and lets it pass. In the end the producer collects its pay.
func (s *waterStory) live(ctx context.Context) (out sent, err error) {
	c, err := s.newCourier(courierBatch, 0)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, c.Journal.Close()) }()
	view, err := s.queries.Area(ctx, &watertypes.QueryAreaRequest{Area: valley})
	if err != nil {
		return out, err
	}
	m := newMonth(s.input.start, view)
	s.all = *m
	for day, days := 0, len(s.input.reservoirs[0].days); day < days; day++ {
		end := time.Unix(s.input.start+int64(day+1)*secondsPerDay, 0).UTC()
		if err := s.chain.AdvanceTo(ctx, end); err != nil {
			return out, err
		}
		if err := c.bring(ctx, s.input.demand.feed(append(s.input.rowsOf(day), s.capture(day, end.Unix())...))); err != nil {
			return out, err
		}
		if view, err = s.reportLosses(ctx); err != nil {
			return out, err
		}
		if err := s.follow(); err != nil {
			return out, err
		}
		m.add(view)
		s.all.add(view)
		if end.Day() == 1 || day == days-1 {
			if _, err := s.chapter(ctx, "month", m); err != nil {
				return out, err
			}
			m = newMonth(end.Unix(), view)
		}
	}
	out = c.finish()
	res, err := s.queries.Payables(ctx, &watertypes.QueryPayablesRequest{Area: valley})
	if err == nil && len(res.Payables) > 0 {
		_, err = s.play(ctx, "collect", nil)
	}
	return out, err
}

// capture returns what the meters of the sources show at the end of a day. What was let out beside the pipe is set against what comes
// in later, unless it is reported.
func (s *waterStory) capture(day int, end int64) (out []meterdata.Record) {
	for i, r := range s.input.reservoirs {
		net := r.days[day] + s.owed[i]
		s.captured[i] += uint64(max(0, net))
		s.owed[i] = min(0, net)
		out = append(out, meterdata.Record{
			Line: day + 1, Meter: r.Name, Kind: meterdata.Registers, Litres: true, End: end, Export: meterdata.Of(s.captured[i]),
		})
	}
	return out
}

// reportLosses has the producer report what was let out, as far as the stock and the source have it, and the admin approve what needs it. It returns
// the area after that.
func (s *waterStory) reportLosses(ctx context.Context) (*watertypes.QueryAreaResponse, error) {
	view, err := s.queries.Area(ctx, &watertypes.QueryAreaRequest{Area: valley})
	if err != nil {
		return nil, err
	}
	sources, err := s.sources(ctx)
	if err != nil {
		return nil, err
	}
	losses, left := map[int]int64{}, view.Ledger.StockLitres
	for i := range s.owed {
		if litres := min(-s.owed[i], left, int64(sources[i].Losable())); litres > 0 { //nolint:gosec // of a reservoir
			left -= litres
			s.owed[i] += litres
			losses[i+1] = litres
		}
	}
	if len(losses) == 0 {
		return view, nil
	}
	if _, err := s.play(ctx, "loss", losses); err != nil {
		return nil, err
	}
	if sources, err = s.sources(ctx); err != nil {
		return nil, err
	}
	pending := map[uint64]uint64{}
	for _, source := range sources {
		if source.PendingLossLitres > 0 {
			pending[source.Id] = source.PendingLossLitres
		}
	}
	if len(pending) > 0 {
		if _, err := s.play(ctx, "loss approved", pending); err != nil {
			return nil, err
		}
	}
	return s.queries.Area(ctx, &watertypes.QueryAreaRequest{Area: valley})
}

func (s *waterStory) sources(ctx context.Context) ([]watertypes.Source, error) {
	res, err := s.queries.Sources(ctx, &watertypes.QuerySourcesRequest{Area: valley})
	return res.GetSources(), err
}

// follow adds up what the events of the last blocks say of the auctions and of the firm source.
func (s *waterStory) follow() error {
	for ; s.followed < s.chain.Height(); s.followed++ {
		b, err := s.chain.Block(s.followed + 1)
		if err != nil {
			return err
		}
		for _, res := range b.Results {
			for _, event := range res.Events {
				s.count(event)
			}
		}
	}
	return nil
}

func (s *waterStory) count(event abci.Event) {
	parsed, err := sdk.ParseTypedEvent(event)
	if err != nil {
		return // of another kind
	}
	switch e := parsed.(type) {
	case *watertypes.EventInflowMeasured:
		if s.input.reservoirs[e.Source-1].Class == "FIRM" {
			s.firm += e.InflowLitres
		}
	case *watertypes.EventOrderSettled:
		t := s.trades[e.Slot]
		if e.Side == watertypes.ORDER_SIDE_BUY {
			t.Bought, t.Paid = t.Bought+e.Litres, t.Paid+e.Value.Amount.Uint64()
		} else {
			t.Sold, t.Earned = t.Sold+e.Litres, t.Earned+e.Value.Amount.Uint64()
		}
		s.trades[e.Slot] = t
	}
}

// unknown is a minimum before the first number.
const unknown = math.MaxUint64

// month is what happened in some days of the story: litres that a person was given on a day, least and most; the least lifeline, and the
// least that was sure before; the least part of tokens that could be drawn, millionths.
type month struct {
	From                                             int64
	Before, Now                                      *watertypes.QueryAreaResponse
	MinGiven, MaxGiven, MinLife, MinSure, Allocation uint64
}

func newMonth(from int64, view *watertypes.QueryAreaResponse) *month {
	return &month{From: from, Before: view, Now: view, MinGiven: unknown, MinLife: unknown, MinSure: unknown, Allocation: unknown}
}

// add takes a day in. The indexes of the period show what a person was given, unless another one has begun.
func (m *month) add(view *watertypes.QueryAreaResponse) {
	was, is := m.Now.Ledger, view.Ledger
	m.Now = view
	if is.Period == 0 {
		return
	}
	m.MinSure, m.Allocation = min(m.MinSure, view.GuaranteedLitresPerPerson), min(m.Allocation, view.AllocationPpm)
	if was.Period != is.Period {
		return
	}
	given := is.Water.LitresPerPerson - was.Water.LitresPerPerson
	m.MinGiven, m.MaxGiven = min(m.MinGiven, given), max(m.MaxGiven, given)
	m.MinLife = min(m.MinLife, is.Lifeline.LitresPerPerson-was.Lifeline.LitresPerPerson)
}
