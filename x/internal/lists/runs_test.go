package lists_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/utilityd/utilityd/x/internal/lists"
)

func TestRuns(t *testing.T) {
	tests := []struct {
		name string
		all  []string

		want []string
	}{
		{name: "of nothing there is none", all: nil, want: nil},
		{name: "one element is a run", all: []string{"a1"}, want: []string{"a [a1]"}},
		{name: "equal keys in a row are one run", all: []string{"a1", "a2", "b1"}, want: []string{"a [a1 a2]", "b [b1]"}},
		{name: "a key that comes again begins a new run", all: []string{"a1", "b1", "a2"}, want: []string{"a [a1]", "b [b1]", "a [a2]"}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for key, run := range lists.Runs(tc.all, first) {
				got = append(got, fmt.Sprintf("%c %s", key, run))
			}
			if !slices.Equal(got, tc.want) {
				t.Fatalf("expected %q, got %q", tc.want, got)
			}
		})
	}
}

// Runs are parts of the list, so that work on a run changes the list, and the loop may end early.
func TestRunsArePartsOfTheList(t *testing.T) {
	all := []string{"a1", "b1", "c1"}
	for key, run := range lists.Runs(all, first) {
		run[0] = "-"
		if key == 'b' {
			break
		}
	}
	if want := []string{"-", "-", "c1"}; !slices.Equal(all, want) {
		t.Fatalf("expected %q, got %q", want, all)
	}
}

func first(s *string) byte { return (*s)[0] }
