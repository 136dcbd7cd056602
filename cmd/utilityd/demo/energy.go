package demo

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/utilityd/utilityd/app"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// energyStory is a community that shares its electricity for some days: what goes in, and what the chain made of it.
type energyStory struct {
	input intervals
	shift int64 // added to the times of the input, seconds

	set    neighbourhood
	result energyResult
}

const secondsPerDay = int64(24 * time.Hour / time.Second)

// lateWindowSeconds is how long an epoch of the past stays open after its first reading.
const lateWindowSeconds = 3

// newEnergyStory reads the file, or makes up a village, and moves it so that the last interval ends now.
func newEnergyStory(file string, days int) (*energyStory, error) {
	var input intervals
	if file != "" {
		var err error
		if input, err = readIntervals(file, days); err != nil {
			return nil, err
		}
	} else {
		midnight := time.Now().Unix() / secondsPerDay * secondsPerDay
		input = newVillage(time.Unix(midnight-int64(days)*secondsPerDay, 0), days)
	}
	_, end := input.span()
	return &energyStory{input: input, shift: time.Now().Unix()/input.step*input.step - end}, nil
}

// start is when the first interval begins on the chain, Unix seconds.
func (s *energyStory) start() int64 {
	first, _ := s.input.span()
	return first + s.shift
}

// replayParams are those that a chain refuses the past by.
type replayParams struct {
	MaxReadingAgeSeconds, MaxBackdateSeconds, LateWindowSeconds, RetentionEpochs uint64
}

// params let the past be brought in a moment.
func (s *energyStory) params() replayParams {
	first, end := s.input.span()
	// A day for what the set-up takes and for the rest of the step, which is at most a day.
	reach := uint64(end - first + secondsPerDay + 3_600)
	return replayParams{
		MaxReadingAgeSeconds: reach,
		MaxBackdateSeconds:   reach,
		LateWindowSeconds:    lateWindowSeconds,
		RetentionEpochs:      max(energytypes.DefaultParams().RetentionEpochs, reach/uint64(s.input.step)),
	}
}

// genesis sets them.
func (s *energyStory) genesis(cdc codec.JSONCodec, genesis app.Genesis) error {
	p := s.params()
	var meterid meteridtypes.GenesisState
	if err := cdc.UnmarshalJSON(genesis[meteridtypes.ModuleName], &meterid); err != nil {
		return err
	}
	meterid.Params.MaxReadingAgeSeconds = p.MaxReadingAgeSeconds
	var energy energytypes.GenesisState
	if err := cdc.UnmarshalJSON(genesis[energytypes.ModuleName], &energy); err != nil {
		return err
	}
	energy.Params.MaxBackdateSeconds = p.MaxBackdateSeconds
	energy.Params.LateWindowSeconds = p.LateWindowSeconds
	energy.Params.RetentionEpochs = p.RetentionEpochs
	genesis[meteridtypes.ModuleName] = cdc.MustMarshalJSON(&meterid)
	genesis[energytypes.ModuleName] = cdc.MustMarshalJSON(&energy)
	return nil
}

// tell lets it happen and prints what the chain says.
func (s *energyStory) tell(ctx context.Context, p people, home string, out printer) (err error) {
	s.announce(out)
	if s.set, err = setUp(ctx, p, home, s.input, s.start()); err != nil {
		return fmt.Errorf("set up the community: %w", err)
	}
	s.announceSetUp(out)
	sent, err := s.replay(ctx, p, filepath.Join(home, "gateway"), out)
	if err != nil {
		return fmt.Errorf("bring the readings: %w", err)
	}
	began := time.Now()
	if err := awaitSettlements(ctx, p); err != nil {
		return err
	}
	if s.result, err = collect(ctx, p, s.set.community); err != nil {
		return err
	}
	s.result.sent = sent
	s.announceSettlements(out, time.Since(began))
	s.print(out)
	return nil
}
