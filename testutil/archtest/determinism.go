package archtest

import (
	"fmt"
	"path/filepath"
	"sort"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/utilityd/utilityd/testutil/nodet"
)

// Nondeterminism runs nodet over the packages that the patterns name and returns its findings by file and
// line. Test files, generated files, simulations and the descriptions of commands are no state code.
func Nondeterminism(root string, patterns ...string) ([]string, error) {
	loaded, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax, Dir: root}, patterns...)
	if err != nil {
		return nil, err
	}
	var state []*packages.Package
	for _, pkg := range loaded {
		if len(pkg.Errors) > 0 {
			return nil, fmt.Errorf("%s: %w", pkg.PkgPath, pkg.Errors[0])
		}
		if !strings.HasSuffix(pkg.PkgPath, "/simulation") {
			state = append(state, pkg)
		}
	}
	if len(state) == 0 {
		return nil, fmt.Errorf("expected packages that match %v, got none", patterns)
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{nodet.Analyzer}, state, nil)
	if err != nil {
		return nil, err
	}
	return findings(root, graph)
}

func findings(root string, graph *checker.Graph) (found []string, err error) {
	for _, action := range graph.Roots {
		if action.Err != nil {
			return nil, fmt.Errorf("%s: %w", action.Package.PkgPath, action.Err)
		}
		for _, diagnostic := range action.Diagnostics {
			position := action.Package.Fset.Position(diagnostic.Pos)
			name, err := filepath.Rel(root, position.Filename)
			if err != nil {
				return nil, err
			}
			if strings.HasPrefix(filepath.Base(name), "autocli") {
				continue
			}
			found = append(found, fmt.Sprintf("%s:%d: %s", filepath.ToSlash(name), position.Line, diagnostic.Message))
		}
	}
	sort.Strings(found)
	return found, nil
}
