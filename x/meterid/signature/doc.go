// Package signature verifies the signatures of devices, many at once, and holds the keys of devices.
//
// Three schemes are known; their numbers are those of utility.meterid.v1.KeyType:
//
//	Ed25519    32-byte key, 64-byte signature (RFC 8032) over the message, verified by the rules of ZIP 215
//	Secp256k1  33-byte compressed key, 64-byte r‖s over SHA-256 of the message
//	Secp256r1  33-byte compressed key, 64-byte r‖s over SHA-256 of the message
//
// For both kinds of ECDSA 1 ≤ r < n and 1 ≤ s ≤ n/2: the other half of s is refused, so that a good signature cannot be turned
// into a second one.
//
// A verdict is a pure function of the job: it does not depend on the other jobs of a batch, on how the batch is split
// over the cores, on the build (C or Go secp256k1) or on what a cache remembers. ZIP 215 is what makes this true for the
// batch equation of Ed25519: both equations are multiplied by the cofactor. The random weights of the batch equation
// decide only the chance (2⁻¹²⁸) that a forgery passes.
//
// Caches are memos: one of expanded public keys, for all of the process, and type Cache for verdicts of whole batches.
package signature
