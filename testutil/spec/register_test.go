package spec

import (
	"os"
	"reflect"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/generator"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/meterid"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

var (
	rpc       = regexp.MustCompile(`(?m)^  rpc \w+\((Msg\w+)\) returns`)
	aminoName = regexp.MustCompile(`(?ms)^message (\w+) \{[^}]*?^  option \(amino\.name\) = "([^"]+)";`)
)

// The proto file of a module is the only list of its messages, read here as text: Go has them in the order of the service, and
// transactions and hardware wallets have each under its name.
func TestRegisteredMessagesAreThoseOfTheProtoFile(t *testing.T) {
	tests := []struct {
		module   AppModule
		messages []sdk.Msg
	}{
		{module: meterid.AppModule{}, messages: meteridtypes.Messages()},
		{module: energy.AppModule{}, messages: energytypes.Messages()},
		{module: water.AppModule{}, messages: watertypes.Messages()},
		{module: generator.AppModule{}, messages: generatortypes.Messages()},
	}
	for _, tc := range tests {
		name := tc.module.Name()
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile("../../proto/utility/" + name + "/v1/tx.proto")
			require.NoError(t, err)
			var want, got []string
			for _, call := range rpc.FindAllStringSubmatch(string(text), -1) {
				want = append(want, call[1])
			}
			require.NotEmpty(t, want)
			names := make(map[string]string)
			for _, message := range aminoName.FindAllStringSubmatch(string(text), -1) {
				names[message[1]] = message[2]
			}
			registry, amino := codectypes.NewInterfaceRegistry(), codec.NewLegacyAmino()
			sdk.RegisterInterfaces(registry)
			tc.module.RegisterInterfaces(registry)
			tc.module.RegisterLegacyAminoCodec(amino)
			for _, msg := range tc.messages {
				message := reflect.TypeOf(msg).Elem().Name()
				got = append(got, message)

				resolved, err := registry.Resolve("/utility." + name + ".v1." + message)
				require.NoError(t, err)
				require.IsType(t, msg, resolved)
				bz, err := amino.MarshalJSON(msg)
				require.NoError(t, err)
				require.Contains(t, string(bz), `"type":"`+names[message]+`"`)
			}
			require.Equal(t, want, got)
			require.Len(t, registry.ListImplementations(sdk.MsgInterfaceProtoName), len(want))
		})
	}
}
