package signature

import (
	"fmt"

	"github.com/oasisprotocol/curve25519-voi/curve"
	"github.com/oasisprotocol/curve25519-voi/primitives/ed25519"
)

// zip215 makes the single and the batch equation agree on every input, which RFC 8032 alone does not. It is what
// CometBFT uses for its votes.
var zip215 = &ed25519.Options{Verify: ed25519.VerifyOptionsZIP_215}

// ed25519MemoBits is for 131,072 expanded keys of 1.5 KiB, 200 MB when full. Without an expanded key a signature of a
// batch costs a third more.
const ed25519MemoBits = 17

var ed25519Keys = newMemo[*ed25519.ExpandedPublicKey](ed25519MemoBits)

// expandedKey returns the expanded form of key if it is cached or worth caching, else nil; nil if it is no key.
func expandedKey(key []byte) *ed25519.ExpandedPublicKey {
	known, remember := ed25519Keys.lookup(key)
	if known != nil {
		return *known
	}
	if !remember {
		return nil
	}
	expanded, err := ed25519.NewExpandedPublicKey(key)
	if err != nil {
		return nil
	}
	return *ed25519Keys.store(key, expanded)
}

func verifyEd25519(job *Job) bool {
	if expanded := expandedKey(job.Key); expanded != nil {
		return ed25519.VerifyExpandedWithOptions(expanded, job.Message, job.Signature, zip215)
	}
	return ed25519.VerifyWithOptions(job.Key, job.Message, job.Signature, zip215)
}

// ed25519Batch checks many signatures by one equation.
type ed25519Batch struct {
	verifier *ed25519.BatchVerifier
	// jobs are the places of the verdicts.
	jobs []int
}

func newEd25519Batch(room int) *ed25519Batch {
	return &ed25519Batch{
		verifier: ed25519.NewBatchVerifierWithCapacity(room),
		jobs:     make([]int, 0, room),
	}
}

// add takes a well-formed job whose verdict has place i.
func (b *ed25519Batch) add(i int, job *Job) {
	if expanded := expandedKey(job.Key); expanded != nil {
		b.verifier.AddExpandedWithOptions(expanded, job.Message, job.Signature, zip215)
	} else {
		b.verifier.AddWithOptions(job.Key, job.Message, job.Signature, zip215)
	}
	b.jobs = append(b.jobs, i)
}

// verify writes the verdicts of the added jobs. If the equation of the whole batch fails, the library checks one by one.
func (b *ed25519Batch) verify(verdicts []bool) {
	if len(b.jobs) == 0 {
		return
	}
	// The weights of the equation must be unknown to the signers: nil means the system's randomness.
	_, valid := b.verifier.Verify(nil)
	for k, i := range b.jobs {
		verdicts[i] = valid[k]
	}
}

func checkEd25519Key(key []byte) error {
	var (
		compressed curve.CompressedEdwardsY
		point      curve.EdwardsPoint
	)
	copy(compressed[:], key)
	if _, err := point.SetCompressedY(&compressed); err != nil {
		return fmt.Errorf("%w: expected a point of edwards25519, got %x", ErrKey, key)
	}
	if !compressed.IsCanonicalVartime() {
		return fmt.Errorf("%w: expected the canonical encoding of a point, got %x", ErrKey, key)
	}
	// For a point of small order anyone can sign; a point with a part of small order is no key that a device made.
	if point.IsSmallOrder() {
		return fmt.Errorf("%w: expected a point of large order, got %x", ErrKey, key)
	}
	if !point.IsTorsionFree() {
		return fmt.Errorf("%w: expected a point of the prime-order group, got %x", ErrKey, key)
	}
	return nil
}
