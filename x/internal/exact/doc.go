// Package exact multiplies, divides and adds whole numbers without losing any part of them.
//
// Energy, water and money are uint64 here, and their products do not fit in 64 bits. Every product is therefore
// formed in 128 bits and divided once, so a result is rounded at most once and in the direction of the function's
// name. A result that does not fit is an error and never wraps.
//
// # Promises
//
//   - MulDivFloor ≤ a·b/d ≤ MulDivCeil, and the two are never more than one apart.
//   - a·b + c = q·d + r with r < d, for the q and r of MulAddDivRem.
//   - A call that fails returns zero values and one of ErrOverflow, ErrUnderflow and ErrDivideByZero, unwrapped: the
//     caller adds the meaning of the operands.
//
// # Rounding
//
// MulDivFloor favours the payer or giver of the result, MulDivCeil the receiver; the part of a unit that either
// of them drops is lost. Where it must not be lost, MulAddDivRem returns it as a remainder, which the next
// call takes as c: so a price in thousandths is charged exactly over time. The package example does that.
package exact
