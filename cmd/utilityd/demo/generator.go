package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/cosmos/gogoproto/proto"
	"google.golang.org/grpc"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/driven"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
)

// generatorStory is a village that has a generator built and sells what it delivers.
type generatorStory struct {
	*stage

	input     measurements
	queries   generatortypes.QueryClient
	solar     uint64 // the generator that is built
	mill      uint64 // the one that is not
	devices   map[string]gateway.Device
	readings  gateway.Counts
	rows      gateway.Rows
	delivered tally // by the input
	pledged   uint64
	refunded  uint64
	paid      uint64 // revenue withdrawn, usolar
	err       error  // the first one; nothing happens after it
}

// Roles of the story besides the accounts of a devnet.
const (
	school = devnet.Admin    // asks for a generator
	judge  = devnet.Issuer   // its arbiter
	sunny  = devnet.Supplier // the provider whose bid is taken
	rays   = devnet.Alice    // two who bid too
	glow   = devnet.Bob
	kiosk  = devnet.Carol // sells codes and buys at retail
	farmer = devnet.Dave  // leases revenue, and buys codes
)

// financiers are twenty people with money.
func financiers() []string {
	names := make([]string, 20)
	for i := range names {
		names[i] = fmt.Sprintf("financier-%02d", i+1)
	}
	return names
}

// newGeneratorStory reads the file, or makes up a roof.
func newGeneratorStory(file string, o fileOptions) (*generatorStory, error) {
	if file == "" {
		return &generatorStory{input: newGeneration(time.Date(2016, 7, 1, 0, 0, 0, 0, time.UTC))}, nil
	}
	input, err := readGeneration(file, o)
	return &generatorStory{input: input}, err
}

// tell lets it happen on a clock of its own and prints what the chain says.
func (s *generatorStory) tell(ctx context.Context, home string, out printer) (err error) {
	if s.stage, err = newStage(driven.Config{
		Home: home, Start: time.Unix(s.input.midnight()-40*secondsPerDay, 0), Names: financiers(),
	}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.chain.Close()) }()
	s.queries = generatortypes.NewQueryClient(s.client)
	out.line("generator", map[string]any{"days": s.input.days(), "meter": s.input.meters[0], "clock": "driven"},
		"Generator", "A school asks for a solar generator, and a miller for a water mill. %s", clockNote)
	for _, chapter := range []struct {
		what string
		tell func(context.Context, printer)
	}{
		{"ask and bid", s.bidding},
		{"fund", s.funding},
		{"install", s.installing},
		{"sell", s.selling},
		{"refund the mill", s.refunding},
		{"pay out", s.payingOut},
	} {
		if chapter.tell(ctx, out); s.err != nil {
			return fmt.Errorf("%s: %w", chapter.what, s.err)
		}
		if err := s.audit(); err != nil {
			return err
		}
	}
	return s.conclude(ctx, out)
}

// until lets time pass.
func (s *generatorStory) until(ctx context.Context, t time.Time) {
	if s.err == nil {
		s.err = s.chain.AdvanceTo(ctx, t)
	}
}

// wait lets days pass.
func (s *generatorStory) wait(ctx context.Context, days int) {
	s.until(ctx, s.chain.Now().AddDate(0, 0, days))
}

// say is a line of the story with its day.
func (s *generatorStory) say(out printer, kind string, fields map[string]any, format string, args ...any) {
	if s.err == nil {
		fields["day"] = s.chain.Now().Format(time.DateOnly)
		out.line(kind, fields, s.chain.Now().Format(time.DateOnly), format, args...)
	}
}

// response is that to a message, in the form in which generated code has it.
type response[T any] interface {
	*T
	proto.Message
}

// do sends a message of a person and returns the response, which is empty after an error.
func do[T any, R response[T]](ctx context.Context, s *generatorStory, name string, msg sdk.Msg) R {
	if s.err != nil {
		return new(T)
	}
	res, err := ask[R](ctx, s.people, name, msg)
	if s.err = err; err != nil {
		return new(T)
	}
	return res
}

// lookUp asks the chain, and returns an empty answer after an error.
func lookUp[Q, T any](ctx context.Context, s *generatorStory, ask func(context.Context, *Q, ...grpc.CallOption) (*T, error), q *Q) *T {
	if s.err != nil {
		return new(T)
	}
	res, err := ask(ctx, q)
	if s.err = err; err != nil {
		return new(T)
	}
	return res
}
