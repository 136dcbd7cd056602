package app_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/chain"
	"github.com/utilityd/utilityd/testutil/golden"
)

// Whatever others can rely on stands in one file: a change of it is a decision.
func TestTheSurfaceIsTheOneInTheCatalogue(t *testing.T) {
	c := chain.New(t)
	var out bytes.Buffer
	section := func(title string, lines []string) {
		slices.Sort(lines)
		fmt.Fprintf(&out, "%s (%d)\n", title, len(lines))
		for _, line := range lines {
			fmt.Fprintf(&out, "  %s\n", line)
		}
		fmt.Fprintln(&out)
	}

	section("messages", c.App.InterfaceRegistry().ListImplementations(sdk.MsgInterfaceProtoName))
	section("queries", queries(c.App))
	section("events", events(c.App))
	section("errors", errorCodes(t))
	section("stores", stores(c.App))
	section("module accounts", accounts())

	golden.File(t, filepath.Join("testdata", "catalogue.txt"), out.Bytes())
}

// queries are the methods that the node answers.
func queries(a *app.App) []string {
	var found []string
	a.InterfaceRegistry().RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			service := file.Services().Get(i)
			for j := range service.Methods().Len() {
				path := fmt.Sprintf("/%s/%s", service.FullName(), service.Methods().Get(j).Name())
				if a.GRPCQueryRouter().Route(path) != nil {
					found = append(found, path)
				}
			}
		}
		return true
	})
	return found
}

// events are the typed events of our modules.
func events(a *app.App) []string {
	var found []string
	a.InterfaceRegistry().RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for i := range file.Messages().Len() {
			message := file.Messages().Get(i)
			if strings.HasPrefix(string(message.FullName()), "utility.") && strings.HasPrefix(string(message.Name()), "Event") {
				found = append(found, string(message.FullName()))
			}
		}
		return true
	})
	return found
}

var registered = regexp.MustCompile(`(Err\w+)\s*=\s*errorsmod\.Register(?:WithGRPCCode)?\(ModuleName, (\d+), (?:codes\.\w+, )?"([^"]*)"\)`)

// errorCodes are read from the source: the registry of errors cannot be listed.
func errorCodes(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "x", "*", "types", "errors.go"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var found []string
	for _, file := range files {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		module := filepath.Base(filepath.Dir(filepath.Dir(file)))
		matches := registered.FindAllSubmatch(source, -1)
		require.Len(t, matches, bytes.Count(source, []byte("errorsmod.Register")), "%s: an error is registered in another form", file)
		for _, match := range matches {
			found = append(found, fmt.Sprintf("%s %3s %s: %s", module, match[2], match[1], match[3]))
		}
	}
	return found
}

func stores(a *app.App) []string {
	var found []string
	for _, key := range a.StoreKeys() {
		found = append(found, key.Name())
	}
	return found
}

func accounts() []string {
	permissions := app.ModulePermissions()
	var found []string
	for _, name := range app.ModuleAccounts() {
		found = append(found, strings.TrimSpace(name+" "+strings.Join(permissions[name], " ")))
	}
	return found
}
