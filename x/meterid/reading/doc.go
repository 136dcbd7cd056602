// Package reading defines the exact bytes that a device signs.
//
// There are three kinds of signed bytes: a reading of the registers, the registration of a device (proof that it holds
// its key), and the rotation to a new key. Each begins with its own name, so that a signature over one kind is never
// valid for another, and carries the chain id, so that it is never valid on another chain:
//
//	reading       "utilityd/reading/v1"  ‖ len8 chain id ‖ meter u64 ‖ key version u32 ‖ time i64 ‖ import u64 ‖ export u64
//	registration  "utilityd/register/v1" ‖ len8 chain id ‖ len8 issuer ‖ len8 serial ‖ key type u8 ‖ len8 key
//	rotation      "utilityd/rotate/v1"   ‖ len8 chain id ‖ meter u64 ‖ new key version u32 ‖ key type u8 ‖ len8 new key
//
// Numbers are big-endian and of fixed width; len8 x is one byte of length and then the bytes of x. A value and its bytes
// are one to one: every value that can be written is read back equal, and bytes that can be read are written back equal.
//
// Keys and signatures are in package signature. The page for authors of firmware is
// x/meterid/vectors.md, with test vectors in x/meterid/testdata/vectors.
package reading
