package spec

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/utilityd/utilityd/x/energy"
	"github.com/utilityd/utilityd/x/energy/keeper"
	"github.com/utilityd/utilityd/x/energy/types"
)

// observer is a test that records its failures.
type observer struct {
	testing.TB
	failures strings.Builder
}

func (o *observer) Helper() {}

func (o *observer) Errorf(format string, args ...any) { fmt.Fprintf(&o.failures, format, args...) }

func (o *observer) FailNow() { runtime.Goexit() }

func (o *observer) Fatalf(format string, args ...any) {
	o.Errorf(format, args...)
	o.FailNow()
}

// observe returns the failures of a comparison of a module and a README.
func observe(t *testing.T, name string, m Module, text string) string {
	t.Helper()
	all := append(m.comparisons(parse(t, text)), m.commands(t)...)
	i := slices.IndexFunc(all, func(c comparison) bool { return c.name == name })
	require.GreaterOrEqual(t, i, 0, name)
	o, done := &observer{TB: t}, make(chan struct{})
	go func() {
		defer close(done)
		all[i].run(o)
	}()
	<-done
	return o.failures.String()
}

// module is one that is in order, with its README.
func module(t *testing.T) (Module, string) {
	t.Helper()
	m := Module{
		App: energy.AppModule{}, Folder: "../../x/energy",
		Messages: types.Messages(), Params: types.DefaultParams(),
		Kinds:     types.KindNames,
		Malformed: `{"next_community":"x"}`, ErrInvalidParams: types.ErrInvalidParams,
	}
	for _, i := range (&keeper.Keeper{}).Invariants() {
		m.Invariants = append(m.Invariants, i.Name)
	}
	text, err := os.ReadFile(m.path("README.md"))
	require.NoError(t, err)
	m.Chapters = parse(t, string(text)).titles
	return m, string(text)
}

func TestCheckPassesAModuleInOrder(t *testing.T) {
	m, _ := module(t)
	Check(t, m)
}

func TestDamageOfAReadmeIsNoticed(t *testing.T) {
	tests := []struct {
		name string
		old  string
		new  string

		by   string
		want string
	}{
		{name: "a chapter has another title", old: "## Netting\n", new: "## Sharing\n", by: "chapters", want: "Sharing"},
		{name: "a page of a message is missing", old: "### MsgDeposit\n", new: "### Deposit\n", by: "messages", want: `does not contain "MsgDeposit"`},
		{name: "a page is of no message", old: "## Block work\n", new: "### MsgBorrow\n\n## Block work\n", by: "messages", want: "MsgBorrow is no message"},
		{name: "a field is missing", old: "| `new_admin` | string | account that may accept; empty withdraws an offer |\n", by: "messages", want: "MsgTransferAdmin"},
		{name: "a field has another name", old: "| `static_weight` | uint64 |", new: "| `weight` | uint64 |", by: "messages", want: "MsgApproveMember"},
		{name: "a field has another type", old: "| `grace_seconds` | uint64 |", new: "| `grace_seconds` | int64 |", by: "messages", want: "MsgCreateCommunity"},
		{name: "the signer is another account", old: "Signed by `depositor`", new: "Signed by `admin`", by: "messages", want: "MsgDeposit: the signer comes first"},
		{name: "the requirements are missing", old: "Requires:\n", by: "messages", want: "MsgCreateCommunity"},
		{name: "the changes are missing", old: "Changes:\n", by: "messages", want: "MsgCreateCommunity"},
		{name: "the errors are missing", old: " Errors: `ErrUnknownDenom`.", by: "messages", want: "MsgCreateCommunity"},
		{name: "a message names an event that does not exist", old: "Events: `EventMemberApplied`.", new: "Events: `EventMemberGone`.", by: "names", want: "EventMemberGone"},
		{name: "a message names an error that does not exist", old: "Errors: `ErrUnknownDenom`.", new: "Errors: `ErrNoSuchDenom`.", by: "names", want: "ErrNoSuchDenom"},
		{name: "a prefix is missing", old: "| 9 | community, meter → nothing: the pending applications of a community |\n", by: "state", want: `(string) (len=1) "9"`},
		{name: "a kind of block work is missing", old: "| release | slot |", new: "| free | slot |", by: "kinds", want: `(string) (len=4) "free"`},
		{name: "an invariant has another name", old: "- slots are dense", new: "- slots are few", by: "invariants", want: "slots are few"},
		{name: "a parameter is missing", old: "| `min_epoch_seconds` | seconds | 60 | 1 | 86400 | minimum length of an epoch |\n", by: "parameters", want: "min_epoch_seconds"},
		{name: "a default is wrong", old: "| seconds | 60 | 1 | 86400 |", new: "| seconds | 61 | 1 | 86400 |", by: "parameters", want: "min_epoch_seconds"},
		{name: "a lower bound is too low", old: "| seconds | 60 | 1 | 86400 |", new: "| seconds | 60 | 0 | 86400 |", by: "parameters", want: "min_epoch_seconds"},
		{name: "a lower bound is too high", old: "| seconds | 60 | 1 | 86400 |", new: "| seconds | 60 | 2 | 86400 |", by: "parameters", want: "min_epoch_seconds"},
		{name: "an upper bound is too low", old: "| seconds | 60 | 1 | 86400 |", new: "| seconds | 60 | 1 | 86399 |", by: "parameters", want: "min_epoch_seconds"},
		{name: "an upper bound is too high", old: "| seconds | 60 | 1 | 86400 |", new: "| seconds | 60 | 1 | 86401 |", by: "parameters", want: "min_epoch_seconds"},
		{name: "there is no such event", old: "| `EventAdminTransferred` |", new: "| `EventAdminGone` |", by: "events", want: "EventAdminGone"},
		{name: "an event has another field", old: "| `EventCommunityCreated` | `community`, `admin` |", new: "| `EventCommunityCreated` | `community` |", by: "events", want: "EventCommunityCreated"},
		{name: "an error has another text", old: "| community not found |", new: "| no such community |", by: "errors", want: "no such community"},
		{name: "an error has another code", old: "| 2 | `ErrCommunityNotFound` |", new: "| 99 | `ErrCommunityNotFound` |", by: "errors", want: `"99"`},
		{name: "an error is in no test", old: "| 2 | `ErrCommunityNotFound` |", new: "| 2 | `ErrUntested` |", by: "errors are tested", want: "no test names ErrUntested"},
		{name: "a query has another path", old: "/utility/energy/v1/params", new: "/utility/energy/v2/params", by: "queries", want: "/utility/energy/v2/params"},
		{name: "a query has another name", old: "| `Params` | `/utility", new: "| `Parameters` | `/utility", by: "queries", want: "Parameters"},
		{name: "a query has another command", old: "/params` | `params` |", new: "/params` | `parameters` |", by: "queries", want: "parameters"},
	}
	m, text := module(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Contains(t, text, tt.old)
			require.Empty(t, observe(t, tt.by, m, text))
			require.Contains(t, observe(t, tt.by, m, strings.Replace(text, tt.old, tt.new, 1)), tt.want)
		})
	}
}

