package nodet

import (
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"
)

const directive = "//nodet:allow"

// exemptions are the exempting comments of one file, by line.
type exemptions map[int]*exemption

type exemption struct {
	pos    token.Pos
	reason string
	used   bool
}

func exemptionsOf(fset *token.FileSet, file *ast.File) exemptions {
	found := make(exemptions)
	for _, group := range file.Comments {
		for _, comment := range group.List {
			rest, ok := strings.CutPrefix(comment.Text, directive)
			if !ok {
				continue
			}
			found[fset.Position(comment.Pos()).Line] = &exemption{
				pos:    comment.Pos(),
				reason: strings.TrimSpace(rest),
			}
		}
	}
	return found
}

// covers reports whether a line is exempt: by a comment on it or on the line above.
func (e exemptions) covers(line int) bool {
	for _, at := range []int{line, line - 1} {
		if x, ok := e[at]; ok && x.reason != "" {
			x.used = true
			return true
		}
	}
	return false
}

func (e exemptions) reportUnused(pass *analysis.Pass) {
	for _, x := range e {
		switch {
		case x.reason == "":
			pass.Reportf(x.pos, "%s: expected a reason, got none", directive)
		case !x.used:
			pass.Reportf(x.pos, "%s exempts nothing", directive)
		}
	}
}
