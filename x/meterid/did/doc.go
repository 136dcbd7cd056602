// Package did gives every meter a decentralised identifier (W3C DID Core 1.0) and computes its document.
//
// The identifier of meter 7 on chain utility-1 is
//
//	did:utility:utility-1:7
//
// A byte of the chain id that the syntax of identifiers does not allow is written %XX. Parse and Format are inverse: a
// meter has one identifier, and an identifier has one spelling.
//
// The document has the owner of the meter (controller: the account as did:pkh of CAIP-10) and the key with which its readings
// are signed (verificationMethod of type Multikey, listed under assertionMethod). It is computed from the state
// and never stored; equal facts give equal bytes: JSON as in RFC 8785, members sorted, no white space. A retired
// meter has a document without keys: nothing can be asserted in its name any more.
package did
