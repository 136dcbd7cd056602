// Package proof checks the state of a valve without trusting the sender of the document: it needs no node, and no code
// of the chain runs. A Document carries the record of a valve with its ICS-23 proof; it holds if the proof leads from the
// record to the app hash of a header that the reader trusts.
//
// The proof has two steps: from the record to the root of the water store (an IAVL tree), and from that root, under the name
// of the store, to the app hash (a simple Merkle tree). The app hash of a state stands in the header of the block after it.
package proof
