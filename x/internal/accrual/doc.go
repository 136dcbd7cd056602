// Package accrual divides amounts over time among any number of holders: one index is kept for all, and
// each holder is settled when its record is touched.
//
// # Method
//
// An Index has the weight W of all holders, the amount of each unit of weight since the beginning (Acc), and what could not be
// divided yet (Carry). To add A units,
//
//	t = A + Carry    Acc += t / W    Carry = t mod W
//
// A holder stores its weight and the Acc at which it was last settled; it is owed weight·(Acc − last). Before its weight
// changes it is settled: owed is paid or credited, last becomes Acc, and then Join or Leave changes the index. Without
// holders, all stays in Carry and goes to the holders at the time of the next Add, which may be of 0.
//
// # Promises
//
//   - Paid + owed + carry = added, exactly, after any sequence of amounts, joins and leaves. Nothing is lost and nothing is made.
//   - All get the same per unit of weight over the same time. One amount or the same in parts, one holder or the
//     same weight in parts, give the same.
//   - A new holder has no claim on earlier amounts, and a former one none on later amounts.
//   - A call that fails returns the index as it was.
//
// # Rounding
//
// Every Add rounds down, so that the sum owed never exceeds the sum added. The rest, less than one unit for each unit of
// weight, stays in the carry and belongs to the holders at the time it becomes divisible. So a holder that leaves forgoes less than
// one unit for each unit of its weight, and one that joins may gain less than that: a test shows both. To keep that small,
// use weights that are small beside the amounts; persons and shares are, millionths of a share are not.
package accrual
