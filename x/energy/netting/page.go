package netting

import (
	"fmt"
	"math/bits"

	"github.com/utilityd/utilityd/x/internal/exact"
)

// Reports are the inputs of a run of members, one slice per column, all of one length. A member without a report
// has 0 in Import, Export and Carried.
type Reports struct {
	Import       []uint64 // Wh
	Export       []uint64 // Wh
	Carried      []uint64 // CARRY: Wh in zigzag form, as stored; nil counts as all 0
	NonRenewable []uint64 // Wh of the export that is not renewable: if any, no surplus is given; nil counts as all 0
	Prepaid      []uint64 // base units; not read where the price is 0
	Weight       []uint64 // static weights, also of those account did not report; nil counts as all 0
	Price        uint64   // base units per kWh
}

// Page is a run of members in slot order, one slice per column, all of one length. It is a work space: made once,
// used for page after page. Columns of other lengths than they should have panic, as an index out of range does.
type Page struct {
	Position []int64  // Wh; set by Fill, as the four below
	Supply   []uint64 // Wh
	Demand   []uint64 // Wh
	Weight   []uint64 // static weight
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

// Resize makes it a page of n members, at most as many as NewPage was asked for; what the columns hold is not defined
// until they are set.
func (pg *Page) Resize(n int) {
	pg.Position = pg.Position[:n]
	for _, column := range []*[]uint64{
		&pg.Supply, &pg.Demand, &pg.Weight, &pg.Withheld, &pg.Give, &pg.Take, &pg.Charge, &pg.LeftMilli, &pg.Credit,
	} {
		*column = (*column)[:n]
	}
}

// Fill computes the position and the side of each member, as Position, Affordable and SideOf do for one. It goes
// column by column and masks instead of branching, because the processor cannot predict the signs.
func (pg *Page) Fill(in Reports) {
	n := len(pg.Position)
	imports, exports, supply, demand := in.Import[:n], in.Export[:n], pg.Supply[:n], pg.Demand[:n]
	for i := range pg.Position {
		var carried int64
		if in.Carried != nil {
			carried = exact.UnZigZag(in.Carried[i])
		}
		position := Position(imports[i], exports[i], carried)
		size, isDeficit := magnitude(position), uint64(position>>63) //nolint:gosec // all bits are the sign
		pg.Position[i], supply[i], demand[i] = position, size&^isDeficit, size&isDeficit
	}

	clear(pg.Withheld)
	if in.NonRenewable != nil {
		pg.withholdSupply(in.NonRenewable)
	}
	if in.Price > 0 {
		pg.withholdDemand(in.Prepaid, in.Price)
	}
	if in.Weight == nil {
		clear(pg.Weight)
		return
	}
	copy(pg.Weight, in.Weight[:n])
}

// withholdSupply removes supplies that are not renewable.
func (pg *Page) withholdSupply(nonRenewable []uint64) {
	supply, withheld := pg.Supply, pg.Withheld[:len(pg.Supply)]
	for i, wh := range nonRenewable[:len(supply)] {
		if wh > 0 {
			supply[i], withheld[i] = 0, supply[i]
		}
	}
}

// withholdDemand limits each demand to what the member can pay.
func (pg *Page) withholdDemand(prepaid []uint64, price uint64) {
	n := len(pg.Demand)
	prepaid, withheld := prepaid[:n], pg.Withheld[:n]
	for i, wh := range pg.Demand {
		if part := afford(wh, prepaid[i], price); part < wh {
			pg.Demand[i] = part
			withheld[i] = wh - part
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
