package nodet

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Analyzer reports what is not deterministic.
var Analyzer = &analysis.Analyzer{
	Name: "nodet",
	Doc:  "refuses map iteration, clock, randomness, floating point, goroutines and select in state code",
	Run:  run,
}

// bannedPackages may not be imported at all.
var bannedPackages = map[string]string{
	"math/rand":    "randomness",
	"math/rand/v2": "randomness",
	"crypto/rand":  "randomness",
	"hash/maphash": "a hash that differs in each process",
}

// bannedObjects may not be named. Functions and methods stand as types.Func.FullName writes them.
var bannedObjects = map[string]string{
	"time.Now":                               "the clock of this machine; use the block time",
	"time.Since":                             "the clock of this machine; use the block time",
	"time.Until":                             "the clock of this machine; use the block time",
	"time.Sleep":                             "the clock of this machine",
	"time.After":                             "the clock of this machine",
	"time.AfterFunc":                         "the clock of this machine",
	"time.Tick":                              "the clock of this machine",
	"time.NewTimer":                          "the clock of this machine",
	"time.NewTicker":                         "the clock of this machine",
	"context.AfterFunc":                      startsGoroutine,
	"runtime.AddCleanup":                     startsGoroutine,
	"runtime.SetFinalizer":                   startsGoroutine,
	"(*sync.WaitGroup).Go":                   startsGoroutine,
	"(*golang.org/x/sync/errgroup.Group).Go": startsGoroutine,
	"(*golang.org/x/sync/errgroup.Group).TryGo":      startsGoroutine,
	"(*golang.org/x/sync/singleflight.Group).DoChan": startsGoroutine,
	"maps.All":        "the order of a map; sort the keys",
	"maps.Keys":       "the order of a map; use slices.Sorted(maps.Keys(m))",
	"maps.Values":     "the order of a map; use slices.Sorted(maps.Values(m))",
	"maps.DeleteFunc": "the order of a map",
}

const startsGoroutine = "goroutine: its order differs from run to run"

// sorters make the order of an iterator over a map harmless. SortedFunc is not among them: elements that
// compare as equal would keep the order of the map.
var sorters = map[string]bool{
	"slices.Sorted": true,
}

func run(pass *analysis.Pass) (any, error) {
	for _, file := range pass.Files {
		if ast.IsGenerated(file) {
			continue
		}
		c := checker{pass: pass, exempt: exemptionsOf(pass.Fset, file)}
		ast.Inspect(file, c.visit)
		c.exempt.reportUnused(pass)
	}
	return nil, nil
}

type checker struct {
	pass   *analysis.Pass
	exempt exemptions
}

// visit checks a node and reports whether to look inside it.
func (c checker) visit(node ast.Node) bool {
	switch n := node.(type) {
	case *ast.ImportSpec:
		path := strings.Trim(n.Path.Value, `"`)
		if why, ok := bannedPackages[path]; ok {
			c.report(n, "import of %s: %s", path, why)
		}
	case *ast.RangeStmt:
		if isMap(c.pass.TypesInfo.TypeOf(n.X)) {
			c.report(n, "range over a map: its order differs from run to run; sort the keys")
		}
	case *ast.GoStmt:
		c.report(n, startsGoroutine)
	case *ast.SelectStmt:
		c.report(n, "select: which case runs differs from run to run")
	case *ast.CallExpr:
		if sorters[c.nameOf(n.Fun)] && len(n.Args) > 0 {
			return c.visitSorted(n)
		}
	case *ast.SelectorExpr:
		if why, ok := bannedObjects[c.nameOf(n)]; ok {
			c.report(n, "%s: %s", c.nameOf(n), why)
			return false
		}
	}
	if expr, ok := node.(ast.Expr); ok && isFloat(c.pass.TypesInfo, expr) {
		c.report(expr, "floating point: it differs between machines; use integers")
		return false
	}
	return true
}

// visitSorted looks at a sorting call without minding that its first argument iterates over a map.
func (c checker) visitSorted(call *ast.CallExpr) bool {
	iterator, ok := call.Args[0].(*ast.CallExpr)
	if !ok || bannedObjects[c.nameOf(iterator.Fun)] == "" {
		return true
	}
	for _, arg := range append(iterator.Args, call.Args[1:]...) {
		ast.Inspect(arg, c.visit)
	}
	return false
}

// nameOf returns the full name of a function, a method or another object of a package, else "".
func (c checker) nameOf(expr ast.Expr) string {
	selector, ok := expr.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	object := c.pass.TypesInfo.Uses[selector.Sel]
	if fn, ok := object.(*types.Func); ok {
		return fn.FullName()
	}
	if object == nil || object.Pkg() == nil || object.Parent() != object.Pkg().Scope() {
		return ""
	}
	return object.Pkg().Path() + "." + object.Name()
}

func (c checker) report(node ast.Node, format string, args ...any) {
	if !c.exempt.covers(c.pass.Fset.Position(node.Pos()).Line) {
		c.pass.ReportRangef(node, format, args...)
	}
}

func isMap(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Map)
	return ok
}

// isFloat reports whether an expression is a floating-point or complex value, or such a type. An untyped
// constant counts as what it becomes: 1e6 is an integer where an integer is wanted.
func isFloat(info *types.Info, expr ast.Expr) bool {
	value, ok := info.Types[expr]
	if !ok {
		return false
	}
	basic, ok := value.Type.Underlying().(*types.Basic)
	return ok && basic.Info()&(types.IsFloat|types.IsComplex) != 0
}
