package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

// Handlers returns where the functions of a file break the rule of CONTRIBUTING.md for the parts of a message handler, which the
// comments `// load`, `// decide` and `// apply` begin. The text of the file is src, or is read if src is nil, as in go/parser.
// The types are not known: a record that a called function changes through a pointer is not found.
func Handlers(name string, src any) ([]string, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, src, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, declaration := range file.Decls {
		fn, ok := declaration.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		report := func(pos token.Pos, fault string) {
			found = append(found, fmt.Sprintf("%s:%d: %s: %s", name, files.Position(pos).Line, fn.Name.Name, fault))
		}
		parts := partsOf(file, fn)
		if fault := checkOrder(parts, isHandler(fn)); fault != "" {
			report(fn.Pos(), fault)
			continue
		}
		if decide, to := decisionOf(parts, fn); decide.IsValid() {
			c := decision{from: decide, to: to, made: make(map[string]bool), report: report}
			ast.Inspect(fn.Body, c.visit)
		}
	}
	return found, nil
}

// part is a part of a function and the comment that begins it.
type part struct {
	name    string
	comment *ast.Comment
}

var partNames = []string{"load", "decide", "apply"}

func partsOf(file *ast.File, fn *ast.FuncDecl) (parts []part) {
	for _, group := range file.Comments {
		if group.Pos() < fn.Body.Pos() || group.End() > fn.Body.End() {
			continue
		}
		for _, comment := range group.List {
			name, _, _ := strings.Cut(strings.TrimPrefix(comment.Text, "// "), ":")
			if slices.Contains(partNames, name) {
				parts = append(parts, part{name: name, comment: comment})
			}
		}
	}
	return parts
}

// isHandler says whether a function is an exported method of a type msgServer.
func isHandler(fn *ast.FuncDecl) bool {
	if fn.Recv == nil || !fn.Name.IsExported() {
		return false
	}
	receiver, ok := fn.Recv.List[0].Type.(*ast.Ident)
	return ok && receiver.Name == "msgServer"
}

// checkOrder lets a handler leave out decide, and another function have none of the parts.
func checkOrder(parts []part, handler bool) string {
	if len(parts) == 0 && !handler {
		return ""
	}
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = p.name
	}
	if slices.Equal(names, partNames) || slices.Equal(names, []string{"load", "apply"}) {
		return ""
	}
	return fmt.Sprintf("expected the parts [load decide apply] or [load apply], got %v", names)
}

// decisionOf returns where the decision of a function begins and ends.
func decisionOf(parts []part, fn *ast.FuncDecl) (from, to token.Pos) {
	if len(parts) < len(partNames) {
		return token.NoPos, token.NoPos
	}
	return parts[1].comment.End(), parts[2].comment.Pos()
}

// decision looks for faults between two positions.
type decision struct {
	from, to token.Pos
	made     map[string]bool // variables that the decision defines: it may change them
	report   func(pos token.Pos, fault string)
}

// visit reports a node and says whether to look inside it.
func (d decision) visit(node ast.Node) bool {
	if node == nil || node.End() <= d.from || node.Pos() >= d.to {
		return false
	}
	if node.Pos() < d.from {
		return true
	}
	switch n := node.(type) {
	case *ast.Ident:
		if n.Name == "ctx" || n.Name == "goCtx" {
			d.report(n.Pos(), "decide mentions the context")
		}
	case *ast.AssignStmt:
		for _, left := range n.Lhs {
			if variable, ok := left.(*ast.Ident); !ok {
				d.change(left)
			} else if n.Tok == token.DEFINE {
				d.made[variable.Name] = true
			}
		}
	case *ast.ValueSpec:
		for _, variable := range n.Names {
			d.made[variable.Name] = true
		}
	case *ast.IncDecStmt:
		d.change(n.X)
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			d.change(n.X)
		}
	}
	return true
}

// change reports an expression that is changed, or can be by its address, if it belongs to a variable that was loaded.
func (d decision) change(expr ast.Expr) {
	for root := expr; ; {
		switch x := root.(type) {
		case *ast.SelectorExpr:
			root = x.X
		case *ast.IndexExpr:
			root = x.X
		case *ast.StarExpr:
			root = x.X
		case *ast.ParenExpr:
			root = x.X
		case *ast.Ident:
			if !d.made[x.Name] {
				d.report(expr.Pos(), fmt.Sprintf("decide changes %s, which was loaded", x.Name))
			}
			return
		default: // a value that has just been made
			return
		}
	}
}
