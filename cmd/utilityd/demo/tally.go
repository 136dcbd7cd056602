package demo

import "github.com/utilityd/utilityd/cmd/utilityd/meterdata"

// tally adds up a meter as the gateway and the chain do, for what must be known before a reading is sent.
type tally struct {
	consumed, produced meterdata.Quantity // behind the meter, or what it measures if that is all that the input has
	own                meterdata.Quantity // the part of both that never passes the meter
	last               meterdata.Record   // the last one that counts
}

// tallies adds up all meters, in their order.
func (m *measurements) tallies() []tally {
	out, slot := make([]tally, len(m.meters)), map[string]int{}
	for i, name := range m.meters {
		slot[name] = i
	}
	for _, r := range m.records {
		out[slot[r.Meter]].add(m, r)
	}
	return out
}

// imported and exported are what the meter measures.
func (t *tally) imported() meterdata.Quantity { return t.consumed.Minus(t.own) }
func (t *tally) exported() meterdata.Quantity { return t.produced.Minus(t.own) }

// add takes in a record. One that repeats or overlaps what counts already is left out, as the gateway refuses it.
func (t *tally) add(m *measurements, r meterdata.Record) {
	if r.Kind == meterdata.Registers {
		t.addRegisters(m, r)
		return
	}
	if r.Start < t.last.End {
		return
	}
	t.last = r
	t.consumed, t.produced = plus(t.consumed, r.Import), plus(t.produced, r.Export)
	if m.behind {
		imported, _ := meterdata.Net(r.Import, r.Export)
		t.own = plus(t.own, r.Import.Minus(imported))
	}
}

// addRegisters takes in registers. The first ones open; those that went back or are implausible are left out, as the chain
// refuses them or puts them into quarantine: the next good ones carry the whole amount.
func (t *tally) addRegisters(m *measurements, r meterdata.Record) {
	if t.last.Kind == 0 {
		t.last = r
		return
	}
	seconds := r.End - t.last.End
	imported, importBack := m.advance(t.last.Import.Whole, r.Import.Whole)
	exported, exportBack := m.advance(t.last.Export.Whole, r.Export.Whole)
	if seconds <= 0 || importBack || exportBack || max(imported, exported) > m.plausible(seconds) {
		return
	}
	t.last = r
	t.consumed, t.produced = plus(t.consumed, meterdata.Of(imported)), plus(t.produced, meterdata.Of(exported))
}

// advance is how far a register went from one value to another. Without digits one that shows less went back.
func (m *measurements) advance(from, to uint64) (steps uint64, back bool) {
	if to >= from {
		return to - from, false
	}
	return to + (m.modulus - from), m.digits == 0
}

// goneOn is a register after more steps.
func (m *measurements) goneOn(register, steps uint64) uint64 {
	if m.digits == 0 {
		return register + steps
	}
	return (register + steps%m.modulus) % m.modulus
}

// plausible is the most that a meter can measure in some seconds, rounded up in its favour as on the chain.
func (m *measurements) plausible(seconds int64) uint64 {
	return (m.rate*uint64(seconds) + 3_599) / 3_600
}

// plus adds up. A sum that is too large for a register stays as it is, as the gateway refuses its row.
func plus(a, b meterdata.Quantity) meterdata.Quantity {
	if sum, err := a.Plus(b); err == nil {
		return sum
	}
	return a
}
