package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
)

type options struct {
	energy string
	days   int
	keep   bool
}

// replay parameters: a demo brings a week of the past in a moment, which a real chain would refuse.
const (
	secondsPerDay     = int64(24 * time.Hour / time.Second)
	lateWindowSeconds = 3
)

func (o options) run(ctx context.Context, out printer) (err error) {
	s, err := o.story()
	if err != nil {
		return err
	}
	firstStart, lastEnd := s.span()
	shift := time.Now().Unix()/s.step*s.step - lastEnd
	start := firstStart + shift

	home, err := os.MkdirTemp("", "utilityd-demo-")
	if err != nil {
		return err
	}
	if !o.keep {
		defer func() { err = errors.Join(err, os.RemoveAll(home)) }()
	}
	params := replayParams{
		MaxReadingAgeSeconds: uint64(lastEnd-firstStart+secondsPerDay) + 3_600,
		MaxBackdateSeconds:   uint64(lastEnd-firstStart+secondsPerDay) + 3_600,
		LateWindowSeconds:    lateWindowSeconds,
	}
	out.line("genesis", map[string]any{
		"home": home, "max_reading_age_seconds": params.MaxReadingAgeSeconds,
		"max_backdate_seconds": params.MaxBackdateSeconds, "late_window_seconds": params.LateWindowSeconds,
	}, "A devnet in %s. To replay the past its genesis has max_reading_age_seconds = %d and max_backdate_seconds = %d.",
		home, params.MaxReadingAgeSeconds, params.MaxBackdateSeconds)

	node, p, err := startVillage(ctx, home, s.homes, params)
	if node != nil {
		defer func() { err = errors.Join(err, node.Close()) }()
	}
	if err != nil {
		return err
	}
	out.line("node", map[string]any{"rpc": node.RPC(), "grpc": node.GRPC(), "rest": node.REST()},
		"The node runs. Meters are certified, homes join, wallets are filled …")

	n, err := setUp(ctx, p, home, s.homes, start, s.step)
	if err != nil {
		return err
	}
	n.input = s.input()
	from, to := time.Unix(firstStart, 0).UTC(), time.Unix(lastEnd, 0).UTC()
	out.line("replay", map[string]any{
		"from": from, "to": to, "shift_seconds": shift, "step_seconds": s.step, "intervals": len(s.rows), "homes": len(s.homes),
	}, "%d homes, %d intervals of %d minutes from %s to %s, moved by %s so that the last one ends now.",
		len(s.homes), len(s.rows), s.step/60, from.Format(time.RFC3339), to.Format(time.RFC3339), time.Duration(shift)*time.Second)

	r, err := replay(ctx, p, n, &s, filepath.Join(home, "gateway"), shift, out)
	if err != nil {
		return err
	}
	if r.invariants, err = audit(node); err != nil {
		return err
	}
	r.invariantOK = !anyBroken(r.invariants)
	out.result(n, r)
	if o.keep {
		out.line("keep", map[string]any{"home": home}, "%s", howToTalk(home, n.community, r.deedsEpoch))
		<-ctx.Done()
	}
	if !r.invariantOK {
		return errors.New("an invariant is broken")
	}
	return nil
}

func (o options) story() (story, error) {
	if o.energy != "" {
		return readStory(o.energy, o.days)
	}
	midnight := time.Now().Unix() / secondsPerDay * secondsPerDay
	return newVillage(time.Unix(midnight-int64(o.days)*secondsPerDay, 0), o.days), nil
}

// replay brings all readings through a gateway and waits for the settlements.
func replay(ctx context.Context, p people, n neighbourhood, s *story, dir string, shift int64, out printer) (r result, err error) {
	clientCtx, factory, err := p.factory(devnet.Gateway)
	if err != nil {
		return r, err
	}
	chain, err := gateway.NewRemote(ctx, clientCtx, factory)
	if err != nil {
		return r, err
	}
	journal, err := gateway.OpenJournal(dir, func() (gateway.Header, error) {
		openings, err := gateway.Openings(ctx, clientCtx, n.devices)
		return gateway.Header{ChainID: clientCtx.ChainID, ShiftSeconds: shift, Openings: openings}, err
	})
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, journal.Close()) }()
	accumulator := gateway.NewAccumulator(gateway.Intervals, journal.Header().Openings)
	accumulator.StepSeconds, accumulator.ShiftSeconds = s.step, shift

	began := time.Now()
	first, err := height(ctx, p)
	if err != nil {
		return r, err
	}
	pump := &gateway.Pump{Journal: journal, Devices: n.devices, Accumulator: accumulator}
	if err := pump.All(ctx, s); err != nil {
		return r, err
	}
	sender := &gateway.Sender{
		Journal: journal, Chain: chain, BatchSize: 1_024, Window: 8,
		Poll: 100 * time.Millisecond, Patience: time.Minute, Report: out.trouble,
	}
	if err := sender.Run(ctx, true); err != nil {
		return r, err
	}
	sent := time.Since(began)
	last, err := height(ctx, p)
	if err != nil {
		return r, err
	}
	out.line("readings", map[string]any{
		"accepted": journal.Counts.Accepted, "milliseconds": sent.Milliseconds(), "blocks": last - first,
		"per_second": perSecond(journal.Counts.Done(), sent),
	}, "%d readings are committed. Waiting for the settlements …", journal.Counts.Accepted)
	if err := awaitSettlements(ctx, p); err != nil {
		return r, err
	}
	if r, err = collect(ctx, p, n.community); err != nil {
		return r, err
	}
	r.readings, r.sent, r.blocks = journal.Counts, sent, last-first
	return r, nil
}

func height(ctx context.Context, p people) (int64, error) {
	status, err := p.client.Client.Status(ctx)
	if err != nil {
		return 0, err
	}
	return status.SyncInfo.LatestBlockHeight, nil
}

// trouble reports what the gateway met; outcomes are summed up in the journal.
func (p printer) trouble(e gateway.Event) {
	if e.Trouble != "" {
		p.line("trouble", map[string]any{"trouble": e.Trouble}, "gateway: %s", e.Trouble)
	}
}

func anyBroken(checks []check) bool {
	for _, c := range checks {
		if c.Broken != "" {
			return true
		}
	}
	return false
}

func howToTalk(home string, community, epoch uint64) string {
	return fmt.Sprintf(`The node goes on until you press Ctrl-C. Talk to it from another terminal:
  utilityd query energy community %d --home %s
  utilityd query energy position %d %d 0 --home %s`, community, home, community, epoch, home)
}
