package did

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// maxReference is the maximum length of a chain id that stands for itself in CAIP-2.
const maxReference = 32

// Account returns the identifier of an account, did:pkh:cosmos:<chain>:<address>, where chain is written as in CAIP-5: as it
// is if it has at most 32 letters, digits and hyphens, else as the beginning of its SHA-256.
func Account(chainID, address string) (string, error) {
	if n := len(address); n == 0 || n > 128 || !isAlphanumeric(address) {
		return "", fmt.Errorf("%w: expected an address of 1 to 128 letters and digits, got %q", ErrDID, address)
	}
	return "did:pkh:cosmos:" + chainReference(chainID) + ":" + address, nil
}

func chainReference(chainID string) string {
	if n := len(chainID); n > 0 && n <= maxReference && isReference(chainID) && !strings.HasPrefix(chainID, "hashed-") {
		return chainID
	}
	sum := sha256.Sum256([]byte(chainID))
	return "hashed-" + hex.EncodeToString(sum[:])[:16]
}

func isReference(s string) bool {
	return isAlphanumeric(strings.ReplaceAll(s, "-", ""))
}

func isAlphanumeric(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isIDChar(c) || c == '.' || c == '-' || c == '_' {
			return false
		}
	}
	return true
}
