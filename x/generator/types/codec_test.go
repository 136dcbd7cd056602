package types_test

import (
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"

	"github.com/utilityd/utilityd/x/generator/types"
)

func TestEveryMessageIsKnownToTransactionsAndHardwareWallets(t *testing.T) {
	registry := codectypes.NewInterfaceRegistry()
	types.RegisterInterfaces(registry)
	amino := codec.NewLegacyAmino()
	types.RegisterLegacyAminoCodec(amino)
	for _, msg := range types.Messages() {
		name := proto.MessageName(msg)
		resolved, err := registry.Resolve("/" + name)
		require.NoError(t, err)
		require.IsType(t, msg, resolved)
		_, err = amino.MarshalJSON(msg)
		require.NoError(t, err, name)
	}
}
