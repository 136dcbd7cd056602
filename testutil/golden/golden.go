// Package golden compares what a test sees with a file under testdata, and rewrites the file on
// `go test -rewrite`. Commit a rewrite only if you can say why each line moved.
package golden

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	_ "github.com/cockroachdb/datadriven" // owns the flag -rewrite: scenarios and golden files share it
	"github.com/pmezard/go-difflib/difflib"
)

// File compares got with the file of that path, relative to the package of the test.
func File(t testing.TB, path string, got []byte) {
	t.Helper()
	if flag.Lookup("rewrite").Value.String() == "true" {
		rewrite(t, path, got)
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test -rewrite writes it)", err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("%s differs (go test -rewrite accepts what is seen):\n%s", path, diff(want, got))
	}
}

// JSON compares a value, as indented JSON, with the file of that path.
func JSON(t testing.TB, path string, value any) {
	t.Helper()
	got, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	File(t, path, append(got, '\n'))
}

func rewrite(t testing.TB, path string, got []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, got, 0o600); err != nil {
		t.Fatal(err)
	}
}

func diff(want, got []byte) string {
	text, err := difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
		A:        difflib.SplitLines(string(want)),
		B:        difflib.SplitLines(string(got)),
		FromFile: "expected",
		ToFile:   "got",
		Context:  2,
	})
	if err != nil {
		return err.Error()
	}
	return text
}
