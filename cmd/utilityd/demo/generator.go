package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/driven"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
)

const (
	plantDays = 60        // max days of a file
	plantRate = 1_000_000 // max that the meter can plausibly measure, Wh per hour
	roof      = 1         // the number of the generator that is built; that of the mill, which is not, is 2
	backers   = 7         // of the mill
	oneSolar  = 1_000_000
)

// generatorStory is a village that has a generator built and sells what it delivers.
type generatorStory struct {
	*stage

	input     measurements
	queries   generatortypes.QueryClient
	sent      sent
	delivered tally // by the input
	pledged   uint64
	refunded  uint64
	paid      uint64 // revenue withdrawn, usolar
}

// financiers are twenty people with money.
func financiers() []string {
	names := make([]string, 20)
	for i := range names {
		names[i] = fmt.Sprintf("financier-%02d", i+1)
	}
	return names
}

// newGeneratorStory takes the first days of a file of one meter. If that has one register, it counts what is delivered.
func newGeneratorStory(file string, o fileOptions) (*generatorStory, error) {
	m, err := readMeasurements(file, o, "Wh", plantDays)
	if err != nil {
		return nil, err
	}
	if len(m.meters) > 1 {
		return nil, fmt.Errorf("%s: expected one meter, got %s and %s", file, m.meters[0], m.meters[1])
	}
	for i := range m.records {
		if r := &m.records[i]; r.Single {
			r.Import, r.Export, r.Single = meterdata.Quantity{}, r.Import, false
		}
	}
	m.limit(plantRate, plantRate)
	return &generatorStory{input: m}, nil
}

// run performs it on a clock of its own and prints the results.
func (s *generatorStory) run(ctx context.Context, home string, out printer) (err error) {
	if s.stage, err = newStage(driven.Config{
		Home: home, Start: time.Unix(s.input.midnight()-40*secondsPerDay, 0),
		Names: append(financiers(), "school", "judge", "sunny", "rays", "glow", "kiosk", "farmer"),
	}, out); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.chain.Close()) }()
	s.queries = generatortypes.NewQueryClient(s.client)
	out.line("generator", map[string]any{"days": s.input.days(), "meter": s.input.meters[0], "clock": "driven"},
		"Generator", "A school requests a solar generator, and a miller a water mill. %s", clockNote)
	for _, chapter := range []struct {
		name string
		run  func(context.Context) error
	}{
		{"request and bid", s.bid},
		{"fund", s.fund},
		{"install", s.install},
		{"sell", s.sell},
		{"refund the mill", s.refund},
		{"pay out", s.payOut},
	} {
		if err := chapter.run(ctx); err != nil {
			return fmt.Errorf("%s: %w", chapter.name, err)
		}
		if err := s.audit(); err != nil {
			return err
		}
	}
	return s.conclude(ctx)
}

// bid lets three bid for the roof and one for the mill, until each requester accepts one.
func (s *generatorStory) bid(ctx context.Context) error {
	if _, err := s.play(ctx, "bids", nil); err != nil {
		return err
	}
	if err := s.chain.AdvanceTo(ctx, s.chain.Now().AddDate(0, 0, 8)); err != nil {
		return err
	}
	_, err := s.play(ctx, "accept", nil)
	return err
}

// pledging returns what the text of the funding leaves open: shares of the roof and of the mill that are left after each pledge.
func pledging() map[string]any {
	type financier struct {
		Name       string
		Left, Mill int
	}
	var all []financier
	for i, name := range financiers() {
		f := financier{Name: name, Left: 10_000 - 500*(i+1)}
		if i < backers {
			f.Mill = 10_000 - 311*(i+1)
		}
		all = append(all, f)
	}
	return map[string]any{"Financiers": all}
}

func (s *generatorStory) fund(ctx context.Context) error {
	responses, err := s.play(ctx, "fund", pledging())
	if err != nil {
		return err
	}
	for _, res := range responses {
		s.pledged += res.(*generatortypes.MsgPledgeResponse).Paid.Amount.Uint64()
	}
	res, err := s.queries.Generator(ctx, &generatortypes.QueryGeneratorRequest{Generator: roof})
	if err != nil {
		return err
	}
	g := res.Generator.Generator
	s.say("funded", map[string]any{"generator": roof, "shares": g.Shares}, "Twenty people hold %d shares of %s EUR each. %s",
		g.Shares, euro(g.SharePrice), res.Generator.Next)
	return nil
}

func (s *generatorStory) install(ctx context.Context) error {
	if err := s.chain.AdvanceTo(ctx, s.chain.Now().AddDate(0, 0, 18)); err != nil {
		return err
	}
	opening := s.input.opening(s.input.meters[0])
	opening.Time = s.chain.Now().Unix()
	if _, err := s.play(ctx, "install", map[string]any{
		"Meter": s.input.meters[0], "Rate": s.input.rate, "Digits": s.input.form.Digits, "Opening": opening,
	}); err != nil {
		return err
	}
	price, err := s.queries.Price(ctx, &generatortypes.QueryPriceRequest{Generator: roof})
	if err != nil {
		return err
	}
	s.say("price", map[string]any{"generator": roof, "price_usolar": price.Price, "explanation": price.Explanation},
		"Installed and commissioned. 3 owners vote: %s", price.Explanation)
	return nil
}

func (s *generatorStory) refund(ctx context.Context) error {
	responses, err := s.play(ctx, "refund", map[string]any{"Backers": financiers()[:backers]})
	for _, res := range responses {
		s.refunded += res.(*generatortypes.MsgClaimRefundResponse).Refund.Amount.Uint64()
	}
	return err
}

// payOut withdraws all that the chain owes to each account.
func (s *generatorStory) payOut(ctx context.Context) error {
	owners := 0
	for _, name := range append(financiers(), "sunny", "farmer") {
		res, err := s.queries.Holding(ctx, &generatortypes.QueryHoldingRequest{Generator: roof, Account: s.must(name)})
		if err != nil {
			return err
		}
		if res.Holding.WithdrawableUsolar == 0 && res.Holding.Holding.Due == 0 {
			continue
		}
		paid, err := ask[*generatortypes.MsgWithdrawResponse](ctx, s.people, name, &generatortypes.MsgWithdraw{Account: s.must(name), Generator: roof})
		if err != nil {
			return err
		}
		owners++
		s.paid += paid.RevenueUsolar
	}
	s.say("paid", map[string]any{"owners": owners, "paid_usolar": s.paid}, "%s withdraw %s SOLAR of revenue by stake; the provider has its cost and its bond.",
		count(owners, "account"), thousandths(s.paid/1_000))
	return nil
}
