package keeper

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// batch is one MsgSubmitReadings while it is judged.
type batch struct {
	readings []types.Reading
	meters   []*types.Meter
	signed   []bool
	window   window
	now      int64

	codes   []types.ReadingCode
	numbers []uint64 // meters of the readings that get as far as their registers
	places  []int    // the reading of each of them

	waiting    []waiting
	deliveries []delivery
	remarks    []types.ReadingRemark // empty: there is none
}

// waiting is a change of what waits for the issuer of a meter.
type waiting struct {
	meter   uint64
	reading *types.QuarantinedReading // nil: nothing waits any more
}

// delivery is an accepted reading on its way to a module.
type delivery struct {
	module  string
	place   int // in the batch
	reading types.AcceptedReading
}

func newBatch(readings []types.Reading, meters []*types.Meter, signed []bool, w window, now int64) *batch {
	n := len(readings)
	b := &batch{
		readings:   readings,
		meters:     meters,
		signed:     signed,
		window:     w,
		now:        now,
		codes:      make([]types.ReadingCode, n),
		numbers:    make([]uint64, 0, n),
		places:     make([]int, 0, n),
		deliveries: make([]delivery, 0, n),
	}
	for i := range readings {
		if code := judgeMeter(meters[i]); code != types.READING_CODE_UNSPECIFIED {
			b.codes[i] = code
			continue
		}
		b.numbers = append(b.numbers, readings[i].Meter)
		b.places = append(b.places, i)
	}
	return b
}

// update judges one reading by the registers of its meter and moves them on if it is accepted. The readings of one meter
// come in the order of the batch.
func (b *batch) update(k int, pg *pages.Page, slot int) error {
	i := b.places[k]
	r, m := &b.readings[i], b.meters[i]
	if !pg.Has(slot) {
		return types.ErrWrongStatus.Wrapf("meter %d: expected registers of an active meter, got none", r.Meter)
	}
	last := readRecord(pg, slot)
	next := types.Registers{Time: r.Time, ImportRegister: r.ImportRegister, ExportRegister: r.ExportRegister}
	v := b.window.judge(m, last.Registers, next, b.signed[i])
	b.codes[i] = v.code
	switch v.code {
	case types.READING_CODE_ACCEPTED:
		writeRegisters(pg, slot, next)
		if last.quarantined {
			writeQuarantined(pg, slot, false)
			b.waiting = append(b.waiting, waiting{meter: r.Meter})
		}
		b.deliveries = append(b.deliveries, delivery{m.Binding.Module, i, accepted(m, last.Registers, next, v)})
	case types.READING_CODE_QUARANTINED:
		writeQuarantined(pg, slot, true)
		b.waiting = append(b.waiting, waiting{r.Meter, &types.QuarantinedReading{
			Meter:       r.Meter,
			Registers:   next,
			ImportDelta: v.importDelta,
			ExportDelta: v.exportDelta,
			Plausible:   v.plausible,
			ReceivedAt:  b.now,
		}})
	}
	return nil
}

// response tells the outcomes in the order of the batch.
func (b *batch) response() *types.MsgSubmitReadingsResponse {
	r := &types.MsgSubmitReadingsResponse{Codes: b.codes, Remarks: b.remarks}
	for _, c := range b.codes {
		switch c {
		case types.READING_CODE_ACCEPTED:
			r.Accepted++
		case types.READING_CODE_DUPLICATE:
			r.Duplicate++
		case types.READING_CODE_QUARANTINED:
			r.Quarantined++
		default:
			r.Rejected++
		}
	}
	return r
}

func (k *Keeper) setQuarantined(ctx context.Context, w waiting) error {
	if w.reading == nil {
		return k.quarantine.Remove(ctx, w.meter)
	}
	return k.quarantine.Set(ctx, w.meter, *w.reading)
}

// remark keeps the remarks that a module made. Most batches have none, which costs nothing in the response.
func (b *batch) remark(delivered []*delivery, readings []types.AcceptedReading) {
	for i, d := range delivered {
		if readings[i].Remark == types.READING_REMARK_UNSPECIFIED {
			continue
		}
		if b.remarks == nil {
			b.remarks = make([]types.ReadingRemark, len(b.readings))
		}
		b.remarks[d.place] = readings[i].Remark
	}
}

// deliver hands accepted readings to the modules: modules by name, one call each, the readings by (ref, to, slot) and
// then as they came.
func (k *Keeper) deliver(ctx context.Context, b *batch) error {
	order := make([]*delivery, len(b.deliveries))
	for i := range b.deliveries {
		order[i] = &b.deliveries[i]
	}
	slices.SortFunc(order, func(a, b *delivery) int {
		return cmp.Or(
			strings.Compare(a.module, b.module),
			cmp.Compare(a.reading.Ref, b.reading.Ref),
			cmp.Compare(a.reading.To, b.reading.To),
			cmp.Compare(a.reading.Slot, b.reading.Slot),
			cmp.Compare(a.place, b.place),
		)
	})
	for len(order) > 0 {
		module := order[0].module
		readings := make([]types.AcceptedReading, 0, len(order))
		for _, d := range order {
			if d.module != module {
				break
			}
			readings = append(readings, d.reading)
		}
		sink, err := k.sink(module)
		if err != nil {
			return err
		}
		if err := sink.ApplyReadings(ctx, readings); err != nil {
			return err
		}
		b.remark(order[:len(readings)], readings)
		order = order[len(readings):]
	}
	return nil
}
