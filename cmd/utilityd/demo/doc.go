// Package demo tells the story of a village in one command: a devnet in a temporary home, certified meters, an energy
// community, a day of readings brought by a gateway, and the settlements printed as tables.
package demo
