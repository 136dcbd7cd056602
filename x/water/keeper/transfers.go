package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

// SendRestriction refuses every transfer of water tokens, of any sender and in any message. The bank calls it for all transfers, also of
// modules. Allotments and trades are no transfers: the keeper sets the balances of its ledger.
func (k *Keeper) SendRestriction(_ context.Context, _, to sdk.AccAddress, amount sdk.Coins) (sdk.AccAddress, error) {
	for _, coin := range amount {
		if types.IsWaterDenom(coin.Denom) {
			return nil, types.ErrNotTransferable.Wrapf("expected coins that can be sent, got %s", coin)
		}
	}
	return to, nil
}
