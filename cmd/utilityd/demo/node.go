package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/driven"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
)

// devnetStory is the story of a community on a node, in real time.
type devnetStory struct {
	*energyStory

	options options
}

// run starts a devnet, performs the story on it and prints the results.
func (s devnetStory) run(ctx context.Context, dir string, out printer) (err error) {
	began := time.Now()
	ports, err := freePorts()
	if err != nil {
		return err
	}
	cfg := devnet.Config{Home: dir, Ports: ports, BlockTime: s.options.blockTime, Genesis: s.genesis}
	clientCtx, err := driven.Init(cfg, s.input.meters)
	if err != nil {
		return err
	}
	node, err := devnet.Start(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, node.Close()) }()
	if err := node.WaitForHeight(ctx, 1); err != nil {
		return err
	}
	p, err := newPeople(clientCtx.WithChainID(node.ChainID()).WithClient(node.Comet()), realTime, dir, out)
	if err != nil {
		return err
	}
	ready := time.Since(began)
	if _, err := p.play(ctx, "node", map[string]any{
		"Home": dir, "RPC": node.RPC(), "GRPC": node.GRPC(), "REST": node.REST(), "Ready": ready,
	}); err != nil {
		return err
	}
	if err := errors.Join(s.perform(ctx, p), p.audit(node.App)); err != nil {
		return err
	}
	total, shown := time.Since(began), s.shown
	shown["Home"], shown["RPC"], shown["Keep"], shown["Checks"] = dir, node.RPC(), s.options.keep, p.checks
	shown["Ready"], shown["Total"], shown["Block"] = ready, total, (total-ready)/time.Duration(node.Height())
	shown["Rate"] = s.sent.Readings.Done() * uint64(time.Second) / max(1, uint64(s.sent.Took))
	if _, err := p.play(ctx, "measured", shown); err != nil {
		return err
	}
	if s.options.keep {
		<-ctx.Done()
		shown["Height"] = node.Height()
		_, err = p.play(ctx, "stopped", shown)
	}
	return errors.Join(err, s.sent.verdict())
}

// freePorts returns the usual ones, or the next free ones: a demo runs beside a node.
func freePorts() (home.Ports, error) {
	for offset := 0; offset < 1_000; offset += 10 {
		ports := home.DefaultPorts(offset)
		if ports.Check() == nil {
			return ports, nil
		}
	}
	return home.Ports{}, fmt.Errorf("expected free ports near %d", home.DefaultPorts(0).RPC)
}
