package reading_test

import (
	"encoding/hex"
	"fmt"

	"github.com/utilityd/utilityd/x/meterid/reading"
)

// The slow twins write hex text as one would on paper, and turn it into bytes at the end.

func slowReading(r reading.Reading) []byte {
	return unhex(hex.EncodeToString([]byte("utilityd/reading/v1")) + prefixed(r.ChainID) +
		fmt.Sprintf("%016x%08x%016x%016x%016x", r.Meter, r.KeyVersion, uint64(r.Time), r.Import, r.Export))
}

func slowRegistration(r reading.Registration) []byte {
	return unhex(hex.EncodeToString([]byte("utilityd/register/v1")) + prefixed(r.ChainID) +
		prefixed(string(r.Issuer)) + prefixed(r.Serial) + fmt.Sprintf("%02x", r.KeyType) + prefixed(string(r.Key)))
}

func slowRotation(r reading.Rotation) []byte {
	return unhex(hex.EncodeToString([]byte("utilityd/rotate/v1")) + prefixed(r.ChainID) +
		fmt.Sprintf("%016x%08x%02x", r.Meter, r.KeyVersion, r.KeyType) + prefixed(string(r.Key)))
}

func prefixed(s string) string { return fmt.Sprintf("%02x%x", len(s), s) }

func unhex(digits string) []byte {
	b, err := hex.DecodeString(digits)
	if err != nil {
		panic(err)
	}
	return b
}
