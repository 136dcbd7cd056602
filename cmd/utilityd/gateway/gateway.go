package gateway

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"syscall"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// reloadAfter is how often the file of devices is looked at.
const reloadAfter = 5 * time.Second

// Gateway reads an input to its end, or until it is interrupted, and brings it to the chain.
type Gateway struct {
	Journal  *Journal
	Chain    Chain
	Registry Registry
	Devices  []Device
	// CheckChain refuses a node of another chain; nil: none is.
	CheckChain func(context.Context) error
	// DeviceFile is looked at from time to time for devices and keys that are new; empty: there is none.
	DeviceFile string
	// BatchSize, Window and Poll are those of the sender.
	BatchSize, Window int
	Poll              time.Duration
	// MaxOpen is the maximum of readings without an answer; beyond it no input is read.
	MaxOpen int
	// GiveUp is the time for which the end of the input waits for a missing answer; 0: no limit.
	GiveUp time.Duration
	// Metrics is the address where Prometheus finds metrics; empty: none.
	Metrics string
	// Now and Sleep are the clock; nil: that of the machine.
	Now    func() time.Time
	Sleep  func(ctx context.Context, pause time.Duration) error
	Report *Reporter

	roster   *Roster
	pump     *Pump
	sender   *Sender
	exporter *exporter
	loaded   time.Time // of the file of devices
	looked   time.Time
	trouble  string
}

// Rows returns what became of the rows of this run.
func (g *Gateway) Rows() Rows {
	if g.pump == nil {
		return Rows{}
	}
	return g.pump.Rows
}

// Run reads the input to its end and returns once everything is answered that can be. It returns an error if a row was not
// taken or a reading not accepted, and if the journal, the chain or a key is wrong.
func (g *Gateway) Run(ctx context.Context, input meterdata.Reader) error {
	err := g.Bring(ctx, input)
	if g.exporter != nil {
		g.exporter.close()
	}
	if err != nil {
		return err
	}
	return g.verdict()
}

// Bring reads one of several inputs to its end and returns once everything is answered that can be. Rows, the journal and the report
// hold the outcome.
func (g *Gateway) Bring(ctx context.Context, input meterdata.Reader) error {
	if g.pump == nil {
		if err := g.prepare(ctx); err != nil {
			return err
		}
	}
	return g.loop(ctx, input)
}

// prepare looks up the chain and all devices, and waits for a node that does not answer yet.
func (g *Gateway) prepare(ctx context.Context) error {
	if g.Now == nil {
		g.Now = time.Now
	}
	if g.Sleep == nil {
		g.Sleep = sleep
	}
	g.roster = NewRoster(g.Registry, g.Devices, g.Now)
	g.sender = &Sender{
		Journal: g.Journal, Chain: g.Chain, Roster: g.roster, BatchSize: g.BatchSize, Window: g.Window, Poll: g.Poll,
		Now: g.Now, Report: g.Report.Event,
	}
	g.pump = &Pump{Journal: g.Journal, Roster: g.roster, Now: g.Now, MaxWaiting: g.MaxOpen / 2, Report: g.Report.Event}
	if g.Metrics != "" {
		var err error
		if g.exporter, err = newExporter(g.Metrics); err != nil {
			return err
		}
	}
	began := g.Now()
	for times := 1; ; times++ {
		err := g.connect(ctx)
		if err == nil || errors.Is(err, errWrongChain) || isBroken(err) {
			return err
		}
		if g.GiveUp > 0 && g.Now().Sub(began) > g.GiveUp {
			return err
		}
		if err := g.wait(ctx, err, backOff(times, maxPause, g.Now())); err != nil {
			return err
		}
	}
}

func (g *Gateway) connect(ctx context.Context) error {
	if g.CheckChain != nil {
		if err := g.CheckChain(ctx); err != nil {
			return err
		}
	}
	g.sender.begin()
	if err := g.sender.relimit(ctx); err != nil {
		return err
	}
	g.pump.MaxDrift = g.sender.limits.MaxDrift
	for _, serial := range append(slices.Clone(g.roster.Serials()), g.Journal.waitingFor()...) {
		if g.roster.members[serial] != nil {
			continue
		}
		if err := g.sender.refresh(ctx, serial); err != nil {
			return err
		}
	}
	return g.sender.catchUp()
}

