package spec

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/testutil/golden"
)

// checkGenesis: the default genesis is known and valid; one that is malformed or empty is refused.
func (m Module) checkGenesis(t testing.TB) {
	t.Helper()
	cdc := codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
	bz := m.App.DefaultGenesis(cdc)
	var indented bytes.Buffer
	require.NoError(t, json.Indent(&indented, bz, "", "  "))
	golden.File(t, m.path("testdata/default_genesis.json"), append(indented.Bytes(), '\n'))
	require.NoError(t, m.App.ValidateGenesis(cdc, nil, bz))
	require.Error(t, m.App.ValidateGenesis(cdc, nil, []byte(m.Malformed)))
	require.ErrorIs(t, m.App.ValidateGenesis(cdc, nil, []byte(`{}`)), m.ErrInvalidParams)
}

// checkRegistration: every message can be signed, by its proto signer, and on hardware wallets by its amino name.
func (m Module) checkRegistration(t testing.TB) {
	t.Helper()
	registry := codectypes.NewInterfaceRegistry()
	amino := codec.NewLegacyAmino()
	m.App.RegisterInterfaces(registry)
	m.App.RegisterLegacyAminoCodec(amino)
	for _, msg := range m.Messages {
		url := sdk.MsgTypeURL(msg)
		_, err := registry.Resolve(url)
		require.NoError(t, err, url)
		bz, err := amino.MarshalJSON(msg)
		require.NoError(t, err, url)
		require.Contains(t, string(bz), `"type":"utility/`+m.App.Name()+`/Msg`, url)
	}
}
