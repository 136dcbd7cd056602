package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
)

type options struct {
	energy string
	days   int
	keep   bool

	waterSupply, waterDemand string
	waterDays                int
	solar                    string
	files                    fileOptions

	blockTime time.Duration // that of a devnet if not set
}

// drivenStory happens on a clock of its own, in a folder that is there for it alone.
type drivenStory interface {
	tell(ctx context.Context, home string, out printer) error
}

// run tells the stories whose files are given, or all of them. That of electricity is the last: it happens in real time, and
// its node may stay.
func (o options) run(ctx context.Context, out printer) error {
	water, solar := o.waterSupply != "" || o.waterDemand != "", o.solar != ""
	all := o.energy == "" && !water && !solar
	if o.keep && !all && o.energy == "" {
		return errors.New("--keep: expected --energy too, only the node of that story can stay")
	}
	var stories []drivenStory
	if all || water {
		story, err := newWaterStory(o.waterSupply, o.waterDemand, o.waterDays, o.files)
		if err != nil {
			return err
		}
		stories = append(stories, story)
	}
	if all || solar {
		story, err := newGeneratorStory(o.solar, o.files)
		if err != nil {
			return err
		}
		stories = append(stories, story)
	}
	var energy *energyStory
	if all || o.energy != "" {
		var err error
		if energy, err = newEnergyStory(o.energy, o.days, o.files, time.Now()); err != nil {
			return err
		}
	}
	for _, story := range stories {
		if err := tellDriven(ctx, story, out); err != nil {
			return interrupted(ctx, err)
		}
	}
	if energy == nil {
		return nil
	}
	return o.runEnergy(ctx, energy, out)
}

// tellDriven gives a story its folder.
func tellDriven(ctx context.Context, story drivenStory, out printer) (err error) {
	home, err := os.MkdirTemp("", "utilityd-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(home)) }()
	return story.tell(ctx, home, out)
}

// brokenError says how many invariants do not hold.
func brokenError(checks []check) error {
	if n := broken(checks); n > 0 {
		return fmt.Errorf("%s broken", count(n, "invariant"))
	}
	return nil
}

// runEnergy starts a devnet, lets the story happen on it and prints what the chain says afterwards.
func (o options) runEnergy(ctx context.Context, energy *energyStory, out printer) (err error) {
	began := time.Now()
	home, err := os.MkdirTemp("", "utilityd-demo-")
	if err != nil {
		return err
	}
	if !o.keep {
		defer func() { err = errors.Join(err, os.RemoveAll(home)) }()
	}
	node, p, err := start(ctx, home, o.blockTime, energy.input.meters, energy.genesis)
	if node != nil {
		defer func() { err = errors.Join(err, node.Close()) }()
	}
	if err != nil {
		return interrupted(ctx, err)
	}
	ready := time.Since(began)
	out.line("node", map[string]any{
		"home": home, "rpc": node.RPC(), "grpc": node.GRPC(), "rest": node.REST(), "first_block_ms": ready.Milliseconds(),
	}, "Chain", "a devnet in %s, its first block after %s", home, seconds(ready))

	if err := energy.tell(ctx, p, home, out); err != nil {
		return interrupted(ctx, err)
	}
	checks, err := audit(node)
	if err != nil {
		return err
	}
	blockTime, err := blockTime(ctx, node)
	if err != nil {
		return err
	}
	out.measured(measured{firstBlock: ready, blockTime: blockTime, total: time.Since(began)}, energy.result.sent)
	out.checks(checks)
	if o.keep {
		out.line("keep", map[string]any{"home": home, "rpc": node.RPC()}, "Keep", "%s", energy.howToTalk(home))
	} else {
		out.note(energy.howToAsk())
	}
	energy.summarize(out, checks)
	if o.keep {
		<-ctx.Done()
		out.note(howToGoOn(home, node.Height()))
	}
	return errors.Join(brokenError(checks), rowsError(energy.result.sent.rows))
}

// errInterrupted is what the user asked for.
var errInterrupted = errors.New("interrupted before the end")

// interrupted tells the end that the user asked for from a fault.
func interrupted(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return errInterrupted
	}
	return err
}

func howToGoOn(home string, height int64) string {
	return fmt.Sprintf(`Stopped at block %d. The chain stays in %s:
  utilityd audit  --home %s     checks every invariant
  utilityd devnet --home %s     goes on
  rm -r %s                      removes it`, height, home, home, home, home)
}

// blockTime is the time between blocks on average. The first one counts from genesis, so it is left out.
func blockTime(ctx context.Context, node *devnet.Node) (time.Duration, error) {
	first, last := int64(2), node.Height()
	from, err := node.Comet().Header(ctx, &first)
	if err != nil {
		return 0, err
	}
	to, err := node.Comet().Header(ctx, &last)
	if err != nil {
		return 0, err
	}
	return to.Header.Time.Sub(from.Header.Time) / time.Duration(max(1, last-first)), nil
}
