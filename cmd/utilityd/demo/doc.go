// Package demo tells what the chain does in one command: three stories whose outcomes are printed as tables, or as JSON lines.
//
//	command.go, run.go                      the flags, and the order in which everything happens
//	node.go, stage.go, people.go            a devnet or a chain on a driven clock, and the accounts that act on it
//	measurements.go, tally.go, courier.go   meter data, its sums, and the gateway that brings it to the chain
//	energy*.go, water*.go, generator*.go    the stories
//	print.go                                lines, tables, units
package demo
