package golden_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/utilityd/utilityd/testutil/golden"
)

func TestFileComparesWithTestdata(t *testing.T) {
	golden.File(t, "testdata/village.txt", []byte("two homes\none reservoir\n"))
	golden.JSON(t, "testdata/village.json", map[string]int{"homes": 2, "reservoirs": 1})
}

func TestFileFailsWhereItDiffers(t *testing.T) {
	tests := []struct {
		name string
		path string
		got  string

		want string
	}{
		{
			name: "a line moved",
			path: "testdata/village.txt",
			got:  "two homes\ntwo reservoirs\n",

			want: "-one reservoir\n+two reservoirs",
		},
		{
			name: "there is no such file",
			path: "testdata/none.txt",
			got:  "",

			want: "no such file",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			seen := observe(t, func(tb testing.TB) { golden.File(tb, tt.path, []byte(tt.got)) })
			if !strings.Contains(seen, tt.want) {
				t.Errorf("expected %q, got %q", tt.want, seen)
			}
		})
	}
}

func TestRewriteWritesWhatIsSeen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "village.txt")
	setRewrite(t, "true")
	golden.File(t, path, []byte("three homes\n"))
	setRewrite(t, "false")
	golden.File(t, path, []byte("three homes\n"))
	got, err := os.ReadFile(path)
	if err != nil || string(got) != "three homes\n" {
		t.Errorf("expected the rewritten file, got %q, %v", got, err)
	}
}

func setRewrite(t *testing.T, value string) {
	t.Helper()
	before := flag.Lookup("rewrite").Value.String()
	t.Cleanup(func() { _ = flag.Set("rewrite", before) })
	if err := flag.Set("rewrite", value); err != nil {
		t.Fatal(err)
	}
}

// observer is a test that records its failures.
type observer struct {
	testing.TB
	failures strings.Builder
}

func (o *observer) Helper() {}

func (o *observer) Errorf(format string, args ...any) { fmt.Fprintf(&o.failures, format, args...) }

func (o *observer) Fatalf(format string, args ...any) {
	o.Errorf(format, args...)
	panic(o)
}

func observe(t *testing.T, check func(testing.TB)) string {
	t.Helper()
	o := &observer{TB: t}
	func() {
		defer func() {
			if r := recover(); r != nil && r != any(o) {
				panic(r)
			}
		}()
		check(o)
	}()
	return o.failures.String()
}
