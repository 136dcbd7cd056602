package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/water/types"
)

// SendRestriction refuses every transfer of water tokens, whoever sends and in whatever message. The bank asks it for all sends,
// those of modules included. Allotments and trades are no sends: the keeper sets balances as its ledger says.
func (k *Keeper) SendRestriction(_ context.Context, _, to sdk.AccAddress, amount sdk.Coins) (sdk.AccAddress, error) {
	for _, coin := range amount {
		if types.IsWaterDenom(coin.Denom) {
			return nil, types.ErrNotTransferable.Wrapf("expected coins that can be sent, got %s", coin)
		}
	}
	return to, nil
}
