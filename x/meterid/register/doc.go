// Package register converts the values of a device's register into exact amounts.
//
// A register is a cumulative counter. Its Form has the value of a step, a fraction of a Wh or litre, and the number of
// decimal digits after which it starts again at 0. The total of a register is all that it has counted:
//
//	total = floor((value · Numerator + Phase) / Denominator) + Offset
//
// The amount between two values is the difference of their totals. So the fractions of a step add up and nothing drifts:
// ten steps of 0.1 Wh are 1 Wh, whether they come in one reading or in ten. Phase and Offset are the Base of the register:
// zero as long as the device counts on. They hold the part of the total that a wrap or another setting takes from the
// value.
//
// # Promises
//
//   - Amounts of any sequence of advances add up to the floor of the whole advance, the Phase it began with included.
//   - Wrapped and Rebased change what a value means and never the total.
//   - A total is modulo 2^64, so that it never overflows; the difference of two totals is right below 2^64.
//
// # Rounding
//
// A total is rounded down: less than one Wh or litre of a device waits for the steps that complete it, and is never
// counted if none come.
//
// # Example
//
// A register of 3 digits in steps of 0.1 litres goes from 998 over 999 and 000 to 003. That is 5 steps, and the total goes
// from 99 to 100 litres: floor(0.3 + 100).
package register
