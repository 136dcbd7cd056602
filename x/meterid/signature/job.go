package signature

import (
	"crypto/sha256"
	"encoding/binary"
)

// Job is a signature to be verified: whether the holder of this key signed this message.
type Job struct {
	// Scheme is the scheme of the key.
	Scheme Scheme
	// Key is the public key.
	Key []byte
	// Message is the signed message, unhashed.
	Message []byte
	// Signature is the signature to be verified.
	Signature []byte
}

// wellFormed reports whether the job can be true at all, by its lengths alone.
func (j *Job) wellFormed() bool {
	return len(j.Signature) == SignatureSize && len(j.Key) > 0 && len(j.Key) == j.Scheme.KeySize()
}

// VerifyOne verifies one job.
func VerifyOne(job Job) bool {
	if !job.wellFormed() {
		return false
	}
	switch job.Scheme {
	case Ed25519:
		return verifyEd25519(&job)
	case Secp256k1:
		return verifySecp256k1(&job)
	default:
		return verifySecp256r1(&job)
	}
}

// Digest is SHA-256 over all that decides the verdicts: the number of jobs and, for each, scheme, key, message and
// signature, each with its length in front. Equal digests mean equal jobs in equal order.
func Digest(jobs []Job) [32]byte {
	var (
		hash = sha256.New()
		buf  = make([]byte, 0, digestChunk)
	)
	buf = binary.BigEndian.AppendUint64(buf, uint64(len(jobs)))
	for i := range jobs {
		job := &jobs[i]
		buf = append(buf, byte(job.Scheme))
		for _, part := range [...][]byte{job.Key, job.Message, job.Signature} {
			buf = binary.BigEndian.AppendUint64(buf, uint64(len(part)))
			buf = append(buf, part...)
		}
		// Few large writes are twice as fast as four small ones for each job.
		if len(buf) >= digestChunk-digestRoom {
			hash.Write(buf)
			buf = buf[:0]
		}
	}
	hash.Write(buf)
	var sum [32]byte
	hash.Sum(sum[:0])
	return sum
}

const (
	// digestChunk is the number of bytes that are hashed at once.
	digestChunk = 8 << 10
	// digestRoom is kept free for the next job; a larger job makes the buffer grow once.
	digestRoom = 512
)
