package app

import (
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/module"
)

// LegacyAmino returns the codec of the old JSON form, which hardware wallets sign.
func (a *App) LegacyAmino() *codec.LegacyAmino { return a.enc.Amino }

// AppCodec returns the codec of messages and state.
func (a *App) AppCodec() codec.Codec { return a.enc.Codec }

// InterfaceRegistry returns the registered types.
func (a *App) InterfaceRegistry() codectypes.InterfaceRegistry { return a.enc.Registry }

// TxConfig returns what encodes and signs transactions.
func (a *App) TxConfig() client.TxConfig { return a.enc.TxConfig }

// Modules returns the module manager.
func (a *App) Modules() *module.Manager { return a.modules }

// Configurator returns where modules registered their services and migrations.
func (a *App) Configurator() module.Configurator { return a.configurator }

// SimulationManager returns the modules as the simulation sees them.
func (a *App) SimulationManager() *module.SimulationManager { return a.simulation }

// CommittedContext reads the state of the last committed block. What is written to it is lost.
func (a *App) CommittedContext() sdk.Context {
	header := cmtproto.Header{ChainID: a.ChainID(), Height: a.LastBlockHeight()}
	return sdk.NewContext(a.CommitMultiStore().CacheMultiStore(), header, false, a.Logger())
}
