// Package lists pages the answers of queries, writes lists into a genesis file, loops over Each entry of a map of the state, and
// divides a list into Runs.
//
// # Answers
//
// A page of the SDK has a key and a limit without upper bound: a request for 2^64-1 entries, or for a count of all, makes a node
// read everything. Page bounds a request. A list that is computed and not stored, or whose entries are found by their number, is
// read by a Span, and Next returns the start of the next page.
//
// # Genesis files
//
// Export runs the steps in order until one fails. Most of them read a value, or all values of a map in the order of
// its keys:
//
//	err := lists.Export(ctx,
//		lists.Value(&g.Params, k.params.Get),
//		lists.Values(&g.Areas, k.areas),
//		func(ctx context.Context) error { return k.exportAccounts(ctx, g) },
//	)
package lists
