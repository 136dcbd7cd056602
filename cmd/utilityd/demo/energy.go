package demo

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/types/query"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

const (
	// A home can plausibly draw or give so much, Wh per hour: at least, and if its registers are all that is given.
	minRate, registerRate = 50_000, 1_000_000
	// lateWindowSeconds is how long an epoch of the past stays open after its first reading.
	lateWindowSeconds = 3
	// maxTolerance keeps the last epoch of a replay from waiting long: with long steps the usual tolerance is minutes.
	maxTolerance = 30
	// Money in base units, millionths of a euro.
	pricePerKWh = uint64(180_000)    // 0.18 EUR
	minPrepaid  = uint64(50_000_000) // 50 EUR
	maxPrepaid  = uint64(900_000_000_000)

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
	shown   map[string]any // the results
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
	s.input.limit(minRate, registerRate)
	// The chain's default for the shortest epoch; every epoch is a whole part of a day.
	if shortest, step := energytypes.DefaultParams().MinEpochSeconds, s.input.step; step < int64(shortest) || secondsPerDay%step != 0 {
		return nil, fmt.Errorf("%s: expected intervals of a whole part of a day and of %d s or more, got %d s", file, shortest, step)
	}
	if err := s.input.checkOwners(file); err != nil {
		return nil, err
	}
	s.tallies = s.input.tallies()
	var largest uint64 // use of a home: no home runs out of money
	for _, home := range s.tallies {
		largest = max(largest, home.consumed.Whole)
	}
	s.prepaid = min(max((largest/1_000*pricePerKWh/1_000_000+1)*1_000_000, minPrepaid), maxPrepaid)
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
		"Price": pricePerKWh, "MaxMembers": max(2, len(homes)), "Tolerance": min(step/30, maxTolerance), "Prepaid": s.prepaid,
		"From": s.input.start(), "To": s.input.end(), "Shift": s.shift, "Intervals": len(s.input.records), "Reach": s.reach(),
		"LateWindow": lateWindowSeconds,
	}
}

// perform carries out the story and prints the results.
func (s *energyStory) perform(ctx context.Context, p *people) error {
	if _, err := p.play(ctx, "energy", s.terms()); err != nil {
		return err
	}
	if err := gateway.SaveDevices(filepath.Join(p.home, "devices.json"), p.listed()); err != nil {
		return err
	}
	if err := s.replay(ctx, p); err != nil {
		return fmt.Errorf("bring the readings: %w", err)
	}
	began := time.Now()
	if err := awaitSettlements(ctx, p); err != nil {
		return err
	}
	var err error
	if s.shown, err = s.results(ctx, energytypes.NewQueryClient(p.client)); err != nil {
		return err
	}
	s.shown["Took"] = time.Since(began)
	_, err = p.play(ctx, "energy results", s.shown)
	return err
}

// replay brings all records through a gateway. A batch holds whole epochs: none waits for the next block, in which it might be late.
func (s *energyStory) replay(ctx context.Context, p *people) (err error) {
	homes := len(s.input.meters)
	c, err := p.newCourier(max(courierBatch/homes, 1)*homes, s.shift)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Journal.Close()) }()
	if err := c.bring(ctx, s.input.feed(s.input.afterOpenings())); err != nil {
		return err
	}
	s.sent = c.finish()
	_, err = p.play(ctx, "energy readings", s.sent)
	return err
}

// awaitSettlements returns once no epoch waits to be settled.
func awaitSettlements(ctx context.Context, p *people) error {
	work := worktypes.NewQueryClient(p.client)
	for {
		failed, err := work.Failed(ctx, &worktypes.QueryFailedRequest{Module: energytypes.ModuleName})
		pending, pendingErr := work.Pending(ctx, &worktypes.QueryPendingRequest{Module: energytypes.ModuleName})
		if err := errors.Join(err, pendingErr); err != nil {
			return err
		}
		if len(failed.Items) > 0 {
			f := failed.Items[0]
			return fmt.Errorf("%s of number %d failed: %s", f.Item.Kind, f.Item.Number, f.Reason)
		}
		if !slices.ContainsFunc(pending.Items, func(it worktypes.Item) bool { return it.Kind == "settle" }) {
			return nil
		}
		if err := p.clock.pause(ctx); err != nil {
			return err
		}
	}
}

// row is the electricity and the money of a home: consumed, produced, own use, from others, to others, from the grid, to the grid in Wh,
// paid and earned. Own use is that of the input, the rest is as the chain counted it.
type row struct {
	Name    string
	Numbers [9]uint64
}

// results finds what the texts cannot query by themselves: the rows of homes and the epoch in which most was shared.
func (s *energyStory) results(ctx context.Context, queries energytypes.QueryClient) (map[string]any, error) {
	all, homes, largest := row{Name: "all"}, make([]row, len(s.tallies)), uint64(0)
	for i := range homes {
		res, err := queries.Member(ctx, &energytypes.QueryMemberRequest{Community: village, Slot: uint64(i)})
		if err != nil {
			return nil, err
		}
		w, own := res.Member.Wallet, s.tallies[i].own.Whole
		consumed, produced := own+w.FromCommunityWh+w.FromGridWh, own+w.ToCommunityWh+w.ToGridWh
		homes[i] = row{s.input.meters[i], [9]uint64{
			consumed, produced, own, w.FromCommunityWh, w.ToCommunityWh, w.FromGridWh, w.ToGridWh, w.Charged, w.Credited,
		}}
		for column, n := range homes[i].Numbers {
			all.Numbers[column] += n
		}
		largest += max(consumed, produced)
	}
	var best energytypes.Settlement
	for page := (&query.PageRequest{Limit: 1_000}); page != nil; {
		res, err := queries.Settlements(ctx, &energytypes.QuerySettlementsRequest{Community: village, Pagination: page})
		if err != nil {
			return nil, err
		}
		for _, one := range res.Settlements {
			if one.NettedWh > best.NettedWh {
				best = one
			}
		}
		if page.Key = res.Pagination.NextKey; len(page.Key) == 0 {
			page = nil
		}
	}
	return map[string]any{
		"Step": s.input.step, "Price": pricePerKWh, "Names": s.input.meters, "Homes": homes, "All": all, "Rounded": largest >= 10_000_000,
		"Example": best.Epoch, "Began": int64(best.Epoch) * s.input.step, "Sent": s.sent,
	}, nil
}
