package glossary_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/utilityd/utilityd/testutil/glossary"
	_ "github.com/utilityd/utilityd/x/energy/types"
	_ "github.com/utilityd/utilityd/x/generator/types"
	_ "github.com/utilityd/utilityd/x/meterid/types"
	_ "github.com/utilityd/utilityd/x/water/types"
	_ "github.com/utilityd/utilityd/x/work/types"
)

const root = "../.."

func TestRecordsAreNamedByWordsOfTheGlossary(t *testing.T) {
	g, seen := read(t), 0
	eachFile(t, func(file protoreflect.FileDescriptor) {
		module := strings.Split(string(file.Package()), ".")[1]
		if filepath.Base(file.Path()) != "core.proto" {
			return
		}
		var names []protoreflect.Name
		for i := range file.Messages().Len() {
			names = append(names, file.Messages().Get(i).Name())
		}
		for i := range file.Enums().Len() {
			names = append(names, file.Enums().Get(i).Name())
		}
		for _, name := range names {
			if words := g.Unexplained(module, string(name)); len(words) > 0 {
				t.Errorf("%s of x/%s: expected words that docs/glossary.md explains, got %q", name, module, words)
			}
		}
		seen += len(names)
	})
	require.Greater(t, seen, 50, "records")
}

func TestProtoAvoidsTheWordsNotUsed(t *testing.T) {
	g := read(t)
	avoids := func(name protoreflect.FullName) {
		if word, instead := g.NotUsed(string(name.Name())); word != "" {
			t.Errorf("%s: expected a word of docs/glossary.md (%s), got %q", name, instead, word)
		}
	}
	var message func(m protoreflect.MessageDescriptor)
	message = func(m protoreflect.MessageDescriptor) {
		avoids(m.FullName())
		for i := range m.Fields().Len() {
			avoids(m.Fields().Get(i).FullName())
		}
		for i := range m.Messages().Len() {
			message(m.Messages().Get(i))
		}
	}
	eachFile(t, func(file protoreflect.FileDescriptor) {
		for i := range file.Messages().Len() {
			message(file.Messages().Get(i))
		}
		for i := range file.Enums().Len() {
			for values, j := file.Enums().Get(i).Values(), 0; j < values.Len(); j++ {
				avoids(values.Get(j).FullName())
			}
		}
		for i := range file.Services().Len() {
			for methods, j := file.Services().Get(i).Methods(), 0; j < methods.Len(); j++ {
				avoids(methods.Get(j).FullName())
			}
		}
	})
}

func TestGoAvoidsTheWordsNotUsed(t *testing.T) {
	g, seen := read(t), 0
	require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "build" || entry.Name() == ".git" || entry.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.Contains(path, ".pb.") {
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok { // declared elsewhere: only what it selects from is looked at
				_, name := s.X.(*ast.Ident)
				return !name
			}
			if id, ok := n.(*ast.Ident); ok {
				seen++
				if word, instead := g.NotUsed(id.Name); word != "" {
					t.Errorf("%s: %s: expected a word of docs/glossary.md (%s), got %q", files.Position(id.Pos()), id.Name, instead, word)
				}
			}
			return true
		})
		return nil
	}))
	require.Greater(t, seen, 100_000, "identifiers")
}

func TestUnexplainedAndNotUsed(t *testing.T) {
	g, err := glossary.Parse("## Everywhere\n| word | meaning |\n| --- | --- |\n| item, items | work |\n" +
		"## Water (`x/water`)\n| word | meaning |\n| --- | --- |\n| sell order | an offer |\n" +
		"## Words not used\n| not | but |\n| --- | --- |\n| parked, put aside | failed |\n")
	require.NoError(t, err)
	for _, tc := range []struct {
		module, name string
		want         []string
	}{
		{"water", "SellOrder", nil},
		{"water", "SellOrderItem", nil},
		{"water", "Order", []string{"order"}},
		{"energy", "SellOrder", []string{"sell", "order"}},
		{"energy", "Items", nil},
	} {
		require.Equal(t, tc.want, g.Unexplained(tc.module, tc.name), tc.name)
	}
	word, instead := g.NotUsed("itemsParked")
	require.Equal(t, []string{"parked", "failed"}, []string{word, instead})
	word, _ = g.NotUsed("parkedness")
	require.Empty(t, word)

	for _, bad := range []string{"| --- |\n| a | b |", "## T\n| --- |\n| a |"} {
		_, err := glossary.Parse(bad)
		require.Error(t, err, bad)
	}
}

func read(t *testing.T) glossary.Glossary {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs/glossary.md"))
	require.NoError(t, err)
	g, err := glossary.Parse(string(text))
	require.NoError(t, err)
	return g
}

// eachFile calls fn for every proto file of the project.
func eachFile(t *testing.T, fn func(protoreflect.FileDescriptor)) {
	t.Helper()
	files, seen := proto.HybridResolver, 0
	files.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if strings.HasPrefix(string(file.Package()), "utility.") {
			seen++
			fn(file)
		}
		return true
	})
	require.Greater(t, seen, 20, "files")
}
