package signature_test

import (
	"bytes"
	"testing"

	"github.com/utilityd/utilityd/x/meterid/reading"
	"github.com/utilityd/utilityd/x/meterid/signature"
)

var (
	issuer      = bytes.Repeat([]byte{0xaa}, 20)
	otherIssuer = bytes.Repeat([]byte{0xab}, 20)
)

func registrationVectors(t testing.TB) []vector {
	t.Helper()
	var all []vector
	for _, scheme := range signature.Schemes() {
		var (
			named    = func(name string) string { return scheme.String() + ": " + name }
			public   = key(t, scheme, deviceSecret).Public()
			kind     = uint8(scheme)
			expected = reading.Registration{ChainID: "utility-1", Issuer: issuer, Serial: "SN-0001", KeyType: kind, Key: public}
		)
		all = append(all, goodVector(t, named("good"), scheme, deviceSecret, expected))
		long := expected
		long.Issuer, long.Serial = bytes.Repeat([]byte{0xaa}, 32), "Zähler 12/3"
		all = append(all, goodVector(t, named("good, an issuer of 32 bytes and a serial that is not ASCII"), scheme, deviceSecret, long))
		for _, row := range []struct {
			name   string
			signed signable
		}{
			{
				name:   "chain id of another chain",
				signed: reading.Registration{ChainID: "utility-2", Issuer: issuer, Serial: "SN-0001", KeyType: kind, Key: public},
			},
			{
				name:   "issuer of another account",
				signed: reading.Registration{ChainID: "utility-1", Issuer: otherIssuer, Serial: "SN-0001", KeyType: kind, Key: public},
			},
			{
				name:   "issuer empty",
				signed: reading.Registration{ChainID: "utility-1", Serial: "SN-0001", KeyType: kind, Key: public},
			},
			{
				name:   "issuer as text instead of bytes",
				signed: reading.Registration{ChainID: "utility-1", Issuer: []byte("utl1424242424242424242424242424242424pjtfg"), Serial: "SN-0001", KeyType: kind, Key: public},
			},
			{
				name:   "serial, one bit flipped",
				signed: reading.Registration{ChainID: "utility-1", Issuer: issuer, Serial: "SN-0000", KeyType: kind, Key: public},
			},
			{
				name:   "serial and issuer divided elsewhere",
				signed: reading.Registration{ChainID: "utility-1", Issuer: append(bytes.Clone(issuer), 'S'), Serial: "N-0001", KeyType: kind, Key: public},
			},
			{
				name:   "key type of another scheme",
				signed: reading.Registration{ChainID: "utility-1", Issuer: issuer, Serial: "SN-0001", KeyType: kind%3 + 1, Key: public},
			},
			{
				name:   "key, last bit flipped",
				signed: reading.Registration{ChainID: "utility-1", Issuer: issuer, Serial: "SN-0001", KeyType: kind, Key: flip(public, len(public)-1, 1)},
			},
			{name: "bytes of a reading", signed: usual},
			{
				name:   "bytes of a rotation to the same key",
				signed: reading.Rotation{ChainID: "utility-1", Meter: 7, KeyVersion: 1, KeyType: kind, Key: public},
			},
		} {
			all = append(all, strayVector(t, named(row.name), scheme, deviceSecret, expected, bytesOf(t, row.signed)))
		}
		all = append(all, foreignVector(t, named("signed by the key of another device"), scheme, otherSecret, expected))
		all = append(all, spoiledSignatures(t, scheme, expected)...)
	}
	return all
}

func rotationVectors(t testing.TB) []vector {
	t.Helper()
	var all []vector
	for _, scheme := range signature.Schemes() {
		// The key that signs is the present one; the new one may be of another scheme.
		for _, next := range signature.Schemes() {
			name := scheme.String() + ": good, to a key of " + next.String()
			all = append(all, goodVector(t, name, scheme, deviceSecret, reading.Rotation{
				ChainID: "utility-1", Meter: 7, KeyVersion: 3, KeyType: uint8(next), Key: key(t, next, otherSecret).Public(),
			}))
		}
		var (
			named    = func(name string) string { return scheme.String() + ": " + name }
			next     = key(t, scheme, otherSecret).Public()
			kind     = uint8(scheme)
			expected = reading.Rotation{ChainID: "utility-1", Meter: 7, KeyVersion: 3, KeyType: kind, Key: next}
		)
		for _, row := range []struct {
			name   string
			signed signable
		}{
			{
				name:   "chain id of another chain",
				signed: reading.Rotation{ChainID: "utility-2", Meter: 7, KeyVersion: 3, KeyType: kind, Key: next},
			},
			{
				name:   "meter, lowest bit flipped",
				signed: reading.Rotation{ChainID: "utility-1", Meter: 6, KeyVersion: 3, KeyType: kind, Key: next},
			},
			{
				name:   "key version of the present key",
				signed: reading.Rotation{ChainID: "utility-1", Meter: 7, KeyVersion: 2, KeyType: kind, Key: next},
			},
			{
				name:   "key version after the next",
				signed: reading.Rotation{ChainID: "utility-1", Meter: 7, KeyVersion: 4, KeyType: kind, Key: next},
			},
			{
				name:   "key type of another scheme",
				signed: reading.Rotation{ChainID: "utility-1", Meter: 7, KeyVersion: 3, KeyType: kind%3 + 1, Key: next},
			},
			{
				name:   "new key, last bit flipped",
				signed: reading.Rotation{ChainID: "utility-1", Meter: 7, KeyVersion: 3, KeyType: kind, Key: flip(next, len(next)-1, 1)},
			},
			{name: "bytes of a reading", signed: usual},
		} {
			all = append(all, strayVector(t, named(row.name), scheme, deviceSecret, expected, bytesOf(t, row.signed)))
		}
		all = append(all,
			foreignVector(t, named("signed by the new key"), scheme, otherSecret, expected),
			foreignVector(t, named("signed by a former key"), scheme, formerSecret, expected),
		)
		all = append(all, spoiledSignatures(t, scheme, expected)...)
	}
	return all
}
