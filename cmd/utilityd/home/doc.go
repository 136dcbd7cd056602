// Package home writes the folder of a node: configuration with our defaults, keys, genesis document.
//
// The defaults are those of an unattended validator: it listens on the local machine only,
// bounds its mempool and its queries, takes snapshots, and indexes few events.
package home
