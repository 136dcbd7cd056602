// Package apportion shares a whole number among weights by cumulative rounding: no unit is lost or created, nothing is
// sorted, and a share needs no other weights.
//
// # Method
//
// To share a total M among weights in a fixed order that sum to W, let P(i) be the sum of the weights before i, and φ an
// offset in [0, W). Then
//
//	cut(P)   = floor((M·P + φ) / W)
//	share(i) = cut(P(i+1)) − cut(P(i))
//
// The cuts are the ends of the shares laid one after the other on [0, M). Each needs five numbers at most - M, W, φ, P(i)
// and the weight itself - so a page of members needs only the prefix before it, and a share can be checked by hand.
// Products are formed in 128 bits; every input gives a value or an error.
//
// # Promises
//
//   - The shares sum to M, exactly.
//   - Each share is the floor or the ceiling of its quota M·w/W. No weight, no share.
//   - Page by page, in any order of pages, equals all at once.
//   - Joining two neighbours, or splitting one weight in two, changes no sum: splitting gains nothing.
//   - Over epochs, with the offsets of Offset, the mean of a share tends to its quota: over any 10,000 epochs in a row it is
//     within a thousandth of a unit. The sum itself stays within ten units of the exact one at any time on the
//     way.
//   - At the same hour of every day or week too: where a weight has the same quota in every n-th epoch, and n epochs of a minute
//     or more divide a day or a week, the sum of its shares in them stays within 16 units of the exact one for three years,
//     whenever they begin. The maximum found is 14.8.
//
// # Rounding
//
// In one division a fractional quota is rounded down or up by the place of its weight; with φ = 0 every cut is rounded down,
// so that later weights gain what earlier ones lose. A greater φ moves the gain forward. Offset takes φ = floor(W · frac(n·ϑ)) for
// epoch n with ϑ = 0xE1F3B0407965AAED / 2⁶⁴, about 0.883, a sequence that fills the circle evenly from any start, so no weight gains for
// long. What a weight gains in n epochs is bounded by how near the multiples of ϑ come to whole numbers, of its n-th multiple as
// of itself. ϑ is the best of 10⁹ numbers by the sum of the quotients of the continued fractions of n·ϑ, the greatest for all
// 142 n that divide a day or a week. The golden ratio is best for n = 1, but has 81 units for n = 144, a Fibonacci number and a day of
// ten minutes.
//
// # What does not hold
//
// Each of these has a test that shows it. Equal weights may get shares one unit apart. A greater total can lower a single
// share by one. Another order of the same weights can move a unit. The mean needs epochs that follow each other, or a step that divides
// a day or a week: of every 1,082nd epoch alone, it takes 7,233 for φ to go round once. Where the quotas change from epoch to epoch,
// only the unit of each epoch is bounded.
package apportion
