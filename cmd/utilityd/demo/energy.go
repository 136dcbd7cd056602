package demo

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

const (
	// What a home can plausibly draw or give, Wh per hour: at least, and if its registers are all that is given.
	leastRate, registerRate = 50_000, 1_000_000
	// lateWindowSeconds is how long an epoch of the past stays open after its first reading.
	lateWindowSeconds = 3
	// mostTolerance keeps the last epoch of a replay from waiting long: with long steps the usual tolerance is minutes.
	mostTolerance = 30
	// Money in base units, millionths of a euro.
	pricePerKWh  = 180_000    // 0.18 EUR
	leastPrepaid = 50_000_000 // 50 EUR
	mostPrepaid  = 900_000_000_000

	secondsPerDay = int64(24 * time.Hour / time.Second)
	village       = 1 // the number of the only community
)

// energyStory is a community that shares its electricity for some days: what goes in, and what the chain made of it.
type energyStory struct {
	input   measurements
	tallies []tally
	shift   int64 // added to the times of the input, seconds
	prepaid uint64
	sent    sent
	energyResult
}

// newEnergyStory reads the file and moves it so that the last interval ends now. The one day of the own village comes again.
func newEnergyStory(file string, days int, own bool, o fileOptions, now time.Time) (s *energyStory, err error) {
	s = &energyStory{}
	if s.input, err = readMeasurements(file, o, "Wh", days); err != nil {
		return nil, err
	}
	if own {
		s.input.repeat(days)
	}
	s.input.limit(leastRate, registerRate)
	// The chain's default for the shortest epoch; every epoch is a whole part of a day.
	if shortest, step := energytypes.DefaultParams().MinEpochSeconds, s.input.step; step < int64(shortest) || secondsPerDay%step != 0 {
		return nil, fmt.Errorf("%s: expected intervals of a whole part of a day and of %d s or more, got %d s", file, shortest, step)
	}
	if err := s.input.checkOwners(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	s.tallies = s.input.tallies()
	var largest uint64 // use of a home: no home runs out of money
	for _, home := range s.tallies {
		largest = max(largest, home.consumed.Whole)
	}
	s.prepaid = min(max((largest/1_000*pricePerKWh/1_000_000+1)*1_000_000, leastPrepaid), mostPrepaid)
	// The first interval begins on a border of the epochs.
	start := (now.Unix() - s.input.end() + s.input.start()) / s.input.step * s.input.step
	s.shift = start - s.input.start()
	return s, nil
}

// reach is how far the past is that the chain must take, seconds. A day is for the set-up and for the rest of the step.
func (s *energyStory) reach() uint64 {
	return uint64(s.input.end() - s.input.start() + secondsPerDay + hour)
}

// genesis lets the past be brought in a moment.
func (s *energyStory) genesis(cdc codec.JSONCodec, genesis app.Genesis) error {
	var meterid meteridtypes.GenesisState
	var energy energytypes.GenesisState
	if err := errors.Join(cdc.UnmarshalJSON(genesis[meteridtypes.ModuleName], &meterid), cdc.UnmarshalJSON(genesis[energytypes.ModuleName], &energy)); err != nil {
		return err
	}
	meterid.Params.MaxReadingAgeSeconds, energy.Params.MaxBackdateSeconds = s.reach(), s.reach()
	energy.Params.LateWindowSeconds = lateWindowSeconds
	energy.Params.RetentionEpochs = max(energy.Params.RetentionEpochs, s.reach()/uint64(s.input.step))
	genesis[meteridtypes.ModuleName], genesis[energytypes.ModuleName] = cdc.MustMarshalJSON(&meterid), cdc.MustMarshalJSON(&energy)
	return nil
}

// terms returns what the text of the set-up leaves open.
func (s *energyStory) terms() map[string]any {
	type home struct {
		Name    string
		Opening meteridtypes.Registers
	}
	var homes []home
	for _, name := range s.input.meters {
		opening := s.input.opening(name)
		opening.Time += s.shift
		homes = append(homes, home{name, opening})
	}
	start, step := s.input.start()+s.shift, s.input.step
	return map[string]any{
		"Homes": homes, "Rate": s.input.rate, "Digits": s.input.form.Digits, "Start": start, "FromEpoch": start / step, "Step": step,
		"Price": pricePerKWh, "MaxMembers": max(2, len(homes)), "Tolerance": min(step/30, mostTolerance), "Prepaid": s.prepaid,
	}
}

// run performs it and prints the results.
func (s *energyStory) run(ctx context.Context, p *people, home string) error {
	s.announce(p.out)
	if _, err := p.play(ctx, "energy", s.terms()); err != nil {
		return fmt.Errorf("set up the community: %w", err)
	}
	if err := gateway.SaveDevices(filepath.Join(home, "devices.json"), listed(p.devices)); err != nil {
		return err
	}
	p.out.line("setup", map[string]any{
		"community": village, "price_per_kwh": pricePerKWh, "prepaid": s.prepaid,
	}, "Set-up", "%s certified by their issuer, activated by their owners; all join community %d: energy of others costs %s EUR per kWh, %s EUR in each wallet",
		count(len(s.input.meters), "meter"), village, euro(pricePerKWh), euro(s.prepaid))
	if err := s.replay(ctx, p, filepath.Join(home, "gateway")); err != nil {
		return fmt.Errorf("bring the readings: %w", err)
	}
	began := time.Now()
	if err := awaitSettlements(ctx, p); err != nil {
		return err
	}
	if err := s.collect(ctx, energytypes.NewQueryClient(p.client)); err != nil {
		return err
	}
	epochs, took := s.community.Totals.Epochs, time.Since(began)
	p.out.line("settled", map[string]any{"epochs": epochs, "milliseconds": took.Milliseconds()},
		"Settled", "%s of %s, %s after the last reading", count(epochs, "epoch"), span(s.input.step), seconds(took))
	s.print(p.out)
	return nil
}

// replay brings all records through a gateway. A batch holds whole epochs: none waits for the next block, in which it might be late.
func (s *energyStory) replay(ctx context.Context, p *people, dir string) (err error) {
	homes := len(s.input.meters)
	c, err := p.newCourier(ctx, dir, max(courierBatch/homes, 1)*homes, s.shift)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.journal.Close()) }()
	if err := c.bring(ctx, s.input.feed(s.input.afterOpenings())); err != nil {
		return err
	}
	s.sent = c.finish()
	n := s.sent.readings
	p.out.line("readings", map[string]any{
		"accepted": n.Accepted, "duplicate": n.Duplicate, "quarantined": n.Quarantined, "overtaken": n.Overtaken, "rejected": n.Rejected,
		"unnetted": n.Unnetted, "milliseconds": s.sent.took.Milliseconds(), "blocks": s.sent.blocks,
	}, "Readings", "%d signed, sent and committed in %s: %s", n.Done(), count(s.sent.blocks, "block"), outcomes(n))
	return nil
}

// awaitSettlements returns once no epoch waits to be settled.
func awaitSettlements(ctx context.Context, p *people) error {
	work := worktypes.NewQueryClient(p.client)
	for {
		failed, err := work.Failed(ctx, &worktypes.QueryFailedRequest{Module: energytypes.ModuleName})
		if err != nil {
			return err
		}
		if len(failed.Items) > 0 {
			f := failed.Items[0]
			return fmt.Errorf("%s of number %d failed: %s", f.Item.Kind, f.Item.Number, f.Reason)
		}
		pending, err := work.Pending(ctx, &worktypes.QueryPendingRequest{Module: energytypes.ModuleName})
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(pending.Items, func(it worktypes.Item) bool { return it.Kind == "settle" }) {
			return nil
		}
		if err := p.clock.pause(ctx); err != nil {
			return err
		}
	}
}
