package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
)

type options struct {
	energy, waterSupply, waterDemand, solar string
	days, waterDays                         int
	files                                   fileOptions
	keep                                    bool
	blockTime                               time.Duration // that of a devnet if not set
}

// drivenStory happens on a clock of its own, in a folder that is there for it alone.
type drivenStory interface {
	tell(ctx context.Context, home string, out printer) error
}

// run runs the stories whose files are given, or all of them. That of electricity is the last: it happens in real time, and
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
	var errs []error
	for _, story := range stories {
		if ctx.Err() == nil {
			errs = append(errs, tellDriven(ctx, story, out))
		}
	}
	if energy != nil && ctx.Err() == nil {
		errs = append(errs, o.runEnergy(ctx, energy, out))
	}
	if err := errors.Join(errs...); ctx.Err() == nil || !errors.Is(err, context.Canceled) {
		return err
	}
	return errors.New("interrupted before the end")
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

// verdict names the invariants that do not hold, and says how many rows of the input could not be used.
func verdict(checks []check, rows gateway.Rows) error {
	var errs []error
	for _, c := range checks {
		if c.Broken != "" {
			errs = append(errs, fmt.Errorf("invariant of %s broken: %s: %s", c.Module, c.Name, c.Broken))
		}
	}
	if n := rows.NotTaken(); n > 0 {
		errs = append(errs, fmt.Errorf("expected to use every row of the input, got %s that could not be: the lines above name them", count(n, "row")))
	}
	return errors.Join(errs...)
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
		return err
	}
	ready := time.Since(began)
	out.line("node", map[string]any{
		"home": home, "rpc": node.RPC(), "grpc": node.GRPC(), "rest": node.REST(), "first_block_ms": ready.Milliseconds(),
	}, "Chain", "a devnet in %s, its first block after %s", home, seconds(ready))

	if err := energy.tell(ctx, p, home, out); err != nil {
		return err
	}
	checks, err := audit(node.App, node.Height()-1)
	if err != nil {
		return err
	}
	total := time.Since(began)
	out.measured(ready, (total-ready)/time.Duration(max(1, node.Height()-1)), total, energy.result.sent)
	out.checks(checks)
	if o.keep {
		out.line("keep", map[string]any{"home": home, "rpc": node.RPC()}, "Keep", "%s", energy.howToTalk(home))
	} else {
		out.note("The devnet is gone now. utilityd demo --keep leaves it running for your own questions; the README shows the same by hand.")
	}
	out.object(energy.summary(checks))
	if o.keep {
		<-ctx.Done()
		out.note(howToGoOn(home, node.Height()))
	}
	return verdict(checks, energy.result.sent.rows)
}

func howToGoOn(home string, height int64) string {
	return fmt.Sprintf(`Stopped at block %d. The chain stays in %s:
  utilityd audit  --home %s     checks every invariant
  utilityd devnet --home %s     goes on
  rm -r %s                      removes it`, height, home, home, home, home)
}