// damaged is a module whose first command, whose amino names or whose check of a genesis are not what they should be.
type damaged struct {
	energy.AppModule
	command *autocliv1.RpcCommandOptions
	silent  bool
	lenient bool
}

func (d damaged) AutoCLIOptions() *autocliv1.ModuleOptions {
	options := d.AppModule.AutoCLIOptions()
	if d.command != nil {
		options.Tx.RpcCommandOptions[0] = d.command
	}
	return options
}

func (d damaged) RegisterLegacyAminoCodec(amino *codec.LegacyAmino) {
	if !d.silent {
		d.AppModule.RegisterLegacyAminoCodec(amino)
	}
}

func (d damaged) ValidateGenesis(cdc codec.JSONCodec, config client.TxEncodingConfig, bz json.RawMessage) error {
	if d.lenient {
		return nil
	}
	return d.AppModule.ValidateGenesis(cdc, config, bz)
}

func TestDamageOfAModuleIsNoticed(t *testing.T) {
	closing := func(example string) *autocliv1.RpcCommandOptions {
		return &autocliv1.RpcCommandOptions{
			RpcMethod: "CloseCommunity", Use: "close-community [community]", Short: "End a community", Example: example,
			PositionalArgs: []*autocliv1.PositionalArgDescriptor{{ProtoField: "community"}},
		}
	}
	tests := []struct {
		name string
		app  damaged

		by   string
		want string
	}{
		{name: "a message has two commands and another none", app: damaged{command: closing("")}, by: "utility.energy.v1.Msg", want: "each method has a command of its own"},
		{name: "a command has no example", app: damaged{command: closing("")}, by: "CloseCommunity", want: `example ""`},
		{name: "an example is that of another command", app: damaged{command: closing("utilityd tx energy pause-community 1")}, by: "CloseCommunity", want: "pause-community"},
		{name: "an example lacks an argument", app: damaged{command: closing("utilityd tx energy close-community")}, by: "CloseCommunity", want: "accepts 1 arg(s)"},
		{name: "an argument is no number", app: damaged{command: closing("utilityd tx energy close-community one")}, by: "CloseCommunity", want: "invalid syntax"},
		{name: "there is no such flag", app: damaged{command: closing("utilityd tx energy close-community 1 --soon")}, by: "CloseCommunity", want: "unknown flag: --soon"},
		{name: "hardware wallets do not know the messages", app: damaged{silent: true}, by: "registration", want: "utility/energy/Msg"},
		{name: "any genesis passes", app: damaged{lenient: true}, by: "genesis", want: "An error is expected"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, text := module(t)
			m.App = damaged{}
			require.Empty(t, observe(t, tt.by, m, text))
			m.App = tt.app
			require.Contains(t, observe(t, tt.by, m, text), tt.want)
		})
	}
}
