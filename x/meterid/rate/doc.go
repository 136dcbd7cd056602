// Package rate bounds the amounts that a register is credited over any span of time, however it is cut into readings.
//
// # Method
//
// A register may run at PerHour Wh (or litres) an hour. How far it is ahead of that rate is a number of 1/3600 Wh, and at most the
// burst: one step of the register, and the part of a Wh by which a step can be rounded. With each reading the number grows by the
// amount and falls by what the rate allows for the time since the last one, down to 0: a register that rests saves nothing up. This is
// the generic cell rate algorithm (ITU-T I.371, annex A) with the burst as its limit.
//
// # Promises
//
//   - The amounts of plausible readings between any two moments are at most PerHour · seconds / 3600 plus the burst.
//   - A register that never runs faster than PerHour is plausible whenever it is read, to the exact step.
//   - A reading is judged by one number of state, 0 for a register that runs below its rate.
//
// # Rounding
//
// The burst and Max are rounded down: never in favour of the meter. Both are exact for whole seconds otherwise.
//
// # Example
//
// A register in steps of 10 Wh that may run at 100 Wh an hour is plausible with 10 Wh at once. Then it is 10 Wh ahead, and the next 10 Wh
// are plausible 360 seconds later.
package rate
