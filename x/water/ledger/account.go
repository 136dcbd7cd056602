package ledger

import "math/bits"

// Account is a household. The zero Account has nothing and no subscription.
type Account struct {
	Balance   uint64 // tokens of the owner
	Offered   uint64 // tokens in its sell order, with the area; held like Balance
	Bought    uint64 // of Balance and Offered: beside the cap until they are drawn or sold; drawn first, sold last
	Lifeline  uint64 // used first; not tradable
	Overdraft uint64 // drawn beyond the balance; above 0 only while Balance is 0
	Debt      uint64 // overdraft that the area took over when its meter went; owed again with the next meter

	Persons      uint64 // behind its meter; 0: it has none
	LifelineLast uint64 // Acc of Residents up to which it is settled

	Now, Next Subscription // Next is for later periods than Now
	Begun     bool         // whether Now has begun: then Last is valid
	Last      Mark         // up to which it is settled as a subscriber

	DailyUse uint64 // average own use, millilitres a day
	Measured bool   // whether there was a reading
	Spent    uint64 // since the last approval
	Consumed uint64 // all; stays at the greatest uint64
}

// Left returns the litres that the household has: its lifeline and its tokens.
func (a Account) Left() uint64 { return a.Lifeline + a.Balance }

// Sellable returns the litres that an account may sell. What it bought it sells only while it subscribes; otherwise it could live from
// trade without a part in the supply.
func (l Ledger) Sellable(a Account) uint64 {
	if a.subscribesTo(l.Period) {
		return a.Balance
	}
	return a.Balance - min(a.Balance, a.Bought)
}

// Cap returns the maximum of tokens of an account, with those in its sell order: its part of the capacity, rounded down. A subscriber of
// the running period shares with the other subscribers, any other household with all persons that live in the area, if that is less. It is 0
// without a meter; such an account keeps its tokens. While there is more water than room, or no room at all because a source is gone, all
// tokens are the cap: savings must not circulate without end.
func (l Ledger) Cap(a Account) uint64 {
	if a.Persons == 0 {
		return 0
	}
	resident := l.capOf(a.Persons, l.Residents.Weight)
	if a.subscribesTo(l.Period) {
		return max(resident, l.capOf(a.current(l.Period).Persons, l.Water.Weight))
	}
	return resident
}

// capOf returns floor(persons·capacity/persons of all), which fits because persons ≤ all.
func (l *Ledger) capOf(persons, all uint64) uint64 {
	switch {
	case l.Capacity == 0 || l.Stock > int64(min(l.Capacity, MaxCapacity)): //nolint:gosec // at most MaxCapacity
		return l.Supply
	case persons >= all:
		return l.Capacity
	}
	hi, lo := bits.Mul64(persons, l.Capacity)
	part, _ := bits.Div64(hi, lo, all) // hi < persons < all
	return part
}
