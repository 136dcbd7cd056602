package demo

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const (
	courierBatch = 1_024       // max readings in a transaction
	patience     = time.Minute // max wait for an answer
	maxNamed     = 20          // rows and readings that are named for people; the sums count all
)

// courier is a gateway: it signs records for devices and brings them to the chain.
type courier struct {
	*people
	*gateway.Gateway

	began   time.Time
	heights map[int64]bool // of blocks that hold readings
	faults  int            // rows that were not taken, and readings that do not simply count
	named   []string       // the first of them
}

// sent is what a courier did.
type sent struct {
	Readings gateway.Counts
	Rows     gateway.Rows
	Took     time.Duration // from the first signature to the last commitment
	Blocks   int           // that hold readings
}

// newCourier begins a journal. shift is added to the times of the input, in seconds.
func (p *people) newCourier(batch int, shift int64) (*courier, error) {
	clientCtx, factory := p.signer(devnet.Gateway)
	header := gateway.Header{ChainID: clientCtx.ChainID, ShiftSeconds: shift}
	journal, err := gateway.OpenJournal(filepath.Join(p.home, "gateway"), header, len(p.devices))
	if err != nil {
		return nil, err
	}
	c := &courier{people: p, began: time.Now(), heights: map[int64]bool{}}
	c.Gateway = &gateway.Gateway{
		Journal: journal, Chain: gateway.NewRemote(clientCtx, factory), Registry: meteridtypes.NewQueryClient(clientCtx), Devices: p.listed(),
		BatchSize: batch, Window: 16, MaxOpen: math.MaxInt, GiveUp: patience, Now: p.clock.now, Report: gateway.NewListener(c.report),
		Sleep: func(ctx context.Context, _ time.Duration) error { return p.clock.pause(ctx) },
	}
	return c, nil
}

// bring signs an input and returns when the chain has answered all readings.
func (c *courier) bring(ctx context.Context, in meterdata.Reader) error {
	err := c.Bring(ctx, in)
	if open := c.Journal.Open(); err == nil && open > 0 {
		return fmt.Errorf("expected an answer of the chain within %s, got none; readings without one: %d", patience, open)
	}
	return err
}

// report names what does not simply count, and counts blocks.
func (c *courier) report(e gateway.Event) {
	switch {
	case e.Trouble != "":
		c.labelled("Trouble", e.Trouble)
		c.fact(map[string]any{"type": "trouble", "trouble": e.Trouble})
	case e.Row != nil:
		r := e.Row
		c.fault(map[string]any{"type": "row", "line": r.Line, "meter": r.Device, "fate": r.Fate.String(), "reason": r.Reason},
			"line %d, meter %s: %s: %s", r.Line, r.Device, r.Fate, r.Reason)
	case e.Entry != nil:
		c.heights[e.Outcome.Height] = true
		if reason := e.Outcome.Reason(); reason != "" {
			at := time.Unix(e.Entry.Reading.Time, 0).UTC()
			c.fault(map[string]any{"type": "reading", "meter": e.Entry.Device, "time": at, "reason": reason},
				"meter %s, %s: %s", e.Entry.Device, at.Format(minuteFormat), reason)
		}
	}
}

// fault writes a fault for programs, and keeps it for people until the end of the story.
func (c *courier) fault(fields map[string]any, format string, args ...any) {
	c.fact(fields)
	if c.faults++; c.faults <= maxNamed {
		c.named = append(c.named, fmt.Sprintf(format, args...))
	}
}

// finish names for people what did not simply count, and returns what was sent.
func (c *courier) finish() sent {
	for _, text := range c.named {
		c.labelled("Faults", text)
	}
	if more := c.faults - len(c.named); more > 0 {
		c.labelled("", fmt.Sprintf("and %d more, which --output json names", more))
	}
	r := c.Rows()
	if r != (gateway.Rows{Taken: r.Taken}) {
		c.labelled("Rows", fmt.Sprintf("%d taken, %d duplicate, %d conflicting, %d earlier, %d refused", r.Taken, r.Duplicate, r.Conflict, r.Earlier, r.Refused))
	}
	return sent{Readings: c.Journal.Counts, Rows: r, Took: time.Since(c.began), Blocks: len(c.heights)}
}

// verdict returns an error if rows of the input could not be used.
func (s sent) verdict() error {
	if n := s.Rows.NotTaken(); n > 0 {
		return fmt.Errorf("expected to use every row of the input, got %s that could not be: the lines above name them", count(n, "row"))
	}
	return nil
}
