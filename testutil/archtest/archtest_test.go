package archtest_test

import (
	_ "embed"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/utilityd/utilityd/testutil/archtest"
)

const modulePath = "github.com/utilityd/utilityd"

//go:embed policy.txt
var policyText string

func TestImportsFollowThePolicy(t *testing.T) {
	policy, err := archtest.ParsePolicy(policyText)
	if err != nil {
		t.Fatal(err)
	}
	packages, err := archtest.Imports(root(t), modulePath)
	if err != nil {
		t.Fatal(err)
	}
	for pkg, imports := range packages {
		for _, wrong := range policy.Check(pkg, imports) {
			t.Error(wrong)
		}
	}
	for _, wrong := range policy.Unused() {
		t.Error(wrong)
	}
}

func TestStateCodeIsDeterministic(t *testing.T) {
	found, err := archtest.Nondeterminism(root(t), "./x/...", "./app/...")
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range found {
		t.Error(finding)
	}
}

// Without this the test above would also pass if the analyzer were not run.
func TestNondeterminismIsFound(t *testing.T) {
	found, err := archtest.Nondeterminism(root(t), "./testutil/archtest/testdata/clock")
	if err != nil {
		t.Fatal(err)
	}
	want := "testutil/archtest/testdata/clock/clock.go:8: time.Now"
	if len(found) != 1 || !strings.HasPrefix(found[0], want) {
		t.Errorf("expected one finding %q, got %q", want, found)
	}
}

// root is the folder of go.mod.
func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
		t.Fatal(err)
	}
	return dir
}