// loop takes in rows as long as there is room for them, and sends what is there.
func (g *Gateway) loop(ctx context.Context, input meterdata.Reader) error {
	ended, troubles := false, 0
	s, streams := input.(*stream)
	g.pump.Endless = streams && !s.again
	for stepped := g.Now(); ; stepped = g.Now() {
		for !ended && g.Journal.Open() < g.MaxOpen {
			err := g.fill(ctx, input)
			if isFull(err) {
				troubles++
				if err := g.wait(ctx, err, backOff(troubles, maxPause, g.Now())); err != nil {
					return err
				}
				continue
			} else if errors.Is(err, io.EOF) {
				ended = true
			} else if errors.Is(err, errNothingYet) {
				break
			} else if err != nil {
				return err
			}
			if streams && g.Now().Sub(stepped) > time.Second {
				break
			}
		}
		if done, err := g.step(ctx, ended, &troubles); err != nil || done {
			return err
		}
		if err := g.Sleep(ctx, g.Poll); err != nil {
			return err
		}
	}
}

// fill takes in rows as far as there is room for them. To give up begins anew then.
func (g *Gateway) fill(ctx context.Context, input meterdata.Reader) error {
	err := g.pump.Fill(ctx, input, min(chunk, g.MaxOpen-g.Journal.Open()))
	g.sender.progress = g.Now()
	return errors.Join(g.rememberFormat(input), err)
}

// rememberFormat writes down how a stream is written: it may start again without a header line.
func (g *Gateway) rememberFormat(input meterdata.Reader) error {
	if s, ok := input.(*stream); ok && s.format != nil {
		return g.Journal.SetFormat(s.format)
	}
	return nil
}

// step lets the sender work, and reports whether the end has come.
func (g *Gateway) step(ctx context.Context, ended bool, troubles *int) (done bool, err error) {
	idle, err := g.sender.Step(ctx)
	if isFull(err) {
		*troubles++
		return false, g.wait(ctx, err, backOff(*troubles, maxPause, g.Now()))
	}
	if err != nil {
		return false, err
	}
	*troubles = 0
	g.pump.MaxDrift = g.sender.limits.MaxDrift
	g.reload()
	if g.exporter != nil {
		g.exporter.update(g.Journal, g.pump.Rows, g.Now())
	}
	if g.GiveUp > 0 && g.Now().Sub(g.sender.progress) > g.GiveUp {
		if !ended {
			g.Report.Event(Event{Trouble: "no answer for so long that the rest of the input was not read: start it again with the same journal"})
		}
		return true, nil
	}
	return ended && idle && !g.sender.Resting(), nil
}

// isFull reports whether a journal cannot be written because the disk is full. That passes.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// isBroken reports whether a journal or a key fails for a reason that does not pass.
func isBroken(err error) bool {
	broken := (*journalError)(nil)
	return errors.As(err, &broken) && !isFull(broken.err)
}

// wait reports a trouble once and waits.
func (g *Gateway) wait(ctx context.Context, trouble error, pause time.Duration) error {
	if text := trouble.Error(); text != g.trouble {
		g.trouble = text
		g.Report.Event(Event{Trouble: text})
	}
	return g.Sleep(ctx, pause)
}

// sleep waits for some time of the machine.
func sleep(ctx context.Context, pause time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(pause):
		return nil
	}
}

// reload takes in devices and keys that were added to the file.
func (g *Gateway) reload() {
	if g.DeviceFile == "" || g.Now().Sub(g.looked) < reloadAfter {
		return
	}
	g.looked = g.Now()
	info, err := os.Stat(g.DeviceFile)
	if err != nil || info.ModTime().Equal(g.loaded) {
		return
	}
	g.loaded = info.ModTime()
	devices, err := LoadDevices(g.DeviceFile)
	if err != nil {
		g.Report.Event(Event{Trouble: err.Error()})
		return
	}
	for _, serial := range g.roster.SetDevices(devices) {
		if m := g.roster.members[serial]; m != nil {
			m.checked = time.Time{}
		}
	}
}

// verdict returns an error unless all rows were taken, all readings accepted and none is open.
func (g *Gateway) verdict() error {
	open := 0
	for _, v := range g.Journal.Views(g.Now()) {
		if v.Pending > 0 {
			open += v.Pending
			g.Report.Open(v.Device, v.Pending, cmp.Or(v.Waiting, g.sender.last, "no answer yet; start it again with the same journal"))
		}
	}
	rows, refused := g.pump.Rows.NotTaken(), g.Report.Counts.NotAccepted()
	if refused == 0 {
		refused = g.leftBehind()
	}
	if open == 0 && rows == 0 && refused == 0 {
		return nil
	}
	return fmt.Errorf("rows not taken: %d, readings not accepted: %d, not answered: %d; the lines above name them", rows, refused, open)
}

// leftBehind counts devices of this run whose last answer, of an earlier run, was a refusal.
func (g *Gateway) leftBehind() (n uint64) {
	for serial := range g.pump.touched {
		d := g.Journal.device(serial)
		if d.Answered > d.Accepted.Time && d.Code != 0 {
			n++
		}
	}
	return n
}
