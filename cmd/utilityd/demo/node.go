package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/driven"
	"github.com/utilityd/utilityd/cmd/utilityd/home"
)

// onDevnet starts a devnet, performs the story on it and prints the results.
func (o options) onDevnet(ctx context.Context, story *energyStory, dir string, out printer) (err error) {
	began := time.Now()
	ports, err := freePorts()
	if err != nil {
		return err
	}
	cfg := devnet.Config{Home: dir, Ports: ports, BlockTime: o.blockTime, Genesis: story.genesis}
	clientCtx, err := driven.Init(cfg, story.input.meters)
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
	ready := time.Since(began)
	out.line("node", map[string]any{
		"home": dir, "rpc": node.RPC(), "grpc": node.GRPC(), "rest": node.REST(), "first_block_ms": ready.Milliseconds(),
	}, "Chain", "a devnet in %s, its first block after %s", dir, seconds(ready))
	p := newPeople(clientCtx.WithChainID(node.ChainID()).WithClient(node.Comet()), realTime, out)
	if err := story.run(ctx, p, dir); err != nil {
		return err
	}
	checks, err := audit(node.App, node.Height()-1)
	if err != nil {
		return err
	}
	total := time.Since(began)
	out.measured(ready, (total-ready)/time.Duration(max(1, node.Height()-1)), total, story.sent)
	out.showChecks(checks)
	if o.keep {
		out.line("keep", map[string]any{"home": dir, "rpc": node.RPC()}, "Keep", "%s", story.howToTalk(dir))
	} else {
		out.note("The devnet is gone now. utilityd demo --keep leaves it running for your own questions; the README shows the same by hand.")
	}
	out.object(story.summary(checks))
	if o.keep {
		<-ctx.Done()
		out.note(fmt.Sprintf(`Stopped at block %d. The chain stays in %s:
  utilityd audit  --home %s     checks every invariant
  utilityd devnet --home %s     goes on
  rm -r %s                      removes it`, node.Height(), dir, dir, dir, dir))
	}
	return verdict(checks, story.sent.rows)
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

// measured shows how long things took.
func (p printer) measured(firstBlock, blockTime, total time.Duration, s sent) {
	rate := s.readings.Done() * uint64(time.Second) / max(1, uint64(s.took))
	p.fact("measured", map[string]any{
		"first_block_ms": firstBlock.Milliseconds(), "block_ms": blockTime.Milliseconds(), "readings_ms": s.took.Milliseconds(),
		"readings_per_second": rate, "reading_blocks": s.blocks, "total_ms": total.Milliseconds(),
	})
	p.table("Measured", 2, nil, []table.Row{
		{"first block of the devnet", seconds(firstBlock), "after the start of the command"},
		{"a block every", seconds(blockTime), "on average"},
		{"readings committed", fmt.Sprintf("%d /s", rate), fmt.Sprintf("%s in %s, first signature to last block",
			count(s.readings.Done(), "reading"), count(s.blocks, "block"))},
		{"the whole demo", seconds(total), ""},
	}, nil)
}
