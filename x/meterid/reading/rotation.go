package reading

// Rotation is the message with which the old key of a device hands over to a new key.
type Rotation struct {
	// ChainID is the chain of the meter, at most 255 bytes.
	ChainID string
	// Meter is the number of the meter on that chain.
	Meter uint64
	// KeyVersion is the number that the new key gets.
	KeyVersion uint32
	// KeyType is the signature scheme of the new key.
	KeyType uint8
	// Key is the new public key, at most 255 bytes.
	Key []byte
}

// AppendBytes appends the bytes that the old key signs. If it returns an error, dst is returned as it was.
func (r Rotation) AppendBytes(dst []byte) ([]byte, error) {
	if err := checkLengths(
		length{"chain id", len(r.ChainID)},
		length{"key", len(r.Key)},
	); err != nil {
		return dst, err
	}
	dst = append(dst, rotationName...)
	dst = appendString(dst, r.ChainID)
	dst = appendUint64(dst, r.Meter)
	dst = appendUint32(dst, r.KeyVersion)
	dst = append(dst, r.KeyType)
	return appendBytes(dst, r.Key), nil
}

// ParseRotation is the inverse of AppendBytes: it accepts exactly what AppendBytes can write.
func ParseRotation(signed []byte) (Rotation, error) {
	s := newScanner("rotation", rotationName, signed)
	r := Rotation{
		ChainID:    string(s.bytes("chain id")),
		Meter:      s.uint64("meter"),
		KeyVersion: s.uint32("key version"),
		KeyType:    s.uint8("key type"),
		Key:        s.bytes("key"),
	}
	if err := s.end(); err != nil {
		return Rotation{}, err
	}
	return r, nil
}
