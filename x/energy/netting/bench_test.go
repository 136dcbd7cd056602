//go:build unix

package netting_test

import (
	"fmt"
	"syscall"
	"testing"

	"github.com/utilityd/utilityd/x/energy/netting"
)

// pageSize is the number of members that share a key in the store.
const pageSize = 128

var sink uint64

// cpu returns the processor time of this process so far, ns: unlike the wall clock it does not tick for the neighbours.
func cpu(b *testing.B) float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return float64(usage.Utime.Nano() + usage.Stime.Nano())
}

// columns makes n members in mixed order, about a half with a surplus, with pseudo-random amounts up to 4 kWh; the
// demand is about a fifth greater than the supply.
func columns(n int) *ledger {
	members := make([]netting.Member, n)
	x := uint64(88172645463325252)
	for i := range members {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		m := &members[i]
		if x>>60&1 == 0 {
			m.ExportWh = x % 4000
		} else {
			m.ImportWh = x % 4800
		}
		m.Prepaid, m.Weight = 1_000_000, 1+x%97
	}
	return open(members)
}

// work is one walk over n members in memory.
type work func(l *ledger, n int, pg *netting.Page) error

// walk makes the passes that a key and a price need, as a keeper does, but for the store.
func walk(key netting.Key, price uint64) work {
	return func(l *ledger, n int, pg *netting.Page) error {
		var totals netting.Totals
		each := func(visit func(pg *netting.Page, from, to int) error) error {
			for from := 0; from < n; from += pageSize {
				to := min(from+pageSize, n)
				pg.Resize(to - from)
				l.fill(pg, price, from, to)
				if err := visit(pg, from, to); err != nil {
					return err
				}
			}
			return nil
		}
		if err := each(func(pg *netting.Page, _, _ int) error { return totals.AddPage(pg) }); err != nil {
			return err
		}
		rule, err := netting.NewRule(netting.Terms{Key: key}, 1_945_617, totals)
		if err != nil {
			return err
		}
		if rule.NeedsMatch() {
			var p netting.Prefix
			var netted uint64
			if err := each(func(pg *netting.Page, _, _ int) error { netted += rule.MatchPage(&p, pg); return nil }); err != nil {
				return err
			}
			if err := rule.SetNetted(netted); err != nil {
				return err
			}
		}
		var collected uint64
		if price > 0 {
			var p netting.Prefix
			if err := each(func(pg *netting.Page, from, to int) error {
				rule.SharePage(&p, pg)
				sum, err := pg.ChargePage(price, l.milli[from:to])
				collected += sum
				return err
			}); err != nil {
				return err
			}
		}
		credits, err := rule.Credits(collected)
		if err != nil {
			return err
		}
		var p netting.Prefix
		if err := each(func(pg *netting.Page, from, to int) error {
			before := p.Given
			rule.SharePage(&p, pg)
			if price > 0 {
				if _, err := pg.ChargePage(price, l.milli[from:to]); err != nil {
					return err
				}
				sink += credits.Page(before, pg)
			}
			return nil
		}); err != nil {
			return err
		}
		return rule.Check(p)
	}
}

// sidesKnown shares what supplies and demands are there already, in one piece: the bare algorithm.
func sidesKnown(l *ledger, n int, _ *netting.Page) error {
	whole := &l.whole
	if whole.Position == nil {
		*whole = *netting.NewPage(n)
		l.fill(whole, 0, 0, n)
	}
	var totals netting.Totals
	if err := totals.AddPage(whole); err != nil {
		return err
	}
	rule, err := netting.NewRule(netting.Terms{Key: netting.Dynamic}, 1_945_617, totals)
	if err != nil {
		return err
	}
	var p netting.Prefix
	rule.SharePage(&p, whole)
	return rule.Check(p)
}

// BenchmarkSettle reports what a member costs in memory, in processor time, in all passes together, and how many times that is what it costs
// to sum the array of the exports of the same members in the same run.
func BenchmarkSettle(b *testing.B) {
	for _, row := range []struct {
		name string
		work work
	}{
		{"sides-known", sidesKnown},
		{"dynamic", walk(netting.Dynamic, 0)},
		{"dynamic-priced", walk(netting.Dynamic, 300)},
		{"static", walk(netting.Static, 0)},
		{"percent", walk(netting.Percent, 0)},
	} {
		for _, n := range []int{10, 1_000, 100_000, 1_000_000} {
			b.Run(fmt.Sprintf("%s/members=%d", row.name, n), func(b *testing.B) {
				l, pg := columns(n), netting.NewPage(pageSize)
				if err := row.work(l, n, pg); err != nil {
					b.Fatal(err)
				}
				repeats := max(1, 1_000_000/n) // so that the clock is fine enough
				var sums, works float64
				for b.Loop() {
					start := cpu(b)
					for range repeats {
						for _, x := range l.exports {
							sink += x
						}
					}
					between := cpu(b)
					for range repeats {
						if err := row.work(l, n, pg); err != nil {
							b.Fatal(err)
						}
					}
					sums += between - start
					works += cpu(b) - between
				}
				members := float64(b.N * repeats * n)
				b.ReportMetric(works/members, "ns/member")
				b.ReportMetric(sums/members, "sum-ns/member")
				b.ReportMetric(works/sums, "x-sum")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// BenchmarkPage reports what each step costs per member, on one page of mixed members.
func BenchmarkPage(b *testing.B) {
	const price = 300
	l, pg := columns(pageSize), netting.NewPage(pageSize)
	var totals netting.Totals
	l.fill(pg, price, 0, pageSize)
	if err := totals.AddPage(pg); err != nil {
		b.Fatal(err)
	}
	rule, err := netting.NewRule(netting.Terms{Key: netting.Dynamic}, 7, totals)
	if err != nil {
		b.Fatal(err)
	}
	rule.SharePage(new(netting.Prefix), pg)
	collected, err := pg.ChargePage(price, l.milli)
	if err != nil {
		b.Fatal(err)
	}
	credits, err := rule.Credits(collected)
	if err != nil {
		b.Fatal(err)
	}
	for _, row := range []struct {
		name string
		step func() error
	}{
		{"fill", func() error { l.fill(pg, price, 0, pageSize); return nil }},
		{"total", func() error { var t netting.Totals; return t.AddPage(pg) }},
		{"share", func() error { rule.SharePage(new(netting.Prefix), pg); return nil }},
		{"charge", func() error { _, err := pg.ChargePage(price, l.milli); return err }},
		{"credit", func() error { sink += credits.Page(0, pg); return nil }},
	} {
		b.Run(row.name, func(b *testing.B) {
			b.ReportAllocs()
			start := cpu(b)
			for range b.N {
				if err := row.step(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric((cpu(b)-start)/float64(b.N)/pageSize, "ns/member")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkDeeds reports what a deed costs when all are wanted at once.
func BenchmarkDeeds(b *testing.B) {
	const n = 100_000
	l, pg := columns(n), netting.NewPage(n)
	l.fill(pg, 0, 0, n)
	var totals netting.Totals
	if err := totals.AddPage(pg); err != nil {
		b.Fatal(err)
	}
	rule, err := netting.NewRule(netting.Terms{Key: netting.Dynamic}, 7, totals)
	if err != nil {
		b.Fatal(err)
	}
	rule.SharePage(new(netting.Prefix), pg)
	var count int
	start := cpu(b)
	for b.Loop() {
		deeds, err := netting.Deeds(pg.Give, pg.Take)
		if err != nil {
			b.Fatal(err)
		}
		count = len(deeds)
	}
	b.ReportMetric((cpu(b)-start)/float64(b.N)/float64(count), "ns/deed")
}
