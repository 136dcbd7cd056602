package keeper

import (
	"bytes"
	"context"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkaddress "github.com/cosmos/cosmos-sdk/types/address"

	"github.com/utilityd/utilityd/x/meterid/reading"
	"github.com/utilityd/utilityd/x/meterid/signature"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// p256KeyName is the name from which the SDK derives addresses of P-256 keys (ADR 28).
const p256KeyName = "cosmos.crypto.secp256r1.PubKey"

// signedBatch is a batch with its meters and verification jobs.
type signedBatch struct {
	meters []*types.Meter  // of each reading; nil: there is none
	jobs   []signature.Job // in the order of the batch
	places []int           // the reading of each job
	byKey  []bool          // readings whose signature is that of the transaction
}

// signedBatch loads the meters of a batch and prepares the verification of all its readings of known meters, whatever
// else is wrong with them: so CheckTx and delivery verify the same and share the result.
func (k *Keeper) signedBatch(ctx context.Context, chainID string, gateway []byte, readings []types.Reading) (signedBatch, error) {
	meters, err := k.metersOf(ctx, readings)
	if err != nil {
		return signedBatch{}, err
	}
	b := signedBatch{
		meters: meters,
		jobs:   make([]signature.Job, 0, len(readings)),
		places: make([]int, 0, len(readings)),
		byKey:  make([]bool, len(readings)),
	}
	messages := make([]byte, 0, len(readings)*reading.Reading{ChainID: chainID}.Size())
	for i := range readings {
		r := &readings[i]
		m := b.meters[i]
		if m == nil {
			continue
		}
		if len(r.Signature) != types.SignatureBytes {
			b.byKey[i] = len(r.Signature) == 0 && isKeyOf(gateway, m.PublicKey)
			continue
		}
		start := len(messages)
		messages, err = appendReading(messages, chainID, m.Id, m.KeyVersion, r.Registers())
		if err != nil {
			return signedBatch{}, err
		}
		b.jobs = append(b.jobs, signature.Job{
			Scheme:    m.PublicKey.Scheme(),
			Key:       m.PublicKey.Key,
			Message:   messages[start:len(messages):len(messages)],
			Signature: r.Signature,
		})
		b.places = append(b.places, i)
	}
	return b, nil
}

// verify reports for each reading of the batch whether its device has signed it. A simulation takes all signatures for good: it costs its
// sender nothing, so it must not cost the node thousands of verifications.
func (k *Keeper) verify(ctx sdk.Context, b signedBatch) []bool {
	signed := b.byKey
	if len(b.jobs) == 0 {
		return signed
	}
	if ctx.ExecMode() == sdk.ExecModeSimulate {
		for _, place := range b.places {
			signed[place] = true
		}
		return signed
	}
	for j, good := range k.verdicts.Verify(b.jobs) {
		signed[b.places[j]] = good
	}
	return signed
}

// isKeyOf reports whether the account is that of the device key, so that its signature is the one of the transaction.
func isKeyOf(account []byte, key types.PublicKey) bool {
	switch key.Type {
	case types.KEY_TYPE_SECP256K1:
		return bytes.Equal(account, (&secp256k1.PubKey{Key: key.Key}).Address())
	case types.KEY_TYPE_SECP256R1:
		return bytes.Equal(account, sdkaddress.Hash(p256KeyName, key.Key))
	default:
		return false
	}
}

// appendReading appends the bytes that the device of a meter signs for its registers.
func appendReading(dst []byte, chainID string, meter uint64, keyVersion uint32, r types.Registers) ([]byte, error) {
	return reading.Reading{
		ChainID: chainID, Meter: meter, KeyVersion: keyVersion, Time: r.Time, Import: r.ImportRegister, Export: r.ExportRegister,
	}.AppendBytes(dst)
}

// possession checks that the holder of the key has signed the message.
func possession(key types.PublicKey, message, sig []byte) bool {
	return signature.VerifyOne(signature.Job{Scheme: key.Scheme(), Key: key.Key, Message: message, Signature: sig})
}
