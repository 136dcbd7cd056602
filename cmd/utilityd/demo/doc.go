// Package demo tells what the chain does in one command: a devnet in a temporary home, and on it a story whose outcome is
// printed as tables, or as JSON lines.
//
//	command.go, run.go   the flags, and the order in which everything happens
//	node.go, people.go   the devnet and the accounts that act on it
//	print.go             lines, tables, units
//	energy*.go           the story of a community that shares its electricity
package demo
