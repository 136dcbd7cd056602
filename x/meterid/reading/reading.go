package reading

// Signed bytes begin with one of these names; none is a prefix of another.
const (
	readingName      = "utilityd/reading/v1"
	registrationName = "utilityd/register/v1"
	rotationName     = "utilityd/rotate/v1"
)

// readingFixed is the length of the signed bytes of a reading without the chain id.
const readingFixed = len(readingName) + 1 + 8 + 4 + 8 + 8 + 8

// MaxReadingSize is the length of the longest signed bytes of a reading.
const MaxReadingSize = readingFixed + maxLength

// Reading is the cumulative registers of a meter at a moment.
type Reading struct {
	// ChainID is the chain on which the reading counts, at most 255 bytes.
	ChainID string
	// Meter is the number of the meter on that chain.
	Meter uint64
	// KeyVersion is the number of the key that signs.
	KeyVersion uint32
	// Time is the moment of the reading, Unix seconds.
	Time int64
	// Import and Export are the registers, in steps.
	Import, Export uint64
}

// Size returns the number of bytes that AppendBytes appends.
func (r Reading) Size() int {
	return readingFixed + len(r.ChainID)
}

// AppendBytes appends the bytes that the device signs. It does not allocate if dst has room for Size bytes. If it
// returns an error, dst is returned as it was.
func (r Reading) AppendBytes(dst []byte) ([]byte, error) {
	if err := checkLength("chain id", len(r.ChainID)); err != nil {
		return dst, err
	}
	dst = append(dst, readingName...)
	dst = appendString(dst, r.ChainID)
	dst = appendUint64(dst, r.Meter)
	dst = appendUint32(dst, r.KeyVersion)
	dst = appendUint64(dst, uint64(r.Time)) //nolint:gosec // the bit pattern is wanted
	dst = appendUint64(dst, r.Import)
	return appendUint64(dst, r.Export), nil
}

// ParseReading is the inverse of AppendBytes: it accepts exactly what AppendBytes can write.
func ParseReading(signed []byte) (Reading, error) {
	s := newScanner("reading", readingName, signed)
	r := Reading{
		ChainID:    string(s.bytes("chain id")),
		Meter:      s.uint64("meter"),
		KeyVersion: s.uint32("key version"),
		Time:       int64(s.uint64("time")), //nolint:gosec // the bit pattern is wanted
		Import:     s.uint64("import"),
		Export:     s.uint64("export"),
	}
	if err := s.end(); err != nil {
		return Reading{}, err
	}
	return r, nil
}
