package signature_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"strings"
	"testing"

	"github.com/utilityd/utilityd/x/meterid/reading"
	"github.com/utilityd/utilityd/x/meterid/signature"
)

// usual is the reading that most vectors are about: 1 January 2026, 00:15 UTC.
var usual = reading.Reading{
	ChainID: "utility-1", Meter: 7, KeyVersion: 2, Time: 1767226500, Import: 123456789, Export: 4242,
}

var goodReadings = []struct {
	name    string
	reading reading.Reading
}{
	{name: "good", reading: usual},
	{
		name:    "good, smallest numbers, shortest chain id",
		reading: reading.Reading{ChainID: "u", Meter: 1, KeyVersion: 1},
	},
	{
		name: "good, largest numbers, longest chain id",
		reading: reading.Reading{
			ChainID: strings.Repeat("u", 255), Meter: math.MaxUint64, KeyVersion: math.MaxUint32,
			Time: math.MaxInt64, Import: math.MaxUint64, Export: math.MaxUint64,
		},
	},
	{
		name:    "good, time before 1970",
		reading: reading.Reading{ChainID: "utility-1", Meter: 7, KeyVersion: 2, Time: -1, Import: 1, Export: 2},
	},
	{
		name: "good, every byte of the numbers differs",
		reading: reading.Reading{
			ChainID: "utility-1", Meter: 0x0102030405060708, KeyVersion: 0x090a0b0c, Time: 0x0d0e0f1011121314,
			Import: 0x15161718191a1b1c, Export: 0x1d1e1f2021222324,
		},
	},
}

// otherReadings are what the device signed where the chain holds it to be usual.
var otherReadings = []struct {
	name    string
	reading reading.Reading
}{
	{
		name:    "chain id of another chain",
		reading: reading.Reading{ChainID: "utility-2", Meter: 7, KeyVersion: 2, Time: 1767226500, Import: 123456789, Export: 4242},
	},
	{
		name:    "chain id empty",
		reading: reading.Reading{Meter: 7, KeyVersion: 2, Time: 1767226500, Import: 123456789, Export: 4242},
	},
	{
		name:    "chain id in upper case",
		reading: reading.Reading{ChainID: "UTILITY-1", Meter: 7, KeyVersion: 2, Time: 1767226500, Import: 123456789, Export: 4242},
	},
	{
		name:    "chain id followed by a zero byte",
		reading: reading.Reading{ChainID: "utility-1\x00", Meter: 7, KeyVersion: 2, Time: 1767226500, Import: 123456789, Export: 4242},
	},
	{
		name:    "chain id, one bit flipped",
		reading: reading.Reading{ChainID: "utility-0", Meter: 7, KeyVersion: 2, Time: 1767226500, Import: 123456789, Export: 4242},
	},
	{
		name:    "meter, lowest bit flipped",
		reading: reading.Reading{ChainID: "utility-1", Meter: 6, KeyVersion: 2, Time: 1767226500, Import: 123456789, Export: 4242},
	},
	{
		name:    "meter, highest bit flipped",
		reading: reading.Reading{ChainID: "utility-1", Meter: 7 | 1<<63, KeyVersion: 2, Time: 1767226500, Import: 123456789, Export: 4242},
	},
	{
		name:    "key version of the former key",
		reading: reading.Reading{ChainID: "utility-1", Meter: 7, KeyVersion: 1, Time: 1767226500, Import: 123456789, Export: 4242},
	},
	{
		name:    "key version, lowest bit flipped",
		reading: reading.Reading{ChainID: "utility-1", Meter: 7, KeyVersion: 3, Time: 1767226500, Import: 123456789, Export: 4242},
	},
	{
		name:    "key version, highest bit flipped",
		reading: reading.Reading{ChainID: "utility-1", Meter: 7, KeyVersion: 2 | 1<<31, Time: 1767226500, Import: 123456789, Export: 4242},
	},
	{
		name:    "time, lowest bit flipped",
		reading: reading.Reading{ChainID: "utility-1", Meter: 7, KeyVersion: 2, Time: 1767226501, Import: 123456789, Export: 4242},
	},
	{
		name:    "time, highest bit flipped",
		reading: reading.Reading{ChainID: "utility-1", Meter: 7, KeyVersion: 2, Time: 1767226500 + math.MinInt64, Import: 123456789, Export: 4242},
	},
	{
		name:    "time in milliseconds",
		reading: reading.Reading{ChainID: "utility-1", Meter: 7, KeyVersion: 2, Time: 1767226500000, Import: 123456789, Export: 4242},
	},
	{
		name:    "import, lowest bit flipped",
		reading: reading.Reading{ChainID: "utility-1", Meter: 7, KeyVersion: 2, Time: 1767226500, Import: 123456788, Export: 4242},
	},
	{
		name:    "import, highest bit flipped",
		reading: reading.Reading{ChainID: "utility-1", Meter: 7, KeyVersion: 2, Time: 1767226500, Import: 123456789 | 1<<63, Export: 4242},
	},
	{
		name:    "export, lowest bit flipped",
		reading: reading.Reading{ChainID: "utility-1", Meter: 7, KeyVersion: 2, Time: 1767226500, Import: 123456789, Export: 4243},
	},
	{
		name:    "export, highest bit flipped",
		reading: reading.Reading{ChainID: "utility-1", Meter: 7, KeyVersion: 2, Time: 1767226500, Import: 123456789, Export: 4242 | 1<<63},
	},
	{
		name:    "import and export exchanged",
		reading: reading.Reading{ChainID: "utility-1", Meter: 7, KeyVersion: 2, Time: 1767226500, Import: 4242, Export: 123456789},
	},
}

