package chain

import (
	"encoding/json"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Conn answers queries from the committed state; it fits every module's NewQueryClient.
func (c *Chain) Conn() *baseapp.QueryServiceTestHelper {
	return &baseapp.QueryServiceTestHelper{GRPCQueryRouter: c.App.GRPCQueryRouter(), Ctx: c.Context()}
}

// Balance returns what an address holds of a denom.
func (c *Chain) Balance(address sdk.AccAddress, denom string) sdkmath.Int {
	return c.App.BankKeeper.GetBalance(c.Context(), address, denom).Amount
}

// Export returns the state of all modules as genesis JSON.
func (c *Chain) Export() []byte {
	c.t.Helper()
	exported, err := c.App.ExportAppStateAndValidators(false, nil, nil)
	require.NoError(c.t, err)
	return exported.AppState
}

// ExportUncommitted is Export between InitChain and the first block, when nothing is committed yet.
func (c *Chain) ExportUncommitted() []byte {
	c.t.Helper()
	genesis, err := c.App.Modules().ExportGenesis(c.App.GetContextForFinalizeBlock(nil), c.App.AppCodec())
	require.NoError(c.t, err)
	state, err := json.Marshal(genesis)
	require.NoError(c.t, err)
	return state
}
