package commands

import (
	"maps"
	"regexp"
	"strings"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/cosmos/cosmos-sdk/version"
)

// Account is an address for examples.
const Account = "utility1qyqszqgpqyqszqgpqyqszqgpqyqszqgp06lyel"

// Command is a row of the table: the command of one call.
type Command struct {
	// RPC is the name of the call. The command has the same name in kebab case.
	RPC string
	// Args are the arguments in order; see the package for their notation.
	Args string
	// Proposal marks a message of the authority: the command submits it as a proposal, and its name ends in "-proposal".
	Proposal bool

	Short, Long string
	// Example is the rest of the example, after the name of the command.
	Example string
	Flags   Flags
}

// Flags are the flags that have a default or a text of their own, by field.
type Flags = map[string]*autocliv1.FlagOptions

// Options returns the commands of a module from the tables of its messages and its queries.
func Options(module string, messages, queries []Command) *autocliv1.ModuleOptions {
	return &autocliv1.ModuleOptions{
		Tx:    service(module, "Msg", "tx", messages),
		Query: service(module, "Query", "query", queries),
	}
}

func service(module, name, parent string, table []Command) *autocliv1.ServiceCommandDescriptor {
	described := &autocliv1.ServiceCommandDescriptor{Service: "utility." + module + ".v1." + name}
	for _, c := range table {
		described.RpcCommandOptions = append(described.RpcCommandOptions, c.options(version.AppName+" "+parent+" "+module))
	}
	return described
}

func (c Command) options(parent string) *autocliv1.RpcCommandOptions {
	name := kebab(c.RPC)
	if c.Proposal {
		name += "-proposal"
	}
	usage, positional := arguments(c.Args)
	return &autocliv1.RpcCommandOptions{
		RpcMethod:      c.RPC,
		Use:            strings.TrimSpace(name + " " + usage),
		Short:          c.Short,
		Long:           c.Long,
		Example:        strings.TrimSpace(parent + " " + name + " " + c.Example),
		PositionalArgs: positional,
		FlagOptions:    maps.Clone(c.Flags), // autocli adds the signer's flag to it
		GovProposal:    c.Proposal,
	}
}

// arguments returns the arguments as the usage shows them, and their fields.
func arguments(args string) (usage string, positional []*autocliv1.PositionalArgDescriptor) {
	shown := strings.Fields(args)
	for i, arg := range shown {
		if strings.HasPrefix(arg, "--") {
			continue
		}
		name, field, renamed := strings.Cut(arg, "=")
		if !renamed {
			name, field = strings.ReplaceAll(arg, "_", "-"), arg
		}
		shown[i] = "[" + name + "]"
		positional = append(positional, &autocliv1.PositionalArgDescriptor{
			ProtoField: field, Varargs: strings.HasSuffix(name, "..."),
		})
	}
	return strings.Join(shown, " "), positional
}

var (
	wordEnd    = regexp.MustCompile(`([a-z])([A-Z])`)
	acronymEnd = regexp.MustCompile(`([A-Z])([A-Z][a-z])`)
)

// kebab writes MetersByOwner as meters-by-owner and DIDDocument as did-document.
func kebab(name string) string {
	name = acronymEnd.ReplaceAllString(name, "$1-$2")
	return strings.ToLower(wordEnd.ReplaceAllString(name, "$1-$2"))
}
