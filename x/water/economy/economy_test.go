package economy_test

import (
	"testing"
)

func TestMeasure(t *testing.T) {
	for _, plan := range strategies() {
		var g, tr, over, e, w, d int64
		var gs, ws, os uint64
		n := uint64(60)
		for seed := range n {
			c := compare(t, draw(seed), plan)
			if c.water > g { g, gs = c.water, seed }
			tr = max(tr, c.trade)
			if o := c.trade - c.room; o > over { over, os = o, seed }
			e = max(e, c.early)
			if c.worst < w { w, ws = c.worst, seed }
			d = max(d, c.dry)
		}
		t.Logf("%-22s water %8d l (seed %d), trade %8d, over room %8d (seed %d) early %7d, others lose %8d l (seed %d), dry %d", plan.name, g/1000, gs, tr/1000, over/1000, os, e, w/1000, ws, d)
	}
}
