// Package cli is the command line of the daemon: the SDK's commands for our modules, without the
// surprises of the SDK's defaults.
//
//   - Nothing is written outside --home.
//   - An amount of base units is a whole number; a decimal is refused, not cut.
//   - A transaction that fails exits with one of these statuses: 1 in its block, 2 before, 3 not seen.
//   - A mistake is answered in at most three lines, and the last one has the next step.
package cli
