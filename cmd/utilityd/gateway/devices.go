package gateway

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/meterid/reading"
	"github.com/utilityd/utilityd/x/meterid/signature"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Device is a meter for which this gateway signs.
type Device struct {
	// Serial is the serial number, which is also the name in the column meter of the input.
	Serial string
	// Issuer is the account that certifies it.
	Issuer string
	// Key is its private key.
	Key signature.PrivateKey
	// Meter is its number on the chain; 0 until a roster has found it.
	Meter uint64
	// KeyVersion is the number of its key on the chain.
	KeyVersion uint32

	seed [32]byte
}

// deviceRecord is a device in the file of devices. Whoever reads the file can sign as these meters.
type deviceRecord struct {
	Serial string `json:"serial"`
	Issuer string `json:"issuer"`
	Scheme string `json:"scheme"`
	Seed   string `json:"seed"`
}

// NewDevice makes a device with a key from 32 random bytes.
func NewDevice(serial, issuer string, scheme signature.Scheme, random io.Reader) (Device, error) {
	d := Device{Serial: serial, Issuer: issuer}
	if _, err := io.ReadFull(random, d.seed[:]); err != nil {
		return d, err
	}
	var err error
	d.Key, err = signature.FromSeed(scheme, d.seed)
	return d, err
}

// Registration returns what the issuer puts into MsgRegisterMeter.
func (d Device) Registration(chainID string) (key meteridtypes.PublicKey, possession []byte, err error) {
	issuer, err := sdk.AccAddressFromBech32(d.Issuer)
	if err != nil {
		return key, nil, fmt.Errorf("issuer of %s: %w", d.Serial, err)
	}
	key = meteridtypes.PublicKey{Type: meteridtypes.KeyType(d.Key.Scheme()), Key: d.Key.Public()}
	message, err := reading.Registration{
		ChainID: chainID, Issuer: issuer, Serial: d.Serial, KeyType: uint8(key.Type), Key: key.Key,
	}.AppendBytes(nil)
	if err != nil {
		return key, nil, err
	}
	possession, err = d.Key.Sign(message)
	return key, possession, err
}

// Activation returns the message by which its owner activates the meter, with the opening registers that the device signs.
func (d Device) Activation(chainID, owner string, opening meteridtypes.Registers) (*meteridtypes.MsgActivateMeter, error) {
	signed, err := d.Sign(chainID, opening)
	return &meteridtypes.MsgActivateMeter{Owner: owner, Meter: d.Meter, Opening: opening, Signature: signed.Signature}, err
}

// LoadDevices reads a file of devices; a missing file holds none.
func LoadDevices(path string) ([]Device, error) {
	bz, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var records []deviceRecord
	if err := json.Unmarshal(bz, &records); err != nil {
		return nil, fmt.Errorf("%s: expected a file of devices as utilityd gateway keygen writes it: %w", path, err)
	}
	devices := make([]Device, len(records))
	for i, r := range records {
		d := Device{Serial: r.Serial, Issuer: r.Issuer}
		scheme, err := signature.ParseScheme(r.Scheme)
		if err != nil {
			return nil, fmt.Errorf("%s, device %s: %w", path, r.Serial, err)
		}
		if n, err := hex.Decode(d.seed[:], []byte(r.Seed)); err != nil || n != len(d.seed) || len(r.Seed) != 2*len(d.seed) {
			return nil, fmt.Errorf("%s, device %s: expected a seed of %d hexadecimal digits", path, r.Serial, 2*len(d.seed))
		}
		if d.Key, err = signature.FromSeed(scheme, d.seed); err != nil {
			return nil, fmt.Errorf("%s, device %s: %w", path, r.Serial, err)
		}
		devices[i] = d
	}
	return devices, nil
}

// SaveDevices writes a file of devices that only its owner can read.
func SaveDevices(path string, devices []Device) error {
	records := make([]deviceRecord, len(devices))
	for i, d := range devices {
		records[i] = deviceRecord{Serial: d.Serial, Issuer: d.Issuer, Scheme: d.Key.Scheme().String(), Seed: hex.EncodeToString(d.seed[:])}
	}
	bz, err := json.MarshalIndent(records, "", "  ")
	if err != nil {
		return err
	}
	return writeDurably(path, append(bz, '\n'))
}
