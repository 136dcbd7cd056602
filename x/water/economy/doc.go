// Package economy has no code: its tests are a model of an area whose households, producers and admin follow their own advantage. They drive
// packages ledger and auction as a keeper does, and keep the money themselves.
//
// # Model
//
// A season has 45 to 75 days, periods of 15 to 25 days, 8 to 12 households of 1 to 5 persons with different needs, two sources on a lake
// with rain, a drought and leaks, and in two of three seasons a firm source. Each day has a tick, orders, draws, readings and an auction. An
// honest household subscribes, draws what it needs and its valve lets through, buys when little is left and sells what is more than enough, at
// limits that it means.
//
// Each season runs twice: with all honest, and with one strategy. All randomness is in the season, so the runs differ by the strategy alone. A
// household has got the litres of its needs that were covered, and what is left, less what it owes, and its money at the reference price of the
// day in the honest season. So a litre is a litre on any day: the measure has no price for having water earlier, which is
// reported as needs covered.
//
// # Bounds
//
// No member of a coalition gains more than
//
//   - beside trade: the litres that the area has for all more than in the honest season, because less overflowed or leaked, the reserve
//     keeps less, others had no room, or a false meter said so (all share them), or that the members themselves lost less above
//     their caps; and a litre for each account and day, for rounding
//   - by trade: what the others would lose if each of them traded at its own limit. Nobody trades beyond it, and a trade neither makes nor
//     destroys anything
//   - as a producer: the remuneration of a period, whatever the meter says, at most the fees that all agreed to pay
//
// Maxima of 10,000 seasons, in litres, of about 25,000 that a household gets; and how much of its needs is covered more than when honest:
//
//	strategy                                             beside trade   by trade    pay   needs
//	overdraws: its valve is out of order                        2,111      4,657      0  30,023
//	hoards up to the cap                                           12      3,797      0  20,128
//	does not subscribe, and lives from trade                        0      3,968      0   1,211
//	moves with its debt, and comes back                           344     13,588      0  17,495
//	orders last, with everything known                            630     60,402      0   4,402
//	splits into an account for each person                         94        105      0   1,364
//	trades with a friend, dear and cheap in turn                9,707     57,228      0  13,360
//	squeezes: three sell for what the second-best buyer bids    5,938     92,825      0   2,687
//	reports losses, with a friend who sells                     2,864      3,353      0   2,843
//	reports water that is not there, with a friend             22,923      9,872    902  14,272
//	claims one litre, from a source that brings nothing             0          0    815       0
//	raises terms, with a friend and a producer                  7,939     53,859  7,781   7,407
//	orders for show                                             6,257      1,727      0   5,588
//
// What is gained beside trade is mostly above the caps of others. What is gained by trade is scarcity, and the others
// named a limit at which they prefer the litres. Needs covered are owed: an overdraft is a loan of water without interest.
//
// # Checks on each day of each season
//
//   - each person with a meter has min(lifeline, firm / persons) litres of lifeline, with or without cheaters
//   - supply = stock + deficit + overdraft after each step, and the ledger adds up
//   - draws that a valve lets through leave what reserve and lifelines promise
//   - money adds up to the unit
//   - honest meters show the lake as it is
//
// ECONOMY_SEASONS sets the number of seasons; -short runs a twentieth.
package economy
