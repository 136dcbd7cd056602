// Package check checks single fields of messages and genesis files, so that every module words the same mistake alike: the name
// of the field, what was expected, and what it got.
//
// A check is nil or an error of the SDK's code for invalid requests. All joins checks in the order in which a client should hear
// of them:
//
//	return check.All(
//		check.AtLeast("area", m.Area, FirstArea),
//		check.Text("name", m.Name, 1, MaxNameBytes),
//		check.Range("price", m.Price, 0, MaxPrice),
//	)
//
// All checks of an All are made, whatever the first one says: one that needs another to hold, lest it divide by zero, comes
// after it in an if of its own.
//
// ReadAccount reads an address with the codec of the chain, Moment writes a time.
//
// What only one module knows, like its statuses that depend on each other, is checked there. Addresses are decoded by the message
// servers, with the codec of the chain: Address says only whether there is one.
package check
