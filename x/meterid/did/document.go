package did

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// ContentType is the media type of a document.
const ContentType = "application/did+json"

// Document is the facts from which the document of a meter is computed.
type Document struct {
	// ChainID is the chain of the meter, 1 to 255 bytes.
	ChainID string
	// Meter is the number of the meter, from 1.
	Meter uint64
	// Owner is the account of the owner, as text (bech32).
	Owner string
	// KeyVersion is the number of the key.
	KeyVersion uint32
	// KeyType is the signature scheme of the key, a number of utility.meterid.v1.KeyType.
	KeyType uint8
	// Key is the public key.
	Key []byte
	// Retired is true once the meter is out of service: its identifier is deactivated.
	Retired bool
}

// contexts define the members of a document for readers of JSON-LD.
var contexts = []string{
	"https://www.w3.org/ns/did/v1",
	"https://w3id.org/security/multikey/v1",
}

// document has its members in the order of their names, which makes the encoding canonical.
type document struct {
	Context            []string             `json:"@context"`
	AssertionMethod    []string             `json:"assertionMethod,omitempty"`
	Controller         string               `json:"controller"`
	ID                 string               `json:"id"`
	VerificationMethod []verificationMethod `json:"verificationMethod,omitempty"`
}

type verificationMethod struct {
	Controller         string `json:"controller"`
	ID                 string `json:"id"`
	PublicKeyMultibase string `json:"publicKeyMultibase"`
	Type               string `json:"type"`
}

// JSON returns the document: the same bytes for the same facts.
func (d Document) JSON() ([]byte, error) {
	id, err := Format(DID{ChainID: d.ChainID, Meter: d.Meter})
	if err != nil {
		return nil, err
	}
	controller, err := Account(d.ChainID, d.Owner)
	if err != nil {
		return nil, err
	}
	doc := document{Context: contexts, Controller: controller, ID: id}
	if !d.Retired {
		key, err := Multikey(d.KeyType, d.Key)
		if err != nil {
			return nil, err
		}
		method := KeyID(id, d.KeyVersion)
		doc.VerificationMethod = []verificationMethod{
			{Controller: id, ID: method, PublicKeyMultibase: key, Type: "Multikey"},
		}
		doc.AssertionMethod = []string{method}
	}
	return encode(doc)
}

// KeyID returns the DID URL of a key of the meter with this identifier.
func KeyID(id string, version uint32) string {
	return id + "#key-" + strconv.FormatUint(uint64(version), 10)
}

func encode(doc document) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(doc); err != nil {
		return nil, fmt.Errorf("encoding the document of %s: %w", doc.ID, err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
