package reading

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// maxLength is the maximum of one byte of length.
const maxLength = 255

var (
	// ErrTooLong means that a text or key does not fit its one byte of length.
	ErrTooLong = errors.New("too long")
	// ErrMalformed means that bytes are not a message of a device.
	ErrMalformed = errors.New("malformed signed bytes")
)

// length is the length of a named part.
type length struct {
	name string
	n    int
}

func checkLengths(parts ...length) error {
	for _, part := range parts {
		if err := checkLength(part.name, part.n); err != nil {
			return err
		}
	}
	return nil
}

func checkLength(name string, n int) error {
	if n > maxLength {
		return fmt.Errorf("%s: %w: expected at most %d bytes, got %d", name, ErrTooLong, maxLength, n)
	}
	return nil
}

func appendUint32(dst []byte, v uint32) []byte { return binary.BigEndian.AppendUint32(dst, v) }

func appendUint64(dst []byte, v uint64) []byte { return binary.BigEndian.AppendUint64(dst, v) }

// appendString appends one byte of length and the text; the caller has checked the length.
func appendString(dst []byte, s string) []byte {
	return append(append(dst, byte(len(s))), s...) //nolint:gosec // checked
}

// appendBytes appends one byte of length and the bytes; the caller has checked the length.
func appendBytes(dst, b []byte) []byte {
	return append(append(dst, byte(len(b))), b...) //nolint:gosec // checked
}

// scanner parses signed bytes. After the first error it returns zeros; end reports that error.
type scanner struct {
	kind string
	rest []byte
	err  error
}

func newScanner(kind, name string, signed []byte) *scanner {
	s := &scanner{kind: kind, rest: signed}
	if got := s.take("name", len(name)); s.err == nil && string(got) != name {
		s.err = fmt.Errorf("%s: %w: expected the name %q, got %q", kind, ErrMalformed, name, got)
	}
	return s
}

func (s *scanner) take(part string, n int) []byte {
	if s.err != nil {
		return nil
	}
	if len(s.rest) < n {
		s.err = fmt.Errorf("%s: %w: expected %d bytes of %s, got %d", s.kind, ErrMalformed, n, part, len(s.rest))
		return nil
	}
	taken := s.rest[:n:n]
	s.rest = s.rest[n:]
	return taken
}

func (s *scanner) uint8(part string) uint8 {
	if b := s.take(part, 1); s.err == nil {
		return b[0]
	}
	return 0
}

func (s *scanner) uint32(part string) uint32 {
	if b := s.take(part, 4); s.err == nil {
		return binary.BigEndian.Uint32(b)
	}
	return 0
}

func (s *scanner) uint64(part string) uint64 {
	if b := s.take(part, 8); s.err == nil {
		return binary.BigEndian.Uint64(b)
	}
	return 0
}

// bytes reads one byte of length and that many bytes. The result is a part of what is scanned.
func (s *scanner) bytes(part string) []byte {
	return s.take(part, int(s.uint8("length of "+part)))
}

func (s *scanner) end() error {
	if s.err == nil && len(s.rest) > 0 {
		s.err = fmt.Errorf("%s: %w: expected the end, got %d more bytes", s.kind, ErrMalformed, len(s.rest))
	}
	return s.err
}
