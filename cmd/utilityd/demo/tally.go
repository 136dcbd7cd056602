package demo

import (
	"cmp"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	"github.com/utilityd/utilityd/x/meterid/rate"
)

// tally adds up a meter as the gateway and the chain do, for what must be known before a reading is sent.
type tally struct {
	consumed, produced meterdata.Quantity // behind the meter, or what it measures if that is all that the input has
	own                meterdata.Quantity // the part of both that never passes the meter
	last               meterdata.Record   // the last one that counts
	limits             [2]uint64          // by register: steps of an implausible advance since then; 0: there was none
	ahead              [2]uint64          // by register: how far it is ahead of its rate; see x/meterid/rate
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

// imported and exported are what the meter measures, whole units.
func (t *tally) imported() uint64 { return t.consumed.Minus(t.own).Whole }
func (t *tally) exported() uint64 { return t.produced.Minus(t.own).Whole }

// add takes in a record. One that repeats or overlaps what counts already is left out, as the gateway refuses it.
func (t *tally) add(m *measurements, r meterdata.Record) {
	switch {
	case t.last.Kind == 0 && r.Kind == meterdata.Registers: // they open
		t.last = r
	case r.Kind == meterdata.Registers && r.End > t.last.End:
		t.addRegisters(m, r)
	case r.Kind == meterdata.Amounts && r.Start >= t.last.End:
		t.last = r
		t.consumed, t.produced = plus(t.consumed, r.Import), plus(t.produced, r.Export)
		if m.behind {
			imported, _ := meterdata.Net(r.Import, r.Export)
			t.own = plus(t.own, r.Import.Minus(imported))
		}
	}
}

// addRegisters takes in registers. Those that went back, are implausible, or do not stay below implausible ones before them are left
// out, as they wait for the issuer on the chain: the next good ones carry the whole amount.
func (t *tally) addRegisters(m *measurements, r meterdata.Record) {
	var steps [2]uint64
	limit, seconds, fault := rate.Of(m.rate, m.form), uint64(r.End-t.last.End), false
	for i, shown := range [2][2]uint64{{t.last.Import.Whole, r.Import.Whole}, {t.last.Export.Whole, r.Export.Whole}} {
		var less bool
		steps[i], less = m.form.Steps(shown[0], shown[1])
		back := less && m.form.Digits == 0
		if !back && steps[i] > limit.Max(t.ahead[i], seconds) {
			t.limits[i] = min(steps[i], cmp.Or(t.limits[i], steps[i]))
		}
		fault = fault || back || t.limits[i] != 0 && steps[i] >= t.limits[i]
	}
	if !fault {
		t.last, t.limits = r, [2]uint64{}
		for i := range t.ahead {
			t.ahead[i] = limit.Next(t.ahead[i], seconds, steps[i])
		}
		t.consumed, t.produced = plus(t.consumed, meterdata.Of(steps[0])), plus(t.produced, meterdata.Of(steps[1]))
	}
}

// goneOn returns a register after more steps.
func (m *measurements) goneOn(register, steps uint64) uint64 {
	if m.form.Digits == 0 {
		return register + steps
	}
	return (register + steps%m.form.Modulus()) % m.form.Modulus()
}

// plus adds up. A sum that is too large for a register stays as it is, as the gateway refuses its row.
func plus(a, b meterdata.Quantity) meterdata.Quantity {
	if sum, err := a.Plus(b); err == nil {
		return sum
	}
	return a
}
