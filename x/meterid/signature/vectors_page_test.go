package signature_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"testing"
)

// The page for authors of firmware shows the vectors named "good": every hex in it is in the files.
func TestPageShowsTheVectors(t *testing.T) {
	page, err := os.ReadFile("../vectors.md")
	must(t, err)
	text := string(page)
	var expected []string
	for _, name := range []string{"reading.json", "registration.json", "rotation.json"} {
		var file vectorFile
		readJSON(t, vectorDir+name, &file)
		expected = append(expected, fmt.Sprintf("| `%s` | %d |", name, len(file.Vectors)))
		for _, v := range file.Vectors {
			switch {
			case name == "reading.json" && v.Name == v.Scheme+": good":
				digest := sha256.Sum256(v.Signed)
				expected = append(expected, hexOf(v.PublicKey), hexOf(v.Signature), hexOf(v.Signed), hexOf(digest[:]))
			case v.Name == "ed25519: good", v.Name == "ed25519: good, to a key of ed25519":
				expected = append(expected, hexOf(v.Signed))
			}
		}
	}
	var keys keyFile
	readJSON(t, vectorDir+"keys.json", &keys)
	expected = append(expected, fmt.Sprintf("| `keys.json` | %d |", len(keys.Vectors)))
	expected = append(expected, hexOf(deviceSecret[:]))
	for _, want := range expected {
		if !strings.Contains(text, want) {
			t.Errorf("expected %q in vectors.md", want)
		}
	}
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }
