// Package accrual divides what comes in over time among holders whose number does not matter: one index is kept for all, and
// each holder is settled when they are looked at.
//
// # Method
//
// An Index knows the weight W of all holders, what each unit of weight has got since the beginning (Acc), and what could not be
// divided yet (Carry). When A units come in,
//
//	t = A + Carry    Acc += t / W    Carry = t mod W
//
// A holder remembers its weight and the Acc at which it was last settled; it is owed weight·(Acc − last). Before its weight
// changes it is settled: owed is paid or put down as payable, last becomes Acc, and then Join or Leave tells the index. With
// nobody holding, all stays in Carry and goes to those who hold when the next amount, which may be 0, is added.
//
// # Promises
//
//   - Paid + owed + carry = added, exactly, after any sequence of amounts, joins and leaves. Nothing is lost and nothing is made.
//   - Each gets as much per unit of weight as any other over the same time. One amount or the same in parts, one holder or the
//     same weight in parts, come to the same.
//   - Who joins has no claim on what the index has divided before, and who left has none on what it divides later.
//   - A call that fails returns the index as it was.
//
// # Rounding
//
// Every Add rounds down, so that what a holder is owed never exceeds what came in. The rest, less than one unit for each unit of
// weight, stays in the carry and belongs to those who hold when it becomes divisible. So a holder who leaves forgoes less than
// one unit for each unit of its weight, and one who joins may gain less than that: a test shows both. Who wants that to be small
// chooses weights that are small beside the amounts; persons and shares are, millionths of a share are not.
package accrual
