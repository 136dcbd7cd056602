package signature_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"

	"github.com/utilityd/utilityd/testutil/golden"
	"github.com/utilityd/utilityd/x/meterid/reading"
	"github.com/utilityd/utilityd/x/meterid/signature"
)

const (
	vectorDir   = "../testdata/vectors/"
	vectorsPage = "x/meterid/vectors.md"
)

// The same secrets stand for every scheme.
var (
	deviceSecret = [32]byte(bytes.Repeat([]byte{0x11}, 32))
	formerSecret = [32]byte(bytes.Repeat([]byte{0x22}, 32))
	otherSecret  = [32]byte(bytes.Repeat([]byte{0x33}, 32))
)

// text is bytes as hex.
type text []byte

func (x text) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(x)), nil }

func (x *text) UnmarshalText(digits []byte) (err error) {
	*x, err = hex.DecodeString(string(digits))
	return err
}

// vectorFile is one of the files for authors of firmware.
type vectorFile struct {
	About   string   `json:"about"`
	Page    string   `json:"page"`
	Vectors []vector `json:"vectors"`
}

// vector is a signature and what the chain says about it.
type vector struct {
	Name   string `json:"name"`
	Scheme string `json:"scheme"`
	// Expected is what the chain holds the signature to be about, Signed its bytes.
	Expected fields `json:"expected"`
	Signed   text   `json:"signed_bytes"`
	// PublicKey is the key that the chain knows.
	PublicKey text `json:"public_key"`
	Signature text `json:"signature"`
	Valid     bool `json:"valid"`
	// Secret is the private key of the device, DeviceSigned what it signed if that is not Signed.
	Secret       text  `json:"device_secret"`
	DeviceSigned *text `json:"device_signed,omitempty"`
}

// fields are those of a reading, a registration or a rotation. Numbers of 64 bits are texts: not every reader of JSON
// keeps them.
type fields struct {
	ChainID    string  `json:"chain_id"`
	Issuer     *text   `json:"issuer_hex,omitempty"`
	Serial     *string `json:"serial,omitempty"`
	Meter      *uint64 `json:"meter,string,omitempty"`
	KeyVersion *uint32 `json:"key_version,omitempty"`
	Time       *int64  `json:"time,string,omitempty"`
	Import     *uint64 `json:"import,string,omitempty"`
	Export     *uint64 `json:"export,string,omitempty"`
	KeyType    *uint8  `json:"key_type,omitempty"`
	Key        *text   `json:"key,omitempty"`
}

// signable is a reading, a registration or a rotation.
type signable interface {
	AppendBytes(dst []byte) ([]byte, error)
}

