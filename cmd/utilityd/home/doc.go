// Package home writes the folder of a node: configuration with our defaults, keys, genesis document.
//
// The defaults are those of a validator that nobody looks after: it listens on the local machine only,
// bounds its mempool and its queries, takes snapshots, and indexes few events.
package home
