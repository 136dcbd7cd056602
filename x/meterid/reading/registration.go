package reading

// Registration is the message with which a new device proves that it holds the key under which its issuer registers it.
type Registration struct {
	// ChainID is the chain on which the device is registered, at most 255 bytes.
	ChainID string
	// Issuer is the account of the issuer: the bytes of the address, not its text; at most 255.
	Issuer []byte
	// Serial is the serial number given by the maker, at most 255 bytes.
	Serial string
	// KeyType is the signature scheme of the key.
	KeyType uint8
	// Key is the public key of the device, at most 255 bytes.
	Key []byte
}

// AppendBytes appends the bytes that the device signs. If it returns an error, dst is returned as it was.
func (r Registration) AppendBytes(dst []byte) ([]byte, error) {
	if err := checkLengths(
		length{"chain id", len(r.ChainID)},
		length{"issuer", len(r.Issuer)},
		length{"serial", len(r.Serial)},
		length{"key", len(r.Key)},
	); err != nil {
		return dst, err
	}
	dst = append(dst, registrationName...)
	dst = appendString(dst, r.ChainID)
	dst = appendBytes(dst, r.Issuer)
	dst = appendString(dst, r.Serial)
	dst = append(dst, r.KeyType)
	return appendBytes(dst, r.Key), nil
}

// ParseRegistration is the inverse of AppendBytes: it accepts exactly what AppendBytes can write.
func ParseRegistration(signed []byte) (Registration, error) {
	s := newScanner("registration", registrationName, signed)
	r := Registration{
		ChainID: string(s.bytes("chain id")),
		Issuer:  s.bytes("issuer"),
		Serial:  string(s.bytes("serial")),
		KeyType: s.uint8("key type"),
		Key:     s.bytes("key"),
	}
	if err := s.end(); err != nil {
		return Registration{}, err
	}
	return r, nil
}
