// Package ledger keeps the water of an area and the tokens that stand for it. It uses no store, no block and no bank: a keeper
// passes a Ledger and an Account, and stores the results.
//
// # Method
//
// A token is a litre of drinking water. The sources of an area fill its stock, the households draw from it:
//
//	Inflow   in = min(measured, capacity − stock), the rest overflows; stock += in
//	         firm water is minted for the lifeline reserve; other water repays the deficit, the rest is minted:
//	         first for the reserve up to its target, then for the persons who subscribed to the running period
//	Tick     once a day a ration for each person that lives in the area; what the reserve has beyond its target repays the deficit, and
//	         the rest goes to those who subscribed
//	Lose     stock −= x, deficit += x
//	Consume  lifeline, then tokens, are burned, the rest is an overdraft; stock −= all of it
//	Leave    tokens to those who stay, lifeline to the reserve, overdraft to the deficit and to the debt of the account
//	Return   the debt becomes an overdraft again, and tokens for those who subscribed
//
// so that always supply = stock + deficit + overdraft, in whole litres. The stock may fall below 0: then more was drawn than the
// sources had measured, and deficit and overdraft say so.
//
// Water for all persons goes into two indexes (package accrual), so that a mint costs the same for ten households and for a million: one for
// those who subscribed to the running period, one for the lifeline of all who live in the area. A third one gives money back. They never start anew:
// a period has the Mark at which it starts. A household is settled when it is touched: it gets what it is owed, which repays
// its overdraft first. Tokens above its part of the capacity, on sale or not, go back into the index, lifeline above its cap into the
// reserve. An account that was idle first catches up (CatchUp) with the marks at which its subscriptions began and ended: at most four, however
// many periods have passed.
//
// The Allocation of an area is the part of tokens that may be drawn, so that the stock keeps what reserve and lifelines promise.
//
// # Keeper
//
// Tokens of owners are coins in a bank, which is Account.Balance; all others are with the area, which is Ledger.Module. A keeper
// moves coins by two differences, whatever the functions did in between:
//
//	account.Balance, after less before   from the area to the owner, or back
//	ledger.Supply, after less before     minted or burned by the area
//
// If it takes from owners, then mints, then gives to owners, then burns, the area always has enough, also for a whole batch at once.
// No function changes its arguments: a discarded result has no effect.
//
// # Promises
//
//   - supply = stock + deficit + overdraft after any sequence of calls, and the supply is the sum of all balances and of Module.
//   - Only Inflow mints, and Return what others had paid. Tokens are burned for water drawn, by Consume or later as an overdraft is repaid, and for
//     water lost, as the reserve repays the deficit.
//   - With F litres stored from firm sources since the last Tick each of P persons gets at least min(lifeline, F / P), rounded down.
//   - Drawing within Drawable keeps the stock at least at Reserve + Lifeline, if it was there.
//   - Every litre is accounted for: Unsettled is exactly what the water index owes to accounts, and its carry.
//   - A reading is never refused for lack of tokens. What exceeds MaxLitres of an account's overdraft or MaxOwing of the area's
//     deficit and overdrafts is reported as Uncounted and ignored.
//   - After Settle no account with a meter holds more than Cap, on sale or not. An account has an overdraft only while it has
//     no tokens; it can use a lifeline even then.
//   - Every input gives a value or an error; states that do not add up are refused. A call that fails returns what it was given.
//
// # Rounding
//
//   - What is divided among persons is rounded down; the rest, less than a litre for each, is carried to the next mint or stays in the reserve.
//   - The allocated part of a household's tokens is rounded down, in favour of reserve and lifelines.
//   - Pay for a part of a period is rounded down, in favour of those who paid.
//   - The cap is rounded down, in favour of all.
//   - Own use is rounded down to millilitres a day; the reserve of a seller is rounded up to litres.
//   - The reference price is rounded down, in favour of the buyer, by less than one base unit a litre.
//   - Parts of a short pot are the floor or the ceiling of their quota; who gains the odd unit moves with the period.
//
// # Cost
//
// Processor time (go test -bench . ./x/water/ledger); nothing is allocated:
//
//	Inflow with 1,000 and with 1,000,000 persons    30 ns
//	Settle                                          50 ns
//	Consume                                         55 ns
//	reading of a household: both, and Measure      170 ns
//
// # Example
//
// Two subscribers of one person each pay a fee of 1. The source delivers 100 litres, so each may have 50; it delivers 30 more, and
// each may have 65. At the end of the period its producer receives 2.
package ledger
