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
//     way; the maximum seen is four.
//
// # Rounding
//
// In one division a fractional quota is rounded down or up by the place of its weight; with φ = 0 every cut is rounded down,
// so that later weights gain what earlier ones lose. A greater φ moves the gain forward. Offset takes φ = floor(W · frac(n/ϕ)) with
// the golden ratio ϕ for epoch n, a sequence that fills the circle evenly from any start, so no weight gains for long.
//
// # What does not hold
//
// Each of these has a test that shows it. Equal weights may get shares one unit apart. A greater total can lower a single
// share by one. Another order of the same weights can move a unit. The mean needs epochs that follow each other, or any step
// that is no multiple of a great Fibonacci number: of every 144th epoch alone, it takes 321 for φ to go round once.
package apportion
