// Package auction clears a book of orders for water by a call auction: all orders wait, and then trade at once and at one
// price. It uses no store and no account: a keeper passes orders in time order, and executes the deals.
//
// # Method
//
// The demand at a price p is the litres of all buyers whose limit is p or more, the supply those of all sellers whose limit is
// p or less, and the volume is the lesser of the two. Three rules find the price, each among the prices left by the one before:
//
//  1. the greatest volume. These are the prices from the last seller's limit to the last buyer's, if the best buyers are
//     paired with the best sellers for as long as they agree: Why.Marginal
//  2. the least difference between demand and supply: Why.Balanced. So orders beyond the volume still count: more
//     demand than supply drives the price up, more supply drives it down
//  3. the closest to a reference that the caller gives, or without one (0) to the middle of Why.Marginal, rounded down
//
// If the best buyer bids less than the best seller asks there is no trade: volume 0, price 0, and every order stays as it
// is.
//
// Each side fills its orders up to the volume by price: the best limit first. On the side that has more than the volume some
// step, the orders with one limit, does not fit as a whole. It is divided among its orders in proportion to their
// litres, by the cumulative rounding of package apportion, in time order from the offset of the auction's number. Worse
// limits get nothing.
//
// A buyer's escrow is its litres at its limit. For the filled litres it pays the price, and the difference to the limit is its
// surplus; the money for the rest is still held. One account may buy and sell in the same auction; it then trades with
// itself at no cost.
//
// # Book
//
// A keeper that bounds each side of its book evicts the worst order: Better compares, Worst finds the latest of the worst,
// and Admit decides. A new order as good as the worst is refused, for the other came first.
//
// Clear fails only for an invalid book: an order that is not valid, more than MaxOrders, or buyers
// that together set aside more than MaxEscrow. If every order goes through Admit, with room for at most MaxOrders/2
// on a side, no auction fails, whatever its price.
//
// # Promises
//
//   - One price for all. It lies between the last seller's limit and the last buyer's; no order trades beyond its limit.
//   - Bought = sold = volume, and no price has a greater one.
//   - Paid = received = volume · price. A buyer's value, surplus and held money are its escrow.
//   - An order with a better limit than one that gets a litre is filled. A better limit never gets
//     less.
//   - One more order never makes the volume less. It may move the price.
//   - Another order of time among orders with different limits changes nothing; among those with the same limit it moves
//     no deal by more than 1 litre.
//   - Every input gives a value or an error; no input is modified. The time is that of sorting the book.
//
// It does not promise that honest orders are optimal: at a divided step, a larger order gets more. The whole
// order must be in escrow, though.
//
// # Rounding
//
//   - Money is never rounded: it is whole litres times one whole price.
//   - A part of a divided step is the floor or the ceiling of its quota. The odd litre depends on the offset, which
//     moves with the number of the auction: over auctions no order gains.
//   - The middle of the marginal prices is rounded down, in favour of the buyers, by less than one base unit a litre.
//
// # Cost
//
// Processor time of Clear, of a book with half of its orders on each side, about a half of which trade; most of it is sorting
// (go test -bench Clear ./x/water/auction):
//
//	orders                 20   200  2,000  4,000  40,000
//	all limits different  5.1    24    330    660   7,200 µs
//	100 limits            3.3    23    190    490   6,000 µs
//
// # Example
//
// Three households buy: 40 litres for at most 12 each, 30 for 10, 30 for 8. Two sell: 50 for at least 6, 30 for 9. The demand is
// 70 at prices 9 and 10 and the supply 80; below 9 the supply is 50 and above 10 the demand 40. So 70 litres are sold, the price
// is 9 or 10, the difference is 10 litres at both, and without a reference it is 9. The first two buyers get all and have
// back 120 and 30; the first seller sells all, the second 20 of its 30.
package auction
