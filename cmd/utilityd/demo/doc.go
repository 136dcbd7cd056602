// Package demo shows what the chain does in one command: three stories whose outcomes are printed as tables, or as JSON lines.
//
// The actions of people are in stories/*.txt, in the language of scenarios. Tests perform the same texts in the world of
// testutil/fixture, and a demo whose text differs from the output ends with an error. data/*.csv is the input of a
// demo without files; it is read as any other file is.
//
//	command.go, run.go                         the flags, and the order in which everything happens
//	stage.go, node.go                          a chain on a driven clock, or a devnet
//	people.go, play.go                         the accounts that act on it, and the texts that they follow
//	measurements.go, tally.go, courier.go      meter data, its sums, and the gateway that brings it to the chain
//	energy*.go, water*.go, generator*.go       the stories
//	print.go                                   lines, tables, units
package demo
