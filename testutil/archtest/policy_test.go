package archtest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/utilityd/utilityd/testutil/archtest"
)

const smallPolicy = `
# sets
MATH = lib.io/math
SDK  = lib.io…

x/pure     : std MATH
x/*/types  : std SDK
x/*/keeper : std SDK x/$… x/meter/types
x/new      : std later
tools…     : anything
`

func TestPolicyChecksImports(t *testing.T) {
	tests := []struct {
		name     string
		pkg      string
		imported archtest.Import

		want string
	}{
		{
			name:     "a pure package may import the standard library",
			pkg:      "x/pure",
			imported: archtest.Import{Path: "fmt", Std: true},

			want: "",
		},
		{
			name:     "a set is what it names",
			pkg:      "x/pure",
			imported: archtest.Import{Path: "lib.io/math"},

			want: "",
		},
		{
			name:     "a set is nothing else",
			pkg:      "x/pure",
			imported: archtest.Import{Path: "lib.io/store"},

			want: "may not import lib.io/store",
		},
		{
			name:     "the first rule decides",
			pkg:      "x/pure",
			imported: archtest.Import{Path: "x/meter/types"},

			want: "may not import x/meter/types",
		},
		{
			name:     "three dots stand for a subtree",
			pkg:      "x/water/types",
			imported: archtest.Import{Path: "lib.io/store/v2"},

			want: "",
		},
		{
			name:     "three dots do not stand for a longer name",
			pkg:      "x/water/types",
			imported: archtest.Import{Path: "lib.ioxyz/store"},

			want: "may not import lib.ioxyz/store",
		},
		{
			name:     "a keeper may import its own types",
			pkg:      "x/water/keeper",
			imported: archtest.Import{Path: "x/water/types"},

			want: "",
		},
		{
			name:     "a keeper may not import another's keeper",
			pkg:      "x/water/keeper",
			imported: archtest.Import{Path: "x/meter/keeper"},

			want: "may not import x/meter/keeper",
		},
		{
			name:     "a package needs a rule",
			pkg:      "cmd/stray",
			imported: archtest.Import{Path: "fmt", Std: true},

			want: "expected a rule",
		},
		{
			name:     "anything is anything",
			pkg:      "tools/gen",
			imported: archtest.Import{Path: "example.org/thing"},

			want: "",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			policy, err := archtest.ParsePolicy(smallPolicy)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(policy.Check(tt.pkg, []archtest.Import{tt.imported}), "\n")
			if (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
				t.Errorf("expected %q, got %q", tt.want, got)
			}
		})
	}
}

func TestPolicyNamesStaleRules(t *testing.T) {
	policy, err := archtest.ParsePolicy(smallPolicy)
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range []string{"x/pure", "x/a/types", "x/a/keeper", "x/new"} {
		policy.Check(pkg, nil)
	}
	want := []string{
		`rule "x/new": has a package now, remove "later"`,
		`rule "tools…": expected a package, got none`,
	}
	if got := policy.Unused(); !slices.Equal(got, want) {
		t.Errorf("expected %q, got %q", want, got)
	}
}

func TestParsePolicyRefusesWhatItDoesNotUnderstand(t *testing.T) {
	tests := []struct {
		name string
		text string

		want string
	}{
		{
			name: "a line that is neither a set nor a rule",
			text: "x/pure std",

			want: "line 1: expected SET",
		},
		{
			name: "a set that is not named before",
			text: "\nx/pure : std MATH",

			want: "line 2: expected a set named before, got MATH",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := archtest.ParsePolicy(tt.text)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("expected %q, got %v", tt.want, err)
			}
		})
	}
}

func TestImportsReadsFiles(t *testing.T) {
	packages, err := archtest.Imports(root(t), modulePath)
	if err != nil {
		t.Fatal(err)
	}
	self := packages["testutil/archtest"]
	for _, want := range []archtest.Import{
		{File: "testutil/archtest/imports.go", Path: "go/parser", Std: true},
		{File: "testutil/archtest/determinism.go", Path: "golang.org/x/tools/go/packages"},
		{File: "testutil/archtest/determinism.go", Path: "testutil/nodet"},
	} {
		if !slices.Contains(self, want) {
			t.Errorf("expected %v among %v", want, self)
		}
	}
	if _, ok := packages["testutil/archtest/testdata/clock"]; ok {
		t.Error("expected no package below testdata, got one")
	}
}
