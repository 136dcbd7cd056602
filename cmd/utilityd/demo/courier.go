package demo

import (
	"context"
	"fmt"
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
	journal *gateway.Journal
	pump    *gateway.Pump
	sender  *gateway.Sender
	began   time.Time
	heights map[int64]bool // of blocks that hold readings
	faults  int            // rows that were not taken, and readings that do not simply count
	named   []string       // the first of them
}

// sent is what a courier did.
type sent struct {
	readings gateway.Counts
	rows     gateway.Rows
	took     time.Duration // from the first signature to the last commitment
	blocks   uint64        // that hold readings
}

// newCourier begins a journal in a folder. shift is added to the times of the input, in seconds.
func (p *people) newCourier(ctx context.Context, dir string, batch int, shift int64) (*courier, error) {
	clientCtx, factory, err := p.factory(devnet.Gateway)
	if err != nil {
		return nil, err
	}
	roster := gateway.NewRoster(meteridtypes.NewQueryClient(clientCtx), listed(p.devices), p.clock.now)
	for _, serial := range roster.Serials() {
		if _, err := roster.Refresh(ctx, serial); err != nil {
			return nil, err
		}
	}
	journal, err := gateway.OpenJournal(dir, gateway.Header{ChainID: clientCtx.ChainID, ShiftSeconds: shift}, len(p.devices))
	if err != nil {
		return nil, err
	}
	c := &courier{people: p, journal: journal, began: time.Now(), heights: map[int64]bool{}}
	c.pump = &gateway.Pump{Journal: journal, Roster: roster, Now: p.clock.now, Report: c.report}
	c.sender = &gateway.Sender{
		Journal: journal, Chain: gateway.NewRemote(clientCtx, factory), Roster: roster, BatchSize: batch, Window: 16,
		Now: p.clock.now, Report: c.report,
	}
	return c, nil
}

// bring signs an input and returns when the chain has answered all readings.
func (c *courier) bring(ctx context.Context, in meterdata.Reader) error {
	if err := c.pump.All(ctx, in); err != nil {
		return err
	}
	for began := c.clock.now(); ; {
		idle, err := c.sender.Step(ctx)
		if err != nil || idle && c.journal.Open() == 0 {
			return err
		}
		if now := c.clock.now(); now.Sub(began) > patience && now.Sub(c.sender.Progress()) > patience {
			return fmt.Errorf("expected an answer of the chain within %s, got none; readings without one: %d", patience, c.journal.Open())
		}
		if err := c.clock.pause(ctx); err != nil {
			return err
		}
	}
}

// report names what does not simply count, and counts blocks.
func (c *courier) report(e gateway.Event) {
	switch {
	case e.Trouble != "":
		c.out.line("trouble", map[string]any{"trouble": e.Trouble}, "Trouble", "%s", e.Trouble)
	case e.Row != nil:
		r := e.Row
		c.name("row", map[string]any{"line": r.Line, "meter": r.Device, "fate": r.Fate.String(), "reason": r.Reason},
			"line %d, meter %s: %s: %s", r.Line, r.Device, r.Fate, r.Reason)
	case e.Entry != nil:
		c.heights[e.Outcome.Height] = true
		if reason := e.Outcome.Reason(); reason != "" {
			at := time.Unix(e.Entry.Reading.Time, 0).UTC()
			c.name("reading", map[string]any{"meter": e.Entry.Device, "time": at, "reason": reason},
				"meter %s, %s: %s", e.Entry.Device, at.Format(clockFormat), reason)
		}
	}
}

// name writes a fault for programs, and keeps it for people until the end of the story.
func (c *courier) name(kind string, fields map[string]any, format string, args ...any) {
	c.out.fact(kind, fields)
	if c.faults++; c.faults <= maxNamed {
		c.named = append(c.named, fmt.Sprintf(format, args...))
	}
}

// finish names for people what did not simply count, and returns what was sent.
func (c *courier) finish() sent {
	for _, text := range c.named {
		c.out.labelled("Faults", text)
	}
	if more := c.faults - len(c.named); more > 0 {
		c.out.labelled("", fmt.Sprintf("and %d more, which --output json names", more))
	}
	if r := c.pump.Rows; r != (gateway.Rows{Taken: r.Taken}) {
		c.out.labelled("Rows", fmt.Sprintf("%d taken, %d duplicate, %d conflicting, %d earlier, %d refused", r.Taken, r.Duplicate, r.Conflict, r.Earlier, r.Refused))
	}
	return sent{readings: c.journal.Counts, rows: c.pump.Rows, took: time.Since(c.began), blocks: uint64(len(c.heights))}
}

// outcomes are counts for people.
func outcomes(c gateway.Counts) string {
	text := fmt.Sprintf("%d accepted, %d duplicate, %d quarantined, %d rejected", c.Accepted, c.Duplicate, c.Quarantined, c.Overtaken+c.Rejected)
	if c.Unnetted > 0 {
		text += fmt.Sprintf("; %d of the accepted ones have a remark", c.Unnetted)
	}
	return text
}
