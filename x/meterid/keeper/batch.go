package keeper

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// batch is a MsgSubmitReadings in progress.
type batch struct {
	readings []types.Reading
	meters   []*types.Meter
	signed   []bool
	window   window
	now      int64

	codes   []types.ReadingCode
	numbers []uint64 // meters of the readings whose registers are read
	places  []int    // the reading of each of them

	stored     func(meter uint64) (types.QuarantinedReading, error) // the quarantined reading before the batch
	waiting    []waiting
	waitingOf  map[uint64]int // place in waiting, by meter; looked up only
	deliveries []delivery
	remarks    []types.ReadingRemark // empty: there is none
}

// waiting is the quarantined reading of a meter after the batch, if any.
type waiting struct {
	reading types.QuarantinedReading
	waits   bool
}

// delivery is an accepted reading on its way to a module.
type delivery struct {
	module  string
	place   int // in the batch
	reading types.AcceptedReading
}

func newBatch(
	readings []types.Reading, meters []*types.Meter, signed []bool, w window, now int64,
	stored func(meter uint64) (types.QuarantinedReading, error),
) *batch {
	n := len(readings)
	b := &batch{
		readings:   readings,
		meters:     meters,
		signed:     signed,
		window:     w,
		now:        now,
		stored:     stored,
		waitingOf:  map[uint64]int{},
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

// update judges one reading by the registers of its meter and advances them if it is accepted. The readings of one meter
// come in the order of the batch.
func (b *batch) update(k int, pg *pages.Page, slot int) error {
	i := b.places[k]
	r, m := &b.readings[i], b.meters[i]
	if !pg.Has(slot) {
		return types.ErrWrongStatus.Wrapf("meter %d: expected registers of an active meter, got none", r.Meter)
	}
	last := readRecord(pg, slot)
	next := r.Registers()
	v := b.window.judge(m, last, next, b.signed[i])
	var q types.QuarantinedReading
	if last.quarantined {
		var err error
		if q, err = b.waitingFor(r.Meter); err != nil {
			return err
		}
		if v.code == types.READING_CODE_ACCEPTED && isHeld(q, v) {
			v.code = types.READING_CODE_QUARANTINED
		}
	}
	b.codes[i] = v.code
	switch {
	case v.code == types.READING_CODE_ACCEPTED:
		after := last.moved(m, next, v)
		if last.quarantined {
			q, after.quarantined = overtaken(m, q, after, v)
			b.wait(q, after.quarantined)
		}
		writeRecord(pg, slot, after)
		b.deliveries = append(b.deliveries, delivery{m.Binding.Module, i, accepted(m, last.Registers, next, v)})
	case v.code.WaitsForIssuer():
		waits := quarantined(m, next, v, b.now)
		if last.quarantined {
			waits = latest(q, waits)
		}
		b.wait(waits, true)
		last.quarantined = true
		writeRecord(pg, slot, last)
	}
	return nil
}

// waitingFor returns the quarantined reading of a meter so far.
func (b *batch) waitingFor(meter uint64) (types.QuarantinedReading, error) {
	if at, known := b.waitingOf[meter]; known {
		return b.waiting[at].reading, nil
	}
	return b.stored(meter)
}

// wait sets or clears the quarantined reading of a meter. Each meter is written once, in the order of first mention.
func (b *batch) wait(q types.QuarantinedReading, waits bool) {
	at, known := b.waitingOf[q.Meter]
	if !known {
		at = len(b.waiting)
		b.waitingOf[q.Meter] = at
		b.waiting = append(b.waiting, waiting{})
	}
	b.waiting[at] = waiting{q, waits}
}

// response reports the outcomes in the order of the batch.
func (b *batch) response() *types.MsgSubmitReadingsResponse {
	r := &types.MsgSubmitReadingsResponse{Codes: b.codes, Remarks: b.remarks}
	for _, c := range b.codes {
		switch {
		case c == types.READING_CODE_ACCEPTED:
			r.Accepted++
		case c == types.READING_CODE_DUPLICATE:
			r.Duplicate++
		case c.WaitsForIssuer():
			r.Quarantined++
		default:
			r.Rejected++
		}
	}
	return r
}

// remark stores the remarks of a module. Most batches have none, which costs nothing in the response.
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

// deliver passes accepted readings to the modules: modules by name, one call each, the readings by (ref, to, slot) and
// then in order of arrival.
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