// otherBytes are what the device signed instead of the bytes of usual: mistakes of those who write them.
func otherBytes(t testing.TB) []struct {
	name  string
	bytes []byte
} {
	t.Helper()
	var (
		right  = bytesOf(t, usual)
		name   = len("utilityd/reading/v1")
		digest = sha256.Sum256(right)
	)
	return []struct {
		name  string
		bytes []byte
	}{
		{name: "bytes without the name", bytes: right[name:]},
		{name: "bytes with the name of another version", bytes: append([]byte("utilityd/reading/v2"), right[name:]...)},
		{name: "bytes with a zero byte after the name", bytes: join(right[:name], []byte{0}, right[name:])},
		{name: "bytes without the length of the chain id", bytes: join(right[:name], right[name+1:])},
		{name: "bytes with the length of the chain id in four bytes", bytes: join(right[:name], []byte{0, 0, 0}, right[name:])},
		{name: "bytes with little-endian numbers", bytes: littleEndian(right, name+1+len(usual.ChainID))},
		{name: "bytes as hex text", bytes: []byte(hex.EncodeToString(right))},
		{name: "bytes without the last one", bytes: right[:len(right)-1]},
		{name: "bytes with one more", bytes: join(right, []byte{0})},
		{name: "SHA-256 of the bytes signed as if it were the bytes", bytes: digest[:]},
		{name: "no bytes", bytes: []byte{}},
		{
			name: "bytes of a rotation to the same key",
			bytes: bytesOf(t, reading.Rotation{
				ChainID: usual.ChainID, Meter: usual.Meter, KeyVersion: usual.KeyVersion,
				KeyType: uint8(signature.Ed25519), Key: key(t, signature.Ed25519, deviceSecret).Public(),
			}),
		},
	}
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// littleEndian turns the numbers of a reading around; they begin at the given place.
func littleEndian(right []byte, at int) []byte {
	b := bytes.Clone(right)
	for _, width := range []int{8, 4, 8, 8, 8} {
		number := b[at : at+width]
		for i := range width / 2 {
			number[i], number[width-1-i] = number[width-1-i], number[i]
		}
		at += width
	}
	return b
}

func readingVectors(t testing.TB) []vector {
	t.Helper()
	var all []vector
	for _, scheme := range signature.Schemes() {
		named := func(name string) string { return scheme.String() + ": " + name }
		for _, row := range goodReadings {
			all = append(all, goodVector(t, named(row.name), scheme, deviceSecret, row.reading))
		}
		for _, row := range otherReadings {
			signed := bytesOf(t, row.reading)
			all = append(all, strayVector(t, named(row.name), scheme, deviceSecret, usual, signed))
		}
		for _, row := range otherBytes(t) {
			all = append(all, strayVector(t, named(row.name), scheme, deviceSecret, usual, row.bytes))
		}
		all = append(all,
			foreignVector(t, named("signed by the former key"), scheme, formerSecret, usual),
			foreignVector(t, named("signed by the key of another device"), scheme, otherSecret, usual),
		)
		all = append(all, spoiledSignatures(t, scheme, usual)...)
	}
	return all
}

// goodVector is a signature as it should be.
func goodVector(t testing.TB, name string, scheme signature.Scheme, secret [32]byte, expected signable) vector {
	t.Helper()
	j := job(t, scheme, secret, bytesOf(t, expected))
	return vector{
		Name: name, Scheme: scheme.String(), Expected: fieldsOf(expected), Signed: j.Message,
		PublicKey: j.Key, Signature: j.Signature, Valid: true, Secret: secret[:],
	}
}

// strayVector is a good signature over other bytes than expected.
func strayVector(t testing.TB, name string, scheme signature.Scheme, secret [32]byte, expected signable, signed []byte) vector {
	t.Helper()
	v := goodVector(t, name, scheme, secret, expected)
	v.Signature = job(t, scheme, secret, signed).Signature
	v.DeviceSigned = (*text)(&signed)
	v.Valid = false
	return v
}

// foreignVector is a good signature by another key than expected.
func foreignVector(t testing.TB, name string, scheme signature.Scheme, secret [32]byte, expected signable) vector {
	t.Helper()
	v := goodVector(t, name, scheme, secret, expected)
	v.PublicKey = key(t, scheme, deviceSecret).Public()
	v.Valid = false
	return v
}
