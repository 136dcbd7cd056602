package due

// Budget is what one block may still do, in units of work that the handlers define (a record read and written, say). One
// budget may go through the queues of a module one after the other. It is not part of the state, and what is spent stays
// spent when the writes of an item are thrown away: the work was done.
type Budget struct {
	left uint64
}

// NewBudget returns a budget of so many units.
func NewBudget(units uint64) *Budget {
	return &Budget{left: units}
}

// Spend takes n units, or all that is left if that is less, and reports whether anything remains.
func (b *Budget) Spend(n uint64) (left bool) {
	b.left -= min(n, b.left)
	return b.left > 0
}

// Left returns the units that remain.
func (b *Budget) Left() uint64 {
	return b.left
}
