// Package lists is how modules answer with lists and write lists into a genesis file.
//
// # Answers
//
// The SDK pages with a key and a limit and knows no most: whoever asks for 2^64-1 entries, or for a count of all, makes a node
// read everything. Page bounds what was asked for. A list that is reckoned and not stored, or whose entries are found by their
// number, is read by a Stretch, and Next names the number at which the next page begins.
//
// # Genesis files
//
// Export takes the steps one after the other until one fails. Most of them read a value, or all values of a map in the order of
// its keys:
//
//	err := lists.Export(ctx,
//		lists.Value(&g.Params, k.params.Get),
//		lists.Values(&g.Areas, k.areas),
//		func(ctx context.Context) error { return k.exportAccounts(ctx, g) },
//	)
package lists
