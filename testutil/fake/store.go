package fake

import (
	"context"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// storeOf returns the store of a key in the branch of a context. It costs no gas, so that the gas of a test is the keeper's.
func storeOf(ctx context.Context, key storetypes.StoreKey) storetypes.KVStore {
	return sdk.UnwrapSDKContext(ctx).MultiStore().GetKVStore(key)
}

func marshalled(value interface{ Marshal() ([]byte, error) }) []byte {
	bz, err := value.Marshal()
	must(err)
	return bz
}

// must panics on an error that only a mistake in this package can cause.
func must(err error) {
	if err != nil {
		panic("fake: " + err.Error())
	}
}