func bytesOf(t testing.TB, s signable) []byte {
	t.Helper()
	b, err := s.AppendBytes(nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func fieldsOf(s signable) fields {
	switch v := s.(type) {
	case reading.Reading:
		return fields{
			ChainID: v.ChainID, Meter: &v.Meter, KeyVersion: &v.KeyVersion,
			Time: &v.Time, Import: &v.Import, Export: &v.Export,
		}
	case reading.Registration:
		issuer, key := text(v.Issuer), text(v.Key)
		return fields{ChainID: v.ChainID, Issuer: &issuer, Serial: &v.Serial, KeyType: &v.KeyType, Key: &key}
	case reading.Rotation:
		key := text(v.Key)
		return fields{ChainID: v.ChainID, Meter: &v.Meter, KeyVersion: &v.KeyVersion, KeyType: &v.KeyType, Key: &key}
	default:
		panic("expected something that a device signs")
	}
}

// signable is the inverse of fieldsOf.
func (f fields) signable() signable {
	switch {
	case f.Time != nil:
		return reading.Reading{
			ChainID: f.ChainID, Meter: *f.Meter, KeyVersion: *f.KeyVersion,
			Time: *f.Time, Import: *f.Import, Export: *f.Export,
		}
	case f.Issuer != nil:
		return reading.Registration{
			ChainID: f.ChainID, Issuer: *f.Issuer, Serial: *f.Serial, KeyType: *f.KeyType, Key: *f.Key,
		}
	default:
		return reading.Rotation{
			ChainID: f.ChainID, Meter: *f.Meter, KeyVersion: *f.KeyVersion, KeyType: *f.KeyType, Key: *f.Key,
		}
	}
}

func TestVectorFilesAreWhatTheGeneratorMakes(t *testing.T) {
	golden.JSON(t, vectorDir+"reading.json", vectorFile{
		About:   "Signatures of readings, good ones and one for each way of being spoiled.",
		Page:    vectorsPage,
		Vectors: readingVectors(t),
	})
	golden.JSON(t, vectorDir+"registration.json", vectorFile{
		About:   "Signatures with which a device proves that it holds the key under which it is registered.",
		Page:    vectorsPage,
		Vectors: registrationVectors(t),
	})
	golden.JSON(t, vectorDir+"rotation.json", vectorFile{
		About:   "Signatures with which the present key of a device hands over to a new key.",
		Page:    vectorsPage,
		Vectors: rotationVectors(t),
	})
	golden.JSON(t, vectorDir+"keys.json", keyFile{
		About:   "Public keys that a device may have, and some that it may not have.",
		Page:    vectorsPage,
		Vectors: keyVectors(t),
	})
}

// TestVectors reads the files as an independent implementation would.
func TestVectors(t *testing.T) {
	for _, name := range []string{"reading.json", "registration.json", "rotation.json"} {
		t.Run(name, func(t *testing.T) {
			var file vectorFile
			readJSON(t, vectorDir+name, &file)
			var (
				jobs  []signature.Job
				names = make(map[string]bool)
				good  = make(map[string]int)
				bad   = make(map[string]int)
			)
			for _, v := range file.Vectors {
				checkVector(t, v)
				if names[v.Name] {
					t.Errorf("expected one vector of the name %q", v.Name)
				}
				names[v.Name] = true
				if v.Valid {
					good[v.Scheme]++
				} else {
					bad[v.Scheme]++
				}
				jobs = append(jobs, v.job(t))
			}
			for i, verdict := range signature.Verify(jobs) {
				if want := file.Vectors[i].Valid; verdict != want {
					t.Errorf("%s: expected %t in a batch, got %t", file.Vectors[i].Name, want, verdict)
				}
			}
			for _, scheme := range signature.Schemes() {
				if good[scheme.String()] < 1 || bad[scheme.String()] < 5 {
					t.Errorf("expected good and bad vectors of %s, got %d and %d",
						scheme, good[scheme.String()], bad[scheme.String()])
				}
			}
		})
	}
}

func checkVector(t *testing.T, v vector) {
	t.Helper()
	expected := v.Expected.signable()
	if got := bytesOf(t, expected); !bytes.Equal(got, v.Signed) {
		t.Errorf("%s: expected the signed bytes %x, got %x", v.Name, v.Signed, got)
	}
	if got := signature.VerifyOne(v.job(t)); got != v.Valid {
		t.Errorf("%s: expected %t, got %t", v.Name, v.Valid, got)
	}
	// A bad vector is bad by what its name says and by nothing else: its signature is good for what the device
	// signed and for the key of the device, unless it is the signature that is spoiled.
	device := v.job(t)
	device.Key = key(t, device.Scheme, [32]byte(v.Secret)).Public()
	if v.DeviceSigned != nil {
		if bytes.Equal(*v.DeviceSigned, v.Signed) {
			t.Errorf("%s: expected device_signed only where it differs", v.Name)
		}
		device.Message = *v.DeviceSigned
	}
	stray := v.DeviceSigned != nil || !bytes.Equal(device.Key, v.PublicKey)
	if want := v.Valid || stray; signature.VerifyOne(device) != want {
		t.Errorf("%s: expected %t for what the device signed, got %t", v.Name, want, !want)
	}
}

func (v vector) job(t *testing.T) signature.Job {
	t.Helper()
	scheme, err := signature.ParseScheme(v.Scheme)
	if err != nil {
		t.Fatalf("%s: %v", v.Name, err)
	}
	return signature.Job{Scheme: scheme, Key: v.PublicKey, Message: v.Signed, Signature: v.Signature}
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}
