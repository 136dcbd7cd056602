// Package auction clears a book of orders for water by a call auction: all orders are placed before it, and then trade at once and at one
// price. It uses no store and no account. The cost does not depend on the number of orders: a keeper adds them up by level as
// they come, clears the levels, and fills each order when its account is touched.
//
// # Method
//
// A limit is a price of a grid, the Level: prices with at most three significant digits. The demand at a price is the litres of all
// buyers whose limit is that price or more, the supply those of all sellers whose limit is that price or less, and the volume is the lesser
// of the two. Two rules find the price:
//
//  1. the greatest volume. These are the levels from Low, the limit of a seller, to High, the limit of a buyer
//  2. of those, the one closest to a reference that the caller gives
//
// On the side that has more than the volume all orders that accept the price share it in proportion to their litres, whatever their
// limits and whenever they were placed. This is the cumulative rounding of package apportion over the orders in the order of
// their levels, lowest first, and within a level in that in which they were placed. Each order knows the litres before it on its level;
// Bases returns those before the level.
//
// A buyer's escrow is its litres at its limit. For what is filled it pays the price, and the rest comes back.
//
// # Promises
//
//   - One price for all, from Low to High. No order trades beyond its limit.
//   - Bought = sold = volume, and no price of the grid has a greater one.
//   - Paid = received = volume · price. A buyer's value and what comes back are its escrow, a seller's filled litres and rest are its litres.
//   - No envy: of two orders of one side that accept the price, each gets its litres times the same fraction, rounded to one of the two
//     whole numbers next to it. The limit and the time make no difference.
//   - An order that gets nothing does not move the price, nor what any order of the other side gets.
//   - One more order never makes the volume less.
//   - Every input gives a value or an error; no input is modified.
//
// It does not promise that honest orders are optimal: on the longer side a larger order gets more. The whole order is in escrow and
// cannot be taken back, though.
//
// # Rounding
//
//   - Money is never rounded: it is whole litres times one whole price.
//   - The filled litres of an order are the floor or the ceiling of its quota. The odd litre depends on the offset, which moves with the
//     number of the auction: over auctions no order gains, and it is paid for like any other.
//
// # Cost
//
// Processor time (go test -bench . ./x/water/auction): the clearing of a book that uses every level on both sides takes 0.2 ms, of a
// million orders or of any other number; the fill of an order takes 50 ns.
//
// # Example
//
// Three households buy: 40 litres for at most 12 each, 30 for 10, 30 for 8. Two sell: 50 for at least 6, 30 for 9. The demand is
// 70 at prices 9 and 10 and the supply 80; below 9 the supply is 50 and above 10 the demand 40. So 70 litres are sold. With a reference of
// 8 the price is 9. The first two buyers get all, and 120 and 30 come back; the sellers share 70 litres by 50 and 30.
package auction
