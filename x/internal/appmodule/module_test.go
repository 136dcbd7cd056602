package appmodule_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	errorsmod "cosmossdk.io/errors"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/x/internal/appmodule"
)

var (
	errStore   = errors.New("store is broken")
	errInvalid = errorsmod.Register("shell", 2, "genesis is invalid")
)

// brokenKeeper fails in each method.
type brokenKeeper struct{}

func (brokenKeeper) InitGenesis(context.Context, banktypes.GenesisState) error { return errStore }

func (brokenKeeper) ExportGenesis(context.Context) (*banktypes.GenesisState, error) {
	return nil, errStore
}

type (
	plain  struct{}
	strict struct{}
)

func (plain) Parts() appmodule.Parts[brokenKeeper, banktypes.GenesisState] {
	return appmodule.Parts[brokenKeeper, banktypes.GenesisState]{Name: "shell", DefaultGenesis: banktypes.DefaultGenesisState}
}

func (strict) Parts() appmodule.Parts[brokenKeeper, banktypes.GenesisState] {
	parts := plain{}.Parts()
	parts.ErrInvalidGenesis = errInvalid
	return parts
}

type shell[D appmodule.Description[brokenKeeper, banktypes.GenesisState]] struct {
	appmodule.Module[D, brokenKeeper, banktypes.GenesisState, *banktypes.GenesisState]
}

var (
	_ appmodule.AppModule = shell[plain]{}

	cdc = codec.NewProtoCodec(codectypes.NewInterfaceRegistry())
)

// The zero value of a module has its name and its default genesis.
func TestZeroValueHasTheParts(t *testing.T) {
	m := shell[plain]{}
	require.Equal(t, "shell", m.Name())
	bz := m.DefaultGenesis(cdc)
	require.JSONEq(t, string(cdc.MustMarshalJSON(banktypes.DefaultGenesisState())), string(bz))
	require.NoError(t, m.ValidateGenesis(cdc, nil, bz))
}

func TestGenesisThatCannotBeReadIsRefused(t *testing.T) {
	malformed := []byte(`{"supply":1}`)
	err := shell[plain]{}.ValidateGenesis(cdc, nil, malformed)
	require.ErrorContains(t, err, "shell: ")
	require.NotErrorIs(t, err, errInvalid)

	err = shell[strict]{}.ValidateGenesis(cdc, nil, malformed)
	require.ErrorIs(t, err, errInvalid)
	require.ErrorContains(t, err, ": genesis is invalid")
}

// A failure at the start or in an export stops the node and names the module.
func TestFailuresNameTheModule(t *testing.T) {
	m := shell[plain]{}
	require.PanicsWithValue(t, "shell: store is broken", func() { m.InitGenesis(sdk.Context{}, cdc, m.DefaultGenesis(cdc)) })
	require.PanicsWithValue(t, "shell: store is broken", func() { m.ExportGenesis(sdk.Context{}, cdc) })
}
