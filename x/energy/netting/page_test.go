package netting_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/energy/netting"
	"github.com/utilityd/utilityd/x/internal/exact"
)

// ledger is what a keeper holds: the reports and the results of all members as columns.
type ledger struct {
	imports, exports, carried, nonRenewable, prepaid, weight, milli []uint64

	result   netting.Result
	whole    netting.Page     // of all members, where that is wanted
	prefixes []netting.Prefix // before each page
}

func open(members []netting.Member) *ledger {
	l := &ledger{}
	for _, m := range members {
		l.imports = append(l.imports, m.ImportWh)
		l.exports = append(l.exports, m.ExportWh)
		l.carried = append(l.carried, exact.ZigZag(m.CarriedWh))
		l.nonRenewable = append(l.nonRenewable, m.NonRenewableWh)
		l.prepaid = append(l.prepaid, m.Prepaid)
		l.weight = append(l.weight, m.Weight)
		l.milli = append(l.milli, m.CarryMilli)
	}
	l.result.Shares = make([]netting.Share, len(members))
	return l
}

func (l *ledger) fill(pg *netting.Page, price uint64, from, to int) {
	pg.Fill(netting.Reports{
		Import: l.imports[from:to], Export: l.exports[from:to], Carried: l.carried[from:to],
		NonRenewable: l.nonRenewable[from:to], Prepaid: l.prepaid[from:to], Weight: l.weight[from:to], Price: price,
	})
}

// settlePaged settles a case page by page as a keeper does, where pages end at the cuts. Nothing but a Prefix and a few sums
// goes from one page to the next: the rule is made anew before each page, as after a pause between blocks.
func settlePaged(t fataller, c epochCase, cuts []int) *ledger {
	t.Helper()
	l := open(c.members)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%+v by pages %d: expected no error, got %v", c, cuts, err)
		}
	}
	pg := netting.NewPage(len(c.members)) // used again and again, as a keeper does
	each := func(visit func(pg *netting.Page, from, to int)) {
		from := 0
		for _, to := range append(slices.Clone(cuts), len(c.members)) {
			pg.Resize(to - from)
			l.fill(pg, c.price, from, to)
			visit(pg, from, to)
			from = to
		}
	}

	totals := &l.result.Totals
	each(func(pg *netting.Page, _, _ int) { must(totals.AddPage(pg)) })

	rule := func(matched bool) netting.Rule {
		r, err := netting.NewRule(c.terms(), c.epoch, *totals)
		must(err)
		if matched {
			must(r.SetNetted(l.result.Netted))
		}
		return r
	}
	if r := rule(false); r.NeedsMatch() {
		var p netting.Prefix
		each(func(pg *netting.Page, _, _ int) {
			r := rule(false)
			l.result.Netted += r.MatchPage(&p, pg)
		})
	} else {
		l.result.Netted = r.Netted()
	}

	var p netting.Prefix
	each(func(pg *netting.Page, from, to int) {
		r := rule(true)
		r.SharePage(&p, pg)
		sum, err := pg.ChargePage(c.price, l.milli[from:to])
		must(err)
		l.result.Collected += sum
	})

	p = netting.Prefix{}
	var credited uint64
	each(func(pg *netting.Page, from, to int) {
		l.prefixes = append(l.prefixes, p)
		r := rule(true)
		credits, err := r.Credits(l.result.Collected)
		must(err)
		before := p.Given
		r.SharePage(&p, pg)
		_, err = pg.ChargePage(c.price, l.milli[from:to])
		must(err)
		credited += credits.Page(before, pg)
		l.write(pg, from)
	})
	r := rule(true)
	must(r.Check(p))
	if credited != l.result.Collected {
		t.Fatalf("%+v by pages %d: expected credits of %d, got %d", c, cuts, l.result.Collected, credited)
	}
	return l
}

func (l *ledger) write(pg *netting.Page, from int) {
	for i := range pg.Position {
		l.result.Shares[from+i] = netting.Share{
			Side:     netting.Side{Supply: pg.Supply[i], Demand: pg.Demand[i], Weight: pg.Weight[i]},
			Withheld: pg.Withheld[i], Give: pg.Give[i], Take: pg.Take[i],
			Residual: pg.Position[i] - int64(pg.Give[i]) + int64(pg.Take[i]),
			Charge:   pg.Charge[i], Credit: pg.Credit[i], LeftMilli: pg.LeftMilli[i],
		}
	}
}

func pagedEqualsWhole(t fataller, c epochCase, cuts []int) {
	t.Helper()
	want := c.settled(t)
	l := settlePaged(t, c, cuts)
	if !reflect.DeepEqual(l.result, want) {
		t.Fatalf("%+v by pages %d: expected\n%+v\ngot\n%+v", c, cuts, want, l.result)
	}
}

func TestPageByPageEqualsAllAtOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCase(t)
		cuts := rapid.SliceOf(rapid.IntRange(0, len(c.members))).Draw(t, "cuts")
		slices.Sort(cuts)
		pagedEqualsWhole(t, c, cuts)
	})
}

// Every way to cut eight members into pages, with every key, with and without a price.
func TestEveryPageSplit(t *testing.T) {
	members := at(50, 70, -200, 40, -100, 40, -25, 3)
	for i := range members {
		members[i].Weight = uint64(i*i) % 7
		members[i].Prepaid = uint64(17 * i)
		members[i].CarryMilli = uint64(111 * i)
	}
	members[3].NonRenewableWh = 1
	for key := netting.Dynamic; key <= netting.Percent; key++ {
		for _, price := range []uint64{0, 333} {
			c := epochCase{key: key, epoch: 1_945_617, price: price, members: members}
			holds(t, c)
			for set := range 1 << (len(members) - 1) {
				var cuts []int
				for i := range len(members) - 1 {
					if set>>i&1 == 1 {
						cuts = append(cuts, i+1)
					}
				}
				pagedEqualsWhole(t, c, cuts)
			}
		}
	}
}

// The columns that a community does not need may be left out.
func TestFillWithoutColumns(t *testing.T) {
	imports, exports := []uint64{30, 0, 7}, []uint64{0, 40, 7}
	pg := netting.NewPage(3)
	for i := range 3 { // a used page
		pg.Supply[i], pg.Demand[i], pg.Weight[i], pg.Withheld[i], pg.Position[i] = 9, 9, 9, 9, 9
	}
	pg.Fill(netting.Reports{Import: imports, Export: exports})

	if want := []int64{-30, 40, 0}; !slices.Equal(pg.Position, want) {
		t.Errorf("expected positions %d, got %d", want, pg.Position)
	}
	if want := []uint64{0, 40, 0}; !slices.Equal(pg.Supply, want) {
		t.Errorf("expected supplies %d, got %d", want, pg.Supply)
	}
	if want := []uint64{30, 0, 0}; !slices.Equal(pg.Demand, want) {
		t.Errorf("expected demands %d, got %d", want, pg.Demand)
	}
	if none := []uint64{0, 0, 0}; !slices.Equal(pg.Weight, none) || !slices.Equal(pg.Withheld, none) {
		t.Errorf("expected no weight and nothing withheld, got %d and %d", pg.Weight, pg.Withheld)
	}
	if !slices.Equal(imports, []uint64{30, 0, 7}) || !slices.Equal(exports, []uint64{0, 40, 7}) {
		t.Errorf("expected the reports untouched, got %d and %d", imports, exports)
	}
}
