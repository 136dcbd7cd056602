// Package check checks single fields of messages and genesis files. Every module has the same text for the same error: the
// name of the field, the expected and the actual value.
//
// A check is nil or an error of the SDK's code for invalid requests. All joins checks and returns the
// first error:
//
//	return check.All(
//		check.Min("area", m.Area, FirstArea),
//		check.Text("name", m.Name, 1, MaxNameBytes),
//		check.Range("price", m.Price, 0, MaxPrice),
//	)
//
// All checks of an All are evaluated: one that depends on another, so as not to divide by zero, comes
// after it in an if of its own.
//
// ReadAddress reads an address with the codec of the chain, Moment writes a time.
//
// Rules of a single module, such as statuses that depend on each other, are checked there. Addresses are decoded by the message
// servers, with the codec of the chain: HasAddress checks only that there is one.
package check
