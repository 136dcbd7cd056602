package spec

import (
	"context"
	"strings"
	"testing"

	gogoproto "github.com/cosmos/gogoproto/proto"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"
	"cosmossdk.io/client/v2/autocli/flag"

	"github.com/cosmos/cosmos-sdk/codec/address"
)

// commands: every message and query has a command, and the arguments of its example make the message that it means.
func (m Module) commands(t testing.TB) []comparison {
	t.Helper()
	var out []comparison
	options := m.App.AutoCLIOptions()
	for _, service := range []*autocliv1.ServiceCommandDescriptor{options.Tx, options.Query} {
		methods := descriptor(t, service.Service).(protoreflect.ServiceDescriptor).Methods()
		out = append(out, comparison{service.Service, func(t testing.TB) { checkService(t, service, methods) }})
		for _, command := range service.RpcCommandOptions {
			out = append(out, comparison{command.RpcMethod, func(t testing.TB) {
				method := methods.ByName(protoreflect.Name(command.RpcMethod))
				require.NotNil(t, method)
				m.checkCommand(t, method.Input(), command)
			}})
		}
	}
	return out
}

func checkService(t testing.TB, service *autocliv1.ServiceCommandDescriptor, methods protoreflect.MethodDescriptors) {
	t.Helper()
	var want, got []string
	for i := range methods.Len() {
		want = append(want, string(methods.Get(i).Name()))
	}
	for _, command := range service.RpcCommandOptions {
		got = append(got, command.RpcMethod)
	}
	require.ElementsMatch(t, want, got, "each method has a command of its own")
}

func (m Module) checkCommand(t testing.TB, input protoreflect.MessageDescriptor, command *autocliv1.RpcCommandOptions) {
	t.Helper()
	require.NotEmpty(t, command.Short)
	verb := strings.Fields(command.Use)[0]
	_, arguments, found := strings.Cut(command.Example, " "+m.App.Name()+" "+verb)
	require.True(t, found, "example %q of command %q", command.Example, verb)
	flags, built := bind(t, input, command, split(arguments))
	for i, argument := range command.PositionalArgs {
		value := lookUp(built, argument.ProtoField)
		switch value.Interface().(type) {
		case uint32, uint64, int64, string:
			require.Equal(t, flags.Arg(i), value.String(), "argument %s", argument.ProtoField)
		case protoreflect.Message, protoreflect.List, []byte, protoreflect.EnumNumber:
			require.NotEqual(t, "", value.String(), "argument %s", argument.ProtoField)
			require.NotEqual(t, protoreflect.EnumNumber(0), value.Interface(), "argument %s", argument.ProtoField)
		default:
			t.Fatalf("argument %s: unexpected %T", argument.ProtoField, value.Interface())
		}
	}
}

// bind reads the arguments as the command line does.
func bind(
	t testing.TB, input protoreflect.MessageDescriptor, command *autocliv1.RpcCommandOptions, arguments []string,
) (*pflag.FlagSet, protoreflect.Message) {
	t.Helper()
	codec := address.NewBech32Codec("utility")
	builder := &flag.Builder{
		TypeResolver: protoregistry.GlobalTypes, FileResolver: gogoproto.HybridResolver,
		AddressCodec: codec, ValidatorAddressCodec: codec, ConsensusAddressCodec: codec,
	}
	flags := pflag.NewFlagSet("example", pflag.ContinueOnError)
	flags.String("from", "", "")
	flags.String("title", "", "")
	flags.String("deposit", "", "")
	ctx := context.Background()
	binder, err := builder.AddMessageFlags(&ctx, flags, dynamicpb.NewMessageType(input), command)
	require.NoError(t, err)
	require.NoError(t, flags.Parse(arguments))
	require.NoError(t, binder.CobraArgs(nil, flags.Args()))
	built, err := binder.BuildMessage(flags.Args())
	require.NoError(t, err)
	return flags, built
}

// lookUp returns the value of a field, or of a field of a part.
func lookUp(m protoreflect.Message, path string) protoreflect.Value {
	first, rest, nested := strings.Cut(path, ".")
	value := m.Get(m.Descriptor().Fields().ByName(protoreflect.Name(first)))
	if nested {
		return lookUp(value.Message(), rest)
	}
	return value
}

// split takes a command line apart as a shell does, with its two kinds of quotes.
func split(line string) []string {
	var words []string
	for rest := strings.TrimSpace(line); rest != ""; rest = strings.TrimSpace(rest) {
		end := " "
		if rest[0] == '\'' || rest[0] == '"' {
			end, rest = rest[:1], rest[1:]
		}
		word, tail, _ := strings.Cut(rest, end)
		words, rest = append(words, word), tail
	}
	return words
}
