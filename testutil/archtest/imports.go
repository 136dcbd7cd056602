package archtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
)

// Import is one import in one file.
type Import struct {
	File string // relative to the repository
	Path string // relative to the repository where the package is ours
	Std  bool   // of the standard library
}

// Imports reads what the files below root import, test files apart: package path relative to root → imports.
// It needs no compiler, so it sees files of every build tag.
func Imports(root, modulePath string) (map[string][]Import, error) {
	packages := make(map[string][]Import)
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if relative != "." && notOurs(entry.Name(), relative) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		imports, err := importsOf(name, relative, modulePath)
		pkg := filepath.ToSlash(filepath.Dir(relative))
		packages[pkg] = append(packages[pkg], imports...)
		return err
	})
	return packages, err
}

// notOurs reports folders without a package of the module: what the go command ignores, and modules of their own.
func notOurs(name, relative string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata" ||
		relative == "tools" || relative == "build"
}

func importsOf(name, relative, modulePath string) ([]Import, error) {
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	imports := make([]Import, 0, len(file.Imports))
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		first, _, _ := strings.Cut(path, "/")
		own, isOwn := strings.CutPrefix(path, modulePath+"/")
		imports = append(imports, Import{
			File: filepath.ToSlash(relative),
			Path: own,
			Std:  !isOwn && !strings.Contains(first, "."),
		})
	}
	return imports, nil
}
