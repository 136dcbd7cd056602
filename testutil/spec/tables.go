package spec

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

var (
	prefixes  = regexp.MustCompile(`collections.NewPrefix\((\d+)\)`)
	kinds     = regexp.MustCompile(`Kind[A-Z]\w* uint32 += (\d+)`)
	sentinels = regexp.MustCompile(`(Err\w+)\s+= errorsmod.Register(?:WithGRPCCode)?\(ModuleName, (\d+), (?:codes\.\w+, )?"(.*)"\)`)
	anyError  = regexp.MustCompile(`(errorsmod\.Register)`)
)

func (m Module) compareState(t testing.TB, r Readme) {
	t.Helper()
	require.Equal(t, Column(m.declared(t, "types/keys.go", prefixes), 0), Column(r.Table(t, "State"), 0))
}

// compareKinds: the kinds of the table are the names in their order, and as many numbers are declared.
func (m Module) compareKinds(t testing.TB, r Readme) {
	t.Helper()
	if m.Kinds == nil {
		return
	}
	require.Equal(t, m.Kinds, Column(r.Table(t, "Block work"), 0))
	numbers := make([]string, len(m.Kinds))
	for i := range numbers {
		numbers[i] = strconv.Itoa(i + 1)
	}
	require.Equal(t, numbers, Column(m.declared(t, "types/keys.go", kinds), 0))
}

func (m Module) compareInvariants(t testing.TB, r Readme) {
	t.Helper()
	var got []string
	for line := range strings.Lines(r.Chapter(t, "Invariants")) {
		if item, found := strings.CutPrefix(line, "- "); found {
			got = append(got, strings.TrimSpace(item))
		}
	}
	require.Equal(t, m.Invariants, got)
}

// compareParams: the defaults are those of the table, its bounds are accepted, and what lies beyond them is not.
func (m Module) compareParams(t testing.TB, r Readme) {
	t.Helper()
	rows := r.Table(t, "Parameters")
	require.Equal(t, fieldNames(m.message(t, "Params")), Column(rows, 0))
	defaults := reflect.ValueOf(m.Params)
	for i, row := range rows {
		require.Equal(t, fmt.Sprint(defaults.Field(i).Interface()), row[2], row[0])
		lowest, err := strconv.ParseUint(row[3], 10, 64)
		require.NoError(t, err)
		highest, err := strconv.ParseUint(row[4], 10, 64)
		require.NoError(t, err)
		require.NoError(t, with(t, m.Params, i, lowest).Validate(), row[0])
		require.NoError(t, with(t, m.Params, i, highest).Validate(), row[0])
		require.ErrorIs(t, with(t, m.Params, i, highest+1).Validate(), m.ErrInvalidParams, row[0])
		if lowest > 0 {
			require.ErrorIs(t, with(t, m.Params, i, lowest-1).Validate(), m.ErrInvalidParams, row[0])
		}
	}
}

// with returns the parameters with another value in one field; of a coin, another amount; of a list, so many entries.
func with(t testing.TB, defaults Params, field int, value uint64) Params {
	t.Helper()
	changed := reflect.New(reflect.TypeOf(defaults)).Elem()
	changed.Set(reflect.ValueOf(defaults))
	switch f := changed.Field(field).Addr().Interface().(type) {
	case *uint32:
		*f = uint32(value)
		require.Equal(t, value, uint64(*f))
	case *uint64:
		*f = value
	case *sdk.Coin:
		f.Amount = math.NewIntFromUint64(value)
	case *[]string:
		*f = nil
		for i := range value {
			*f = append(*f, fmt.Sprintf("entry %03d", i))
		}
	default:
		t.Fatalf("unexpected %T", f)
	}
	return changed.Interface().(Params)
}

func (m Module) compareEvents(t testing.TB, r Readme) {
	t.Helper()
	rows := r.Table(t, "Events")
	events := m.descriptor(t, "EventParamsUpdated").ParentFile().Messages() // every module has this one
	require.Len(t, rows, events.Len())
	for i, row := range rows {
		require.Equal(t, string(events.Get(i).Name()), row[0])
		require.Equal(t, strings.Join(fieldNames(events.Get(i)), ", "), row[1], row[0])
	}
}

func (m Module) compareErrors(t testing.TB, r Readme) {
	t.Helper()
	var want [][]string
	for i, e := range m.declared(t, "types/errors.go", sentinels) {
		name, code, says := e[0], e[1], e[2]
		require.Equal(t, strconv.Itoa(i+2), code, "codes are given in order, from 2")
		want = append(want, []string{code, name, says})
	}
	require.Len(t, m.declared(t, "types/errors.go", anyError), len(want), "the test reads every registration")
	require.Equal(t, want, r.Table(t, "Errors"))
}

// checkErrorsAreTested: every error is named by at least one test.
func (m Module) checkErrorsAreTested(t testing.TB, r Readme) {
	t.Helper()
	var tested []string
	for _, folder := range []string{".", "keeper", "types"} {
		entries, err := os.ReadDir(m.path(folder))
		require.NoError(t, err)
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), "_test.go") {
				text, err := os.ReadFile(m.path(folder + "/" + e.Name()))
				require.NoError(t, err)
				tested = append(tested, regexp.MustCompile(`types\.Err\w+`).FindAllString(string(text), -1)...)
			}
		}
	}
	for _, name := range Column(r.Table(t, "Errors"), 1) {
		require.True(t, slices.Contains(tested, "types."+name), "no test names %s", name)
	}
}

func (m Module) compareQueries(t testing.TB, r Readme) {
	t.Helper()
	uses := map[string]string{}
	for _, command := range m.App.AutoCLIOptions().Query.RpcCommandOptions {
		uses[command.RpcMethod] = command.Use
	}
	rows := r.Table(t, "Queries and commands")
	methods := m.descriptor(t, "Query").(protoreflect.ServiceDescriptor).Methods()
	require.Len(t, rows, methods.Len())
	for i, row := range rows {
		require.Equal(t, string(methods.Get(i).Name()), row[0])
		rule, ok := proto.GetExtension(methods.Get(i).Options(), annotations.E_Http).(*annotations.HttpRule)
		require.True(t, ok)
		require.Equal(t, rule.GetGet(), row[1])
		require.Equal(t, uses[row[0]], row[2])
	}
}
