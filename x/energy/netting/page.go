package netting

import (
	"fmt"
	"math/bits"

	"github.com/utilityd/utilityd/x/internal/apportion"
	"github.com/utilityd/utilityd/x/internal/exact"
)

// Reports are what a run of members brings into an epoch, one slice per column, all of one length. Who did not report
// has 0 in Import, Export and Carried.
type Reports struct {
	Import       []uint64 // Wh
	Export       []uint64 // Wh
	Carried      []uint64 // CARRY: Wh in zigzag form, as stored; nil counts as all 0
	NonRenewable []uint64 // Wh of the export that is not renewable: if any, no surplus is given; nil counts as all 0
	Prepaid      []uint64 // base units; not read where the price is 0
	Weight       []uint64 // static weights; nil counts as all 0
	Price        uint64   // base units per kWh
}

// Page is a run of members in slot order, one slice per column, all of one length. It is a work space: made once,
// used for page after page.
type Page struct {
	Position []int64  // Wh; set by Fill, as the four below
	Supply   []uint64 // Wh
	Demand   []uint64 // Wh
	Weight   []uint64 // static weight, 0 where there is no demand
	Withheld []uint64 // Wh that take no part

	Give []uint64 // Wh; set by SharePage, as Take
	Take []uint64 // Wh

	Charge    []uint64 // base units; set by ChargePage, as LeftMilli
	LeftMilli []uint64 // thousandths of a base unit
	Credit    []uint64 // base units; set by Credits.Page
}

// NewPage returns a page of n members.
func NewPage(n int) *Page {
	column := func() []uint64 { return make([]uint64, n) }
	return &Page{
		Position: make([]int64, n),
		Supply:   column(), Demand: column(), Weight: column(), Withheld: column(),
		Give: column(), Take: column(),
		Charge: column(), LeftMilli: column(), Credit: column(),
	}
}

// Fill computes the position and the side of each member, as Position, Affordable and SideOf do for one.
func (pg *Page) Fill(in Reports) {
	n := len(pg.Position)
	imports, exports := in.Import[:n], in.Export[:n]
	supply, demand, weight, withheld := pg.Supply[:n], pg.Demand[:n], pg.Weight[:n], pg.Withheld[:n]
	for i := range pg.Position {
		var carried int64
		if in.Carried != nil {
			carried = exact.UnZigZag(in.Carried[i])
		}
		position := Position(imports[i], exports[i], carried)
		pg.Position[i] = position
		supply[i], demand[i], weight[i], withheld[i] = 0, 0, 0, 0

		size := magnitude(position)
		switch {
		case position < 0:
			part := size
			if in.Price > 0 {
				part = afford(size, in.Prepaid[i], in.Price)
			}
			demand[i], withheld[i] = part, size-part
			if part > 0 && in.Weight != nil {
				weight[i] = in.Weight[i]
			}
		case in.NonRenewable != nil && in.NonRenewable[i] > 0:
			withheld[i] = size
		default:
			supply[i] = size
		}
	}
}

// AddPage adds the sides of a page. What does not fit in 64 bits is an error and changes nothing.
func (t *Totals) AddPage(pg *Page) error {
	supply, c1 := sumColumn(t.Supply, pg.Supply)
	demand, c2 := sumColumn(t.Demand, pg.Demand)
	weight, c3 := sumColumn(t.Weight, pg.Weight)
	if c1|c2|c3 != 0 {
		return fmt.Errorf("%w: %+v and a page of %d members", ErrTooMuch, *t, len(pg.Supply))
	}
	*t = Totals{Supply: supply, Demand: demand, Weight: weight}
	return nil
}

// sumColumn returns the sum and whether it did not fit.
func sumColumn(sum uint64, column []uint64) (_, carry uint64) {
	for _, x := range column {
		var c uint64
		sum, c = bits.Add64(sum, x, 0)
		carry |= c
	}
	return sum, carry
}

// MatchPage returns the sum of Partial over a page and advances p as Partial does.
func (r *Rule) MatchPage(p *Prefix, pg *Page) (part uint64) {
	n := len(pg.Supply)
	demand, weight := pg.Demand[:n], pg.Weight[:n]
	for i, supply := range pg.Supply {
		part += r.Partial(p, Side{Supply: supply, Demand: demand[i], Weight: weight[i]})
	}
	return part
}

// SharePage computes Give and Take of a page, as Next does for one member, and advances p.
func (r *Rule) SharePage(p *Prefix, pg *Page) {
	switch {
	case r.idle:
		clear(pg.Give)
		clear(pg.Take)
		p.passPage(pg)
		return
	case r.key == Dynamic:
		p.Supply, p.Given = cutColumn(r.gives, p.Supply, p.Given, pg.Supply, pg.Give)
		p.Demand, p.Taken = cutColumn(r.takes, p.Demand, p.Taken, pg.Demand, pg.Take)
		p.Weight, _ = sumColumn(p.Weight, pg.Weight)
		return
	}
	n := len(pg.Supply)
	demand, weight, give, take := pg.Demand[:n], pg.Weight[:n], pg.Give[:n], pg.Take[:n]
	for i, supply := range pg.Supply {
		give[i], take[i] = r.Next(p, Side{Supply: supply, Demand: demand[i], Weight: weight[i]})
	}
}

// passPage advances p over the sides of a page.
func (p *Prefix) passPage(pg *Page) {
	p.Supply, _ = sumColumn(p.Supply, pg.Supply)
	p.Demand, _ = sumColumn(p.Demand, pg.Demand)
	p.Weight, _ = sumColumn(p.Weight, pg.Weight)
}

// cutColumn shares by d what falls to weights, after prefix weights and cut units; it returns both for the next page.
func cutColumn(d apportion.Division, prefix, cut uint64, weights, shares []uint64) (_, _ uint64) {
	shares = shares[:len(weights)]
	if d.Total() == d.Weight() { // the scarce side: each has its own amount
		copy(shares, weights)
		sum, _ := sumColumn(0, weights)
		return prefix + sum, cut + sum
	}
	for i, w := range weights {
		if w == 0 {
			shares[i] = 0
			continue
		}
		prefix += w
		next := d.Cut(prefix)
		shares[i] = next - cut
		cut = next
	}
	return prefix, cut
}
