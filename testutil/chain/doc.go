// Package chain runs the whole application in a test: the chain of app/inprocess with one validator, funded accounts, and a clock that
// the test drives. After every block all invariants are checked, and a broken one fails the test.
//
//	c := chain.New(t)
//	c.MustDeliver(c.Account("alice"), msg)
//	c.Advance(time.Hour)
package chain
