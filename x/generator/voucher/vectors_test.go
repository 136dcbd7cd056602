package voucher_test

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"testing"

	"github.com/utilityd/utilityd/testutil/golden"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

const vectorFilePath = "../testdata/vectors/voucher.json"

// vectorFile is for authors of firmware. Numbers of 64 bits are texts: not every reader of JSON keeps them.
type vectorFile struct {
	About  string        `json:"about"`
	Page   string        `json:"page"`
	Texts  []textVector  `json:"texts"`
	Steps  []stepVector  `json:"steps"`
	Chains []chainVector `json:"chains"`
	Checks []checkVector `json:"checks"`
}

// textVector is what a person keys in and the code that it is.
type textVector struct {
	Name   string `json:"name"`
	Text   string `json:"text"`
	Valid  bool   `json:"valid"`
	Code   string `json:"code,omitempty"`
	Groups string `json:"groups,omitempty"`
	Error  string `json:"error,omitempty"`
}

// stepVector is one step, with what is hashed on the way.
type stepVector struct {
	Name      string `json:"name"`
	Generator uint64 `json:"generator,string"`
	Meter     uint64 `json:"meter,string"`
	Code      string `json:"code"`
	Hashed    string `json:"hashed_hex"`
	Hash      string `json:"hash_hex"`
	Before    string `json:"link_before"`
}

// chainVector is what a vendor makes of a seed.
type chainVector struct {
	Name      string       `json:"name"`
	Seed      string       `json:"seed_hex"`
	Generator uint64       `json:"generator,string"`
	Meter     uint64       `json:"meter,string"`
	Length    int          `json:"length"`
	Digits    int          `json:"digits"`
	Links     []linkVector `json:"links"`
}

type linkVector struct {
	Link int    `json:"link"`
	Code string `json:"code"`
}

// checkVector is a code and what it proves from the current link, in a number of steps.
type checkVector struct {
	Name      string `json:"name"`
	Generator uint64 `json:"generator,string"`
	Meter     uint64 `json:"meter,string"`
	Current   string `json:"current"`
	Code      string `json:"code"`
	Max       int    `json:"most"`
	Valid     bool   `json:"valid"`
	Units     int    `json:"units,omitempty"`
	Error     string `json:"error,omitempty"`
}

// vectorErrors are the names of errors in the file.
var vectorErrors = map[string]error{
	"length":   voucher.ErrLength,
	"digit":    voucher.ErrDigit,
	"no match": voucher.ErrNoMatch,
	"spent":    voucher.ErrSpent,
}

func TestVectorFileIsWhatTheGeneratorMakes(t *testing.T) {
	golden.JSON(t, vectorFilePath, vectorFile{
		About:  "Codes of vouchers: how they are read, stepped, made and checked; good ones and one for each way of being spoiled.",
		Page:   "x/generator/voucher/doc.go",
		Texts:  textVectors(),
		Steps:  stepVectors(),
		Chains: chainVectors(),
		Checks: checkVectors(),
	})
}

// TestVectors reads the file as an independent implementation would.
func TestVectors(t *testing.T) {
	data, err := os.ReadFile(vectorFilePath)
	if err != nil {
		t.Fatal(err)
	}
	var file vectorFile
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	named := names{t: t, seen: make(map[string]bool)}
	for _, v := range file.Texts {
		named.add(v.Name)
		checkText(t, v)
	}
	for _, v := range file.Steps {
		named.add(v.Name)
		if got := voucher.Step(meterOf(v.Generator, v.Meter), parse(t, v.Code)).String(); got != v.Before {
			t.Errorf("%s: expected %s, got %s", v.Name, v.Before, got)
		}
		if got := slowHashed(meterOf(v.Generator, v.Meter), v.Code); got != v.Hashed {
			t.Errorf("%s: expected %s hashed, got %s", v.Name, v.Hashed, got)
		}
		if got := slowMod(unhex(v.Hash), len(v.Code)); got != v.Before {
			t.Errorf("%s: expected the hash to end in %s, got %s", v.Name, v.Before, got)
		}
	}
	for _, v := range file.Chains {
		named.add(v.Name)
		c, err := voucher.NewChain(unhex(v.Seed), meterOf(v.Generator, v.Meter), v.Length, v.Digits)
		if err != nil {
			t.Fatalf("%s: %v", v.Name, err)
		}
		for _, link := range v.Links {
			if got := at(t, c, link.Link).String(); got != link.Code {
				t.Errorf("%s: link %d: expected %s, got %s", v.Name, link.Link, link.Code, got)
			}
		}
	}
	good := 0
	for _, v := range file.Checks {
		named.add(v.Name)
		checkCheck(t, v)
		if v.Valid {
			good++
		}
	}
	if bad := len(file.Checks) - good; good < 5 || bad < 12 || len(file.Texts) < 8 || len(file.Steps) < 5 || len(file.Chains) < 3 {
		t.Errorf("expected good and bad vectors, got %d and %d", good, bad)
	}
}

func checkText(t *testing.T, v textVector) {
	t.Helper()
	c, err := voucher.Parse(v.Text)
	if v.Valid != (err == nil) || !errors.Is(err, vectorErrors[v.Error]) {
		t.Errorf("%s: expected %t %s, got %v", v.Name, v.Valid, v.Error, err)
	}
	if c.String() != v.Code || c.Format() != v.Groups {
		t.Errorf("%s: expected %s, %s, got %s, %s", v.Name, v.Code, v.Groups, c, c.Format())
	}
}

func checkCheck(t *testing.T, v checkVector) {
	t.Helper()
	current, code := parse(t, v.Current), parse(t, v.Code)
	got, err := voucher.Verify(meterOf(v.Generator, v.Meter), current, code, v.Max)
	if v.Valid != (err == nil) || got != v.Units || !errors.Is(err, vectorErrors[v.Error]) {
		t.Errorf("%s: expected %d %s, got %d, %v", v.Name, v.Units, v.Error, got, err)
	}
}

// names checks that each vector has a name of its own.
type names struct {
	t    *testing.T
	seen map[string]bool
}

func (n names) add(name string) {
	n.t.Helper()
	if n.seen[name] || name == "" {
		n.t.Errorf("expected one vector of the name %q", name)
	}
	n.seen[name] = true
}

func meterOf(generator, number uint64) voucher.Meter {
	return voucher.Meter{Generator: generator, Number: number}
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }
