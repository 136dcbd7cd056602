// Package netting shares the energy of a community among its members, epoch by epoch, and the money for it. It knows no
// store and no block: a keeper passes columns of numbers, page by page, and stores the results.
//
// # Method
//
// A member's position is export − import + what it carried in. A renewable surplus is a supply; a deficit is a demand as
// far as the member's prepaid money buys it, at most floor(prepaid·1000/price). What is neither is withheld. Let S, D and W
// be the sums of supplies, demands and static weights, these of all members of the epoch, also of those who need nothing or
// did not report. Then M, the netted energy, goes from the givers to the takers; Apportion is the cumulative rounding of
// package apportion, started at the offset of the epoch:
//
//	DYNAMIC  M = min(S, D); give = Apportion(M, supplies); take = Apportion(M, demands)
//	STATIC   part = Apportion(S, weights); take = min(part, demand); M = Σ take; give = Apportion(M, supplies)
//	PERCENT  on the greater side floor(lesser · floor(100·own/greater) / 100), which sum to M; the lesser side gives or
//	         takes M first in, first served, in slot order. With S = D the supplies count as the greater side
//
// STATIC is the sharing by fixed coefficients of the laws on collective self-consumption: the unused rest of a member's
// part goes to the grid and never to another member. Coefficients that sum to less than 1 are weights of a fixed total T
// above W: the weight T − W is that of one more member, the last, and its part goes to the grid as well.
//
// A taker pays floor((take·price + carry)/1000), the rest of the division is its carry to the next charge. The charges, C
// in all, go to the givers by Apportion(C, gives). What is left of a position is the residual.
//
// Deeds, the energy from one member to another, need no storage: gives and takes, laid end to end in slot order, both divide
// [0, M), and each overlap is a deed.
//
// # Walk
//
// One member needs only the rule of the epoch and the Prefix before it, so a settlement of any size is a walk over pages
// that can pause after each. The passes are: totals (Fill, AddPage, then NewRule); if NeedsMatch, match (MatchPage, then
// SetNetted); if there is a price, charge (SharePage, ChargePage, then Credits); share (SharePage, ChargePage,
// Credits.Page, in the end Check). Settle does the same at once.
//
// The signatures that a keeper needs:
//
//	func (pg *Page) Fill(in Reports)                          // positions and sides of a page
//	func (t *Totals) AddPage(pg *Page) error
//	func NewRule(terms Terms, epoch uint64, totals Totals) (Rule, error)
//	func (r *Rule) MatchPage(p *Prefix, pg *Page) (part uint64)
//	func (r *Rule) SetNetted(netted uint64) error
//	func (r *Rule) SharePage(p *Prefix, pg *Page)             // Give and Take
//	func (pg *Page) ChargePage(price uint64, carryMilli []uint64) (sum uint64, err error)
//	func (r *Rule) Credits(collected uint64) (Credits, error)
//	func (c Credits) Page(given uint64, pg *Page) (sum uint64) // given: Prefix.Given before the page
//	func (r *Rule) Check(p Prefix) error                      // after the last page
//
// and for one member Position, Affordable, SideOf, Rule.Partial, Rule.Next, Charge, Credits.Of, Rule.Why, Range.Parts.
//
// # Promises
//
//   - Σ give = Σ take = M = Σ deeds. Σ charges = Σ credits.
//   - DYNAMIC: nothing is left of the lesser of S and D, so that the sum of what is left of both is the least possible.
//   - STATIC: what a member takes depends on S, the weights and its own demand, not on the need, the money or the report of
//     another.
//   - Give ≤ supply and take ≤ demand: no residual is greater than its position or has the other sign.
//   - Page by page equals all at once, however the pages are cut.
//   - A charge never exceeds the prepaid money. Over time each pays take·price/1000, to less than one base unit.
//   - The order of the members matters only for ties. DYNAMIC: another order moves no share by more than 1 Wh. STATIC: no
//     take by more than 1 Wh, and the gives follow their sum. PERCENT: no share of the greater side at
//     all; on the lesser side the first slots are served first.
//   - Every input gives a value or an error; no input is modified.
//
// # Rounding
//
//   - Shares are the floor or the ceiling of their quota. The odd Wh depends on the offset, which moves with the
//     epoch: over epochs no member gains. The same holds for the odd base unit of the credits, and for the parts of STATIC, which
//     sum to S, or under a fixed total to the floor or the ceiling of S·W/T.
//   - The energy that a member can pay for is rounded down: it keeps the money for less than a whole Wh.
//   - A charge is rounded down in favour of the payer, who owes the thousandths with the next charge.
//   - PERCENT rounds down twice. The loss, up to one percent of the lesser side and 1 Wh per member of the greater side, is
//     not netted: with more than 100 equal members nothing is. It is kept for comparison.
//
// # Cost
//
// Processor time per member at 10, 1,000, 100,000 and 1,000,000 members, all passes together, on pages of 128, and beside it
// the ratio to summing an array of as many numbers in the same run (go test -bench Settle ./x/energy/netting):
//
//	one pass, sides known   8.1   5.0   5.1   6.0 ns   18 times the sum at 1,000,000
//	DYNAMIC                  24    13    13    13 ns   38
//	DYNAMIC with a price     47    32    33    34 ns   99
//	STATIC                   34    21    21    20 ns   61
//	PERCENT                  36    25    29    31 ns   84
//
// Nothing is allocated per member. The time is that of the divisions, one per member of the greater side and pass; no
// branch depends on the sign of a position, which the processor cannot predict.
//
// # Example
//
// In epoch 0, whose offset is 0, four households report surpluses of 200 and 100 Wh and twice a deficit of 100 Wh. Then S =
// 300 and M = D = 200; the cuts of the givers are floor(200·200/300) = 133 and 200. So they give 133 and 67, keep 67 and 33, and
// both deficits are covered.
package netting
