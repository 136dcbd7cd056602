package queue

// Budget is the work left to one block, in units that the handlers define (a page read and written, say), and the part
// of it that the lane at work may use in its turn. It is not part of the state, and what is spent stays spent when the writes of
// an item are discarded: the work was done.
type Budget struct {
	left, turn uint64
}

// turnsPerBlock is how many turns of equal length a budget is divided into.
const turnsPerBlock = 16

// minTurn is the minimum length of a turn: a unit for the item, and one for its progress.
const minTurn = 2

// NewBudget returns a budget of so many units, all of it for one turn until Run divides it.
func NewBudget(units uint64) *Budget {
	return &Budget{left: units, turn: units}
}

// Spend takes n units, or all that is left if that is less, and reports whether the item may go on.
func (b *Budget) Spend(n uint64) (left bool) {
	b.left -= min(n, b.left)
	b.turn -= min(n, b.turn)
	return b.Left() > 0
}

// Left returns the units that remain in this turn.
func (b *Budget) Left() uint64 {
	return min(b.left, b.turn)
}
