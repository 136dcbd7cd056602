// Package simulation simulates meters that behave, and misbehave, like real ones.
package simulation

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/utilityd/utilityd/x/meterid/reading"
	"github.com/utilityd/utilityd/x/meterid/signature"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// Device returns the key of a simulated device. It follows from the serial number and the number of the key, so that any
// operation can sign for any meter of the simulation.
func Device(serial string, version uint32) signature.PrivateKey {
	seed := sha256.Sum256(binary.BigEndian.AppendUint32([]byte(serial), version))
	key, err := signature.FromSeed(signature.Ed25519, seed)
	if err != nil {
		panic(err) // SAFE: any 32 bytes are an Ed25519 seed; simulations only
	}
	return key
}

// PublicKey returns the key of a device as messages carry it.
func PublicKey(key signature.PrivateKey) types.PublicKey {
	return types.PublicKey{Type: types.KeyType(key.Scheme()), Key: key.Public()}
}

// SignReading returns the reading of a meter, signed by its device.
func SignReading(chainID string, m types.Meter, at types.Registers) (types.Reading, error) {
	bz, err := reading.Reading{
		ChainID:    chainID,
		Meter:      m.Id,
		KeyVersion: m.KeyVersion,
		Time:       at.Time,
		Import:     at.ImportRegister,
		Export:     at.ExportRegister,
	}.AppendBytes(nil)
	if err != nil {
		return types.Reading{}, err
	}
	sig, err := Device(m.Serial, m.KeyVersion).Sign(bz)
	return types.Reading{
		Meter:          m.Id,
		Time:           at.Time,
		ImportRegister: at.ImportRegister,
		ExportRegister: at.ExportRegister,
		Signature:      sig,
	}, err
}

// signRegistration returns the proof of a new device that it holds its key.
func signRegistration(chainID string, issuer []byte, serial string) ([]byte, error) {
	key := Device(serial, 1)
	bz, err := reading.Registration{
		ChainID: chainID,
		Issuer:  issuer,
		Serial:  serial,
		KeyType: uint8(key.Scheme()),
		Key:     key.Public(),
	}.AppendBytes(nil)
	if err != nil {
		return nil, err
	}
	return key.Sign(bz)
}

// signRotation returns the signatures of the new and of the old key of a meter.
func signRotation(chainID string, m types.Meter) (next signature.PrivateKey, byNew, byOld []byte, err error) {
	next = Device(m.Serial, m.KeyVersion+1)
	bz, err := reading.Rotation{
		ChainID:    chainID,
		Meter:      m.Id,
		KeyVersion: m.KeyVersion + 1,
		KeyType:    uint8(next.Scheme()),
		Key:        next.Public(),
	}.AppendBytes(nil)
	if err != nil {
		return next, nil, nil, err
	}
	if byNew, err = next.Sign(bz); err != nil {
		return next, nil, nil, err
	}
	byOld, err = Device(m.Serial, m.KeyVersion).Sign(bz)
	return next, byNew, byOld, err
}
