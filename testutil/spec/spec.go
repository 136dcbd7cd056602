package spec

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	gogoproto "github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// AppModule is the part of a module that needs no keeper.
type AppModule interface {
	Name() string
	AutoCLIOptions() *autocliv1.ModuleOptions
	RegisterInterfaces(codectypes.InterfaceRegistry)
	RegisterLegacyAminoCodec(*codec.LegacyAmino)
	DefaultGenesis(codec.JSONCodec) json.RawMessage
	ValidateGenesis(codec.JSONCodec, client.TxEncodingConfig, json.RawMessage) error
}

// Params are the parameters of a module.
type Params interface{ Validate() error }

// Module is the description of a module by its test.
type Module struct {
	App AppModule
	// Folder is where the module is, if it is not where the test runs.
	Folder string
	// Chapters are all titles of the second level in the README, in order.
	Chapters   []string
	Messages   []sdk.Msg
	Params     Params
	Invariants []string
	// Kinds are the names of the kinds of block work, kind 1 first; nil if the module has none.
	Kinds []string
	// Malformed is a genesis that is no JSON of the module's genesis.
	Malformed string

	ErrInvalidParams error
}

// A comparison is one thing to check.
type comparison struct {
	name string
	run  func(testing.TB)
}

// Check compares the module with its README and with what every module has.
func Check(t *testing.T, m Module) {
	t.Helper()
	readme := Read(t, m.path("README.md"))
	for _, c := range append(m.comparisons(readme), m.commands(t)...) {
		t.Run(c.name, func(t *testing.T) { c.run(t) })
	}
}

func (m Module) comparisons(r Readme) []comparison {
	return []comparison{
		{"chapters", func(t testing.TB) { m.compareChapters(t, r) }},
		{"messages", func(t testing.TB) { m.compareMessages(t, r) }},
		{"names", func(t testing.TB) { m.compareNames(t, r) }},
		{"state", func(t testing.TB) { m.compareState(t, r) }},
		{"kinds", func(t testing.TB) { m.compareKinds(t, r) }},
		{"invariants", func(t testing.TB) { m.compareInvariants(t, r) }},
		{"parameters", func(t testing.TB) { m.compareParams(t, r) }},
		{"events", func(t testing.TB) { m.compareEvents(t, r) }},
		{"errors", func(t testing.TB) { m.compareErrors(t, r) }},
		{"errors are tested", func(t testing.TB) { m.checkErrorsAreTested(t, r) }},
		{"queries", func(t testing.TB) { m.compareQueries(t, r) }},
		{"genesis", m.checkGenesis},
		{"registration", m.checkRegistration},
	}
}

func (m Module) path(name string) string { return filepath.Join(m.Folder, name) }

// descriptor returns that of a message, service or enum of the module.
func (m Module) descriptor(t testing.TB, name string) protoreflect.Descriptor {
	t.Helper()
	return descriptor(t, "utility."+m.App.Name()+".v1."+name)
}

func (m Module) message(t testing.TB, name string) protoreflect.MessageDescriptor {
	t.Helper()
	return m.descriptor(t, name).(protoreflect.MessageDescriptor)
}

func descriptor(t testing.TB, name string) protoreflect.Descriptor {
	t.Helper()
	d, err := gogoproto.HybridResolver.FindDescriptorByName(protoreflect.FullName(name))
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

// declared finds all declarations in a source file of the module: what the groups of the pattern match.
func (m Module) declared(t testing.TB, file string, pattern *regexp.Regexp) [][]string {
	t.Helper()
	source, err := os.ReadFile(m.path(file))
	require.NoError(t, err)
	var out [][]string
	for _, match := range pattern.FindAllStringSubmatch(string(source), -1) {
		out = append(out, match[1:])
	}
	require.NotEmpty(t, out, file)
	return out
}
