package demo

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/driven"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

// waterStory is an area whose homes live from reservoirs for some months: what goes in, and what the chain made of it.
type waterStory struct {
	*stage

	input   waterInput
	queries watertypes.QueryClient
	area    uint64
	devices map[string]gateway.Device

	captured  []uint64 // by reservoir: its register, litres
	owed      []int64  // by reservoir: let out and not yet reported, litres
	courier   *courier
	leastLife uint64 // least lifeline of a person on a day, litres
	lifeDays  int
}

// newWaterStory reads the files, or makes up a dry year. Of a file it takes the first days, all of them with 0.
func newWaterStory(supply, demand string, days int, o fileOptions) (*waterStory, error) {
	if supply == "" && demand == "" {
		return &waterStory{input: newArea()}, nil
	}
	if supply == "" || demand == "" {
		return nil, errors.New("expected --water-supply and --water-demand together")
	}
	input, err := readWater(supply, demand, days, o)
	return &waterStory{input: input}, err
}

// tell lets it happen on a clock of its own and prints what the chain says.
func (s *waterStory) tell(ctx context.Context, home string, out printer) (err error) {
	if s.stage, err = newStage(driven.Config{
		Home: home, Start: time.Unix(s.input.start-enrolmentSeconds-3_600, 0), Names: s.input.demand.meters,
	}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.chain.Close()) }()
	s.queries = watertypes.NewQueryClient(s.client)
	s.announce(out)
	began := time.Now()
	if err := s.setUp(ctx); err != nil {
		return fmt.Errorf("set up the area: %w", err)
	}
	if err := s.live(ctx, out); err != nil {
		return err
	}
	if err := s.payProducer(ctx); err != nil {
		return err
	}
	return s.conclude(ctx, out, time.Since(began))
}

// live brings the readings of each day and lets it pass.
func (s *waterStory) live(ctx context.Context, out printer) (err error) {
	if s.courier, err = s.newCourier(ctx, filepath.Join(s.home, "gateway"), s.devices, courierBatch, 0, out); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.courier.journal.Close()) }()
	month, err := s.newMonth(ctx, 0)
	if err != nil {
		return err
	}
	out.waterHeader()
	days := len(s.input.reservoirs[0].days)
	for day := range days {
		end := time.Unix(s.input.start+int64(day+1)*secondsPerDay, 0)
		if err := s.chain.AdvanceTo(ctx, end); err != nil {
			return err
		}
		if err := s.courier.bring(ctx, s.input.demand.feed(append(s.input.rowsOf(day), s.capture(day, end.Unix())...))); err != nil {
			return err
		}
		if err := s.reportLosses(ctx); err != nil {
			return err
		}
		if err := month.add(ctx, s); err != nil {
			return err
		}
		if next := end.UTC(); next.Day() == 1 || day == days-1 {
			if err := s.audit(); err != nil {
				return err
			}
			out.waterMonth(month)
			if month, err = s.newMonth(ctx, day+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// capture is what the meters of the sources show at the end of a day. What was let out beside the pipe is set against what comes
// in later, unless it is reported.
func (s *waterStory) capture(day int, end int64) []meterdata.Record {
	var out []meterdata.Record
	for i, r := range s.input.reservoirs {
		net := r.days[day] + s.owed[i]
		s.captured[i] += uint64(max(0, net))
		s.owed[i] = min(0, net)
		out = append(out, meterdata.Record{
			Line: day + 1, Meter: r.name, Kind: meterdata.Registers, Litres: true, End: end, Export: meterdata.Of(s.captured[i]),
		})
	}
	return out
}

// reportLosses has the producer report what was let out, as far as the stock has it.
func (s *waterStory) reportLosses(ctx context.Context) error {
	view, err := s.queries.Area(ctx, &watertypes.QueryAreaRequest{Area: s.area})
	if err != nil {
		return err
	}
	left := view.Ledger.StockLitres
	var losses []sdk.Msg
	for i := range s.input.reservoirs {
		litres := min(-s.owed[i], left)
		if litres <= 0 {
			continue
		}
		left -= litres
		s.owed[i] += litres
		losses = append(losses, &watertypes.MsgReportLoss{
			Producer: s.must(devnet.Supplier), Area: s.area, Source: uint64(i + 1), Litres: uint64(litres), EvidenceHash: evidence,
		})
	}
	_, err = s.do(ctx, devnet.Supplier, losses...)
	return err
}

// payProducer has the producer collect what the periods that ended owe it.
func (s *waterStory) payProducer(ctx context.Context) error {
	res, err := s.queries.Payables(ctx, &watertypes.QueryPayablesRequest{Area: s.area})
	if err != nil || len(res.Payables) == 0 {
		return err
	}
	_, err = s.do(ctx, devnet.Supplier, &watertypes.MsgCollect{Producer: s.must(devnet.Supplier), Area: s.area})
	return err
}
