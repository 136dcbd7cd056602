// Package fake holds the bank and the meters that the tests of a keeper need, with the rules of the real ones and without
// their set-up: no accounts of the SDK, no issuers, no signed readings. The keepers of the modules get them in place of x/bank
// and x/meterid.
//
// Both keep their state in a memory store of the context, without gas. So a branch of the context that is thrown away takes
// back coins and bindings with it, as in a transaction that fails, and two keepers on the same stores see the same state.
//
// bank_test.go and meters_test.go run the same steps on a fake and on the real keeper and compare every answer, every error
// and the state after every step. A rule that a module relies on gets a row there first.
//
// Not in the fakes are locked coins of vesting accounts, send restrictions, registers that wrap, and readings that are refused
// or quarantined: these are tested on the real keepers.
package fake
