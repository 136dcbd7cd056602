// Package demo shows what the chain does in one command: three stories whose outcomes are printed as tables, or as JSON lines.
//
// The actions of people and all that is printed are in stories/*.txt, in the language of scenarios. Tests perform the actions in the
// world of testutil/fixture, and a demo whose text differs from the output ends with an error. data/*.csv is the input of a
// demo without files; it is read as any other file is.
//
//	command.go, run.go, node.go                     the flags, the order in which everything happens, a devnet
//	people.go, play.go, print.go                    the accounts, the texts that they follow, and what these print
//	measurements.go, tally.go, courier.go           meter data, its sums, and the gateway that brings it to the chain
//	energy.go, generator.go, water.go               the stories; water_input.go reads reservoirs
package demo
