package keeper_test

import (
	"github.com/utilityd/utilityd/x/meterid/types"
)

// handOver is the valid message by which the first key of a meter hands over to the second.
func handOver(serial string, id uint64) *types.MsgRotateKey {
	next := ed(serial, 2)
	return &types.MsgRotateKey{
		Signer:              account("gateway"),
		Meter:               id,
		NewKey:              publicKey(next),
		PossessionSignature: signRotation(next, next, id, 2),
		OldKeySignature:     signRotation(ed(serial, 1), next, id, 2),
	}
}
