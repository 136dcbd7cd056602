package water_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/testutil/golden"
	"github.com/utilityd/utilityd/x/water"
	"github.com/utilityd/utilityd/x/water/types"
)

func TestDefaultGenesis(t *testing.T) {
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	bz := water.AppModule{}.DefaultGenesis(cdc)
	var indented bytes.Buffer
	require.NoError(t, json.Indent(&indented, bz, "", "  "))
	golden.File(t, "testdata/default_genesis.json", append(indented.Bytes(), '\n'))
	require.NoError(t, water.AppModule{}.ValidateGenesis(cdc, nil, bz))
	require.Error(t, water.AppModule{}.ValidateGenesis(cdc, nil, []byte(`{"next_area":"x"}`)))
	require.ErrorIs(t, water.AppModule{}.ValidateGenesis(cdc, nil, []byte(`{}`)), types.ErrInvalidParams)
}

// Every message can be signed: by its proto signer, and on hardware wallets by its amino name.
func TestMessagesAreRegistered(t *testing.T) {
	registry := codectypes.NewInterfaceRegistry()
	amino := codec.NewLegacyAmino()
	water.AppModule{}.RegisterInterfaces(registry)
	water.AppModule{}.RegisterLegacyAminoCodec(amino)
	for _, msg := range types.Messages() {
		url := sdk.MsgTypeURL(msg)
		_, err := registry.Resolve(url)
		require.NoError(t, err, url)
		bz, err := amino.MarshalJSON(msg)
		require.NoError(t, err, url)
		require.Contains(t, string(bz), `"type":"utility/water/Msg`, url)
	}
}
