// Package credit counts for which vouchers of a device the steps of its codes pay. It uses no store and no hash.
//
// # Method
//
// The chain cannot see which code was made for which voucher: codes get lost, are hashed on by others, and come late or
// together. So steps are counted, one at a time, and never codes. An open voucher counts the steps since it was bought which
// no other voucher was released for:
//
//	a step is revealed     each open voucher counts one more
//	one counts its units   it is released; if several do, the oldest, and the others are looked at anew
//	one is released        an older voucher counts its units less, and a newer one starts again from 0:
//	                       the steps that it had counted are those that paid
//	one is refunded        nothing changes for the others
//
// A step that no open voucher counts is surplus: units that the device has and nobody paid for. So is a step that only a
// refunded voucher had counted.
//
// With vouchers of 1 and 500 units, the first of 500 steps releases the first one, and the second has counted 499 then: one
// more step releases it, whoever reveals it and in how many codes.
//
// # Promises
//
//   - Steps = units released + steps counted by the oldest open voucher + surplus, at any time: no step pays twice.
//   - When the steps since the oldest was bought reach the units of all open and released vouchers, all are released.
//   - How the steps are divided among codes makes no difference.
//   - A voucher is released after as many steps as it has units, unless others are released by them. One that gets no code holds
//     up nobody.
//   - No step pays for a voucher that was bought after it.
//   - Each voucher has counted less than its units, and no older one less than a newer one.
//
// The third and fourth promise together leave no other rule: with vouchers of 500 and 1 units, one step must release the
// second, so that the first does not hold it up, and 500 steps at once must do what one and 499 do.
//
// # Cost
//
// At most Max vouchers of a device are open, so each release looks at 16.
//
// # Example
//
// The package example: a stranger reveals all but one of the steps of a code.
package credit
