package water_test

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	gogoproto "github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"cosmossdk.io/math"

	"github.com/utilityd/utilityd/x/water"
	"github.com/utilityd/utilityd/x/water/keeper"
	"github.com/utilityd/utilityd/x/water/ledger"
	"github.com/utilityd/utilityd/x/water/types"
)

// readme is the specification of the module, by the titles of its chapters.
func readme(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	chapters := map[string]string{}
	for _, chapter := range regexp.MustCompile(`(?m)^##+ `).Split(string(text), -1)[1:] {
		title, body, _ := strings.Cut(chapter, "\n")
		chapters[title] = body
	}
	return chapters
}

// table is the first table of a chapter without its head, cell by cell and without its marks.
func table(t *testing.T, chapter string) [][]string {
	t.Helper()
	var rows [][]string
	for line := range strings.Lines(chapter) {
		if !strings.HasPrefix(line, "|") {
			if len(rows) > 0 {
				break
			}
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.ReplaceAll(strings.TrimSpace(cells[i]), "`", "")
		}
		rows = append(rows, cells)
	}
	require.Greater(t, len(rows), 2, "no table in %q", chapter)
	return rows[2:]
}

func column(rows [][]string, i int) []string {
	out := make([]string, len(rows))
	for n, row := range rows {
		out[n] = row[i]
	}
	return out
}

func descriptor(t *testing.T, name string) protoreflect.Descriptor {
	t.Helper()
	d, err := gogoproto.HybridResolver.FindDescriptorByName(protoreflect.FullName("utility.water.v1." + name))
	require.NoError(t, err)
	return d
}

func fieldNames(m protoreflect.MessageDescriptor) []string {
	out := make([]string, m.Fields().Len())
	for i := range out {
		out[i] = string(m.Fields().Get(i).Name())
	}
	return out
}

func TestReadmeHasItsChaptersInOrder(t *testing.T) {
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	var got []string
	for _, m := range regexp.MustCompile(`(?m)^## (.*)$`).FindAllStringSubmatch(string(text), -1) {
		got = append(got, m[1])
	}
	require.Equal(t, []string{
		"Words", "Water", "Money", "Trade", "State", "Messages", "Block work", "Invariants", "Parameters", "Events", "Errors",
		"Queries and commands", "Worked examples", "What it does not do",
	}, got)
}

func TestReadmeListsMessages(t *testing.T) {
	chapters := readme(t)
	for _, msg := range types.Messages() {
		name := reflect.TypeOf(msg).Elem().Name()
		m := descriptor(t, name).(protoreflect.MessageDescriptor)
		require.Equal(t, fieldNames(m), column(table(t, chapters[name]), 0), name)
		require.Contains(t, chapters[name], "Signed by `"+string(m.Fields().Get(0).Name())+"`", "%s: the signer comes first", name)
		delete(chapters, name)
	}
	for title := range chapters {
		require.False(t, strings.HasPrefix(title, "Msg"), "%s is no message", title)
	}
}

// Events and errors that messages name are those that there are, and each error is named.
func TestReadmeNamesEventsAndErrors(t *testing.T) {
	chapters := readme(t)
	events, errs := column(table(t, chapters["Events"]), 0), column(table(t, chapters["Errors"]), 1)
	for title, chapter := range chapters {
		for _, name := range regexp.MustCompile("`((?:Event|Err)[A-Z]\\w+)`").FindAllStringSubmatch(chapter, -1) {
			if !strings.HasPrefix(name[1], "ErrInvalidRequest") && !strings.HasPrefix(name[1], "ErrInvalidAddress") && name[1] != "ErrUnauthorized" {
				require.Contains(t, append(events, errs...), name[1], title)
			}
		}
	}
}

func TestReadmeListsParameters(t *testing.T) {
	rows := table(t, readme(t)["Parameters"])
	m := descriptor(t, "Params").(protoreflect.MessageDescriptor)
	require.Equal(t, fieldNames(m), column(rows, 0))
	defaults := reflect.ValueOf(types.DefaultParams())
	for i, row := range rows {
		require.Equal(t, fmt.Sprint(defaults.Field(i).Interface()), row[2], row[0])
		least, err := strconv.ParseUint(row[3], 10, 64)
		require.NoError(t, err)
		most, err := strconv.ParseUint(row[4], 10, 64)
		require.NoError(t, err)
		require.NoError(t, with(i, least).Validate(), row[0])
		require.NoError(t, with(i, most).Validate(), row[0])
		require.ErrorIs(t, with(i, most+1).Validate(), types.ErrInvalidParams, row[0])
		if least > 0 {
			require.ErrorIs(t, with(i, least-1).Validate(), types.ErrInvalidParams, row[0])
		}
	}
}

func with(field int, value uint64) types.Params {
	p := types.DefaultParams()
	switch f := reflect.ValueOf(&p).Elem().Field(field); f.Kind() {
	case reflect.Uint64:
		f.SetUint(value)
	default:
		p.AreaFee.Amount = math.NewIntFromUint64(value)
	}
	return p
}

func TestReadmeListsEvents(t *testing.T) {
	rows := table(t, readme(t)["Events"])
	file := descriptor(t, "EventAreaCreated").ParentFile()
	require.Len(t, rows, file.Messages().Len())
	for i, row := range rows {
		require.Equal(t, row[0], string(file.Messages().Get(i).Name()))
		require.Equal(t, row[1], strings.Join(fieldNames(file.Messages().Get(i)), ", "), row[0])
	}
}

