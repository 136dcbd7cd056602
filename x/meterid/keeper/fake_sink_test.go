package keeper_test

import (
	"context"
	"errors"
	"slices"

	"github.com/utilityd/utilityd/x/meterid/types"
)

var errSinkBroken = errors.New("sink is broken")

// fakeSink remembers what it was told, in order.
type fakeSink struct {
	broken  bool
	batches [][]types.AcceptedReading
	told    []string
	meters  []types.Meter

	// remarks are made on accepted readings, by meter.
	remarks map[uint64]types.ReadingRemark

	// retiring is called while a meter is being retired, if it is set.
	retiring func(ctx context.Context, m types.Meter) error
}

var _ types.Sink = (*fakeSink)(nil)

func (s *fakeSink) ApplyReadings(_ context.Context, readings []types.AcceptedReading) error {
	if s.broken {
		return errSinkBroken
	}
	for i := range readings {
		readings[i].Remark = s.remarks[readings[i].Meter]
	}
	s.batches = append(s.batches, slices.Clone(readings))
	s.told = append(s.told, "readings")
	return nil
}

func (s *fakeSink) MeterTransferred(_ context.Context, before, after types.Meter) error {
	return s.record("transferred", before, after)
}

func (s *fakeSink) MeterReplaced(_ context.Context, before, after types.Meter) error {
	return s.record("replaced", before, after)
}

func (s *fakeSink) MeterRetired(ctx context.Context, m types.Meter) error {
	if s.retiring != nil {
		if err := s.retiring(ctx, m); err != nil {
			return err
		}
	}
	return s.record("retired", m)
}

func (s *fakeSink) record(what string, meters ...types.Meter) error {
	if s.broken {
		return errSinkBroken
	}
	s.told = append(s.told, what)
	s.meters = append(s.meters, meters...)
	return nil
}

// readings are all that it was given.
func (s *fakeSink) readings() []types.AcceptedReading { return slices.Concat(s.batches...) }
