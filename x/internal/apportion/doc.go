// Package apportion shares a whole number among weights by cumulative rounding: no unit is lost, none is made, nothing is
// sorted and nobody needs to see the other weights.
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
// and the weight itself - so a page of members needs only the prefix before it, and anyone can redo a share by hand.
// Products are formed in 128 bits; every input gives a value or an error.
//
// # Promises
//
//   - The shares sum to M, exactly.
//   - Each share is the floor or the ceiling of its quota M·w/W. No weight, no share.
//   - Page by page, in any order of pages, equals all at once.
//   - Joining two neighbours, or splitting one weight in two, changes no sum: nobody gains by being two.
//   - Over epochs, with the offsets of Offset, the mean of a share tends to its quota: over any 10,000 epochs in a row it is
//     within a thousandth of a unit. The sum itself stays within ten units of the exact one at any time on the
//     way; four are the most that was seen.
//
// # Rounding
//
// In one division a broken quota is rounded down or up by where its weight stands; with φ = 0 every cut is rounded down,
// so that what the earlier lose the later gain. A greater φ moves the gain forward. Offset takes φ = floor(W · frac(n/ϕ)) with
// the golden ratio ϕ for epoch n, a sequence that fills the circle evenly from wherever it starts, so nobody gains for long.
//
// # What does not hold
//
// Each of these has a test that shows it. Equal weights may get shares one unit apart. A greater total can lower a single
// share by one. Another order of the same weights can move a unit. The mean needs epochs that follow each other, or any step
// that is no multiple of a great Fibonacci number: of every 144th epoch alone, it takes 321 for φ to go round once.
package apportion