func TestReadmeListsErrors(t *testing.T) {
	source, err := os.ReadFile("types/errors.go")
	require.NoError(t, err)
	var want [][]string
	for _, m := range regexp.MustCompile(`(Err\w+)\s+= errorsmod.Register(?:WithGRPCCode)?\(ModuleName, (\d+), (?:codes\.\w+, )?"(.*)"\)`).FindAllStringSubmatch(string(source), -1) {
		want = append(want, []string{m[2], m[1], m[3]})
	}
	require.Equal(t, want, table(t, readme(t)["Errors"]))
	for i, row := range want {
		require.Equal(t, strconv.Itoa(i+2), row[0], "codes are given in order, from 2")
	}
}

// Every error is produced by at least one test.
func TestErrorsAreTested(t *testing.T) {
	var tests strings.Builder
	for _, folder := range []string{".", "keeper", "types"} {
		entries, err := os.ReadDir(folder)
		require.NoError(t, err)
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), "_test.go") {
				text, err := os.ReadFile(folder + "/" + e.Name())
				require.NoError(t, err)
				tests.Write(text)
			}
		}
	}
	for _, name := range column(table(t, readme(t)["Errors"]), 1) {
		require.Contains(t, tests.String(), "types."+name)
	}
}

func TestReadmeListsState(t *testing.T) {
	source, err := os.ReadFile("types/keys.go")
	require.NoError(t, err)
	var want []string
	for _, m := range regexp.MustCompile(`collections.NewPrefix\((\d+)\)`).FindAllStringSubmatch(string(source), -1) {
		want = append(want, m[1])
	}
	require.Equal(t, want, column(table(t, readme(t)["State"]), 0))
}

func TestReadmeListsInvariants(t *testing.T) {
	var want []string
	for _, i := range (&keeper.Keeper{}).Invariants() {
		want = append(want, i.Name)
	}
	var got []string
	for line := range strings.Lines(readme(t)["Invariants"]) {
		if item, found := strings.CutPrefix(line, "- "); found {
			got = append(got, strings.TrimSpace(item))
		}
	}
	require.Equal(t, want, got)
}

func TestReadmeListsQueries(t *testing.T) {
	methods := descriptor(t, "Query").(protoreflect.ServiceDescriptor).Methods()
	commands := map[string]string{}
	for _, command := range (water.AppModule{}).AutoCLIOptions().Query.RpcCommandOptions {
		commands[command.RpcMethod] = command.Use
	}
	rows := table(t, readme(t)["Queries and commands"])
	require.Len(t, rows, methods.Len())
	for i, row := range rows {
		require.Equal(t, string(methods.Get(i).Name()), row[0])
		rule, ok := proto.GetExtension(methods.Get(i).Options(), annotations.E_Http).(*annotations.HttpRule)
		require.True(t, ok)
		require.Equal(t, rule.GetGet(), row[1])
		require.Equal(t, commands[row[0]], row[2])
	}
}

func TestReadmeListsKinds(t *testing.T) {
	rows := table(t, readme(t)["Block work"])
	require.Equal(t, []string{
		fmt.Sprint(types.KindOpen), fmt.Sprint(types.KindStart), fmt.Sprint(types.KindTick), fmt.Sprint(types.KindAuction),
		fmt.Sprint(types.KindRenew),
	}, column(rows, 0))
}

func TestReadmeListsReasons(t *testing.T) {
	var want []string
	reasons := descriptor(t, "ValveReason").(protoreflect.EnumDescriptor).Values()
	for i := 1; i < reasons.Len(); i++ {
		want = append(want, strings.TrimPrefix(string(reasons.Get(i).Name()), "VALVE_REASON_"))
	}
	chapter := readme(t)["Water"]
	_, chapter, found := strings.Cut(chapter, "**Valve.**")
	require.True(t, found)
	require.Equal(t, want, column(table(t, chapter), 0))
}

// The households of the worked example have what the README says, after each mint.
func TestReadmeExample(t *testing.T) {
	area, err := ledger.Ledger{}.Enlarge(1_000)
	require.NoError(t, err)
	households := make([]ledger.Account, 2)
	for i := range households {
		households[i], err = households[i].Subscribe(0, 1)
		require.NoError(t, err)
	}
	area, _, err = area.Start(0, 2)
	require.NoError(t, err)

	rows := table(t, readme(t)["Worked examples"])
	require.NotEmpty(t, rows)
	for _, row := range rows {
		area, _, err = area.Inflow(ledger.Terms{}, number(t, row[0]))
		require.NoError(t, err)
		for i := range households {
			area, households[i], _, err = area.Settle(ledger.Terms{}, households[i])
			require.NoError(t, err)
			require.Equal(t, number(t, row[1+i]), households[i].Balance, "household %d of %v", i, row)
		}
	}
	payout, err := ledger.Pay(0, area.Minted, 2, 0, []uint64{2})
	require.NoError(t, err)
	require.Equal(t, []uint64{2}, payout.Shares)
	require.Equal(t, uint64(23), area.ReferencePrice(3, 100))
}

func number(t *testing.T, text string) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(text, 10, 64)
	require.NoError(t, err)
	return n
}
