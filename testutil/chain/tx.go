package chain

import (
	"context"
	"fmt"
	"time"

	abci "github.com/cometbft/cometbft/abci/types"
	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/client"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
	authsigning "github.com/cosmos/cosmos-sdk/x/auth/signing"
)

// Gas is the default gas of a transaction.
const Gas = 20_000_000

// TxOption changes a transaction before it is signed.
type TxOption func(*txConfig)

type txConfig struct {
	gas      uint64
	fee      sdk.Coins
	memo     string
	timeout  time.Time // not zero: unordered
	chainID  string
	sequence *uint64
}

// WithGas sets the gas limit.
func WithGas(gas uint64) TxOption { return func(t *txConfig) { t.gas = gas } }

// WithFee sets the fee.
func WithFee(fee ...sdk.Coin) TxOption { return func(t *txConfig) { t.fee = fee } }

// WithMemo sets the memo.
func WithMemo(memo string) TxOption { return func(t *txConfig) { t.memo = memo } }

// Unordered makes a transaction that needs no sequence and is void after the given time.
func Unordered(until time.Time) TxOption { return func(t *txConfig) { t.timeout = until } }

// ForChain signs for another chain.
func ForChain(id string) TxOption { return func(t *txConfig) { t.chainID = id } }

// WithSequence signs with a given sequence.
func WithSequence(sequence uint64) TxOption { return func(t *txConfig) { t.sequence = &sequence } }

// Deliver runs a block with one transaction and returns its result, good or bad.
func (c *Chain) Deliver(signer Account, msgs ...sdk.Msg) *abci.ExecTxResult {
	c.t.Helper()
	return c.Block(c.Sign(signer, msgs)).TxResults[0]
}

// MustDeliver is Deliver for a transaction that must succeed.
func (c *Chain) MustDeliver(signer Account, msgs ...sdk.Msg) *abci.ExecTxResult {
	c.t.Helper()
	res := c.Deliver(signer, msgs...)
	require.Zero(c.t, res.Code, "%s: %s", res.Codespace, res.Log)
	return res
}

// Sign returns the bytes of a transaction. Several of one signer go into a block in the order of
// their signing.
func (c *Chain) Sign(signer Account, msgs []sdk.Msg, options ...TxOption) []byte {
	c.t.Helper()
	cfg := txConfig{gas: Gas, chainID: c.cfg.id}
	for _, option := range options {
		option(&cfg)
	}
	bz, err := c.sign(signer, msgs, cfg)
	require.NoError(c.t, err)
	return bz
}

func (c *Chain) sign(signer Account, msgs []sdk.Msg, cfg txConfig) ([]byte, error) {
	account := c.App.AccountKeeper.GetAccount(c.Context(), signer.Address)
	if account == nil {
		return nil, fmt.Errorf("expected an account of the chain, got %s %s", signer.Name, signer)
	}
	builder := c.App.TxConfig().NewTxBuilder()
	if err := builder.SetMsgs(msgs...); err != nil {
		return nil, err
	}
	builder.SetGasLimit(cfg.gas)
	builder.SetFeeAmount(cfg.fee)
	builder.SetMemo(cfg.memo)

	sequence := account.GetSequence() + c.pending[signer.String()]
	switch {
	case cfg.sequence != nil:
		sequence = *cfg.sequence
	case !cfg.timeout.IsZero():
		sequence = 0
		builder.SetUnordered(true)
		builder.SetTimeoutTimestamp(cfg.timeout)
	default:
		c.pending[signer.String()]++
	}
	return signTx(c.App.TxConfig(), builder, signer, authsigning.SignerData{
		Address:       signer.String(),
		ChainID:       cfg.chainID,
		AccountNumber: account.GetAccountNumber(),
		Sequence:      sequence,
		PubKey:        signer.Key.PubKey(),
	})
}

func signTx(txConfig client.TxConfig, builder client.TxBuilder, signer Account, data authsigning.SignerData) ([]byte, error) {
	signature := signing.SignatureV2{
		PubKey:   signer.Key.PubKey(),
		Data:     &signing.SingleSignatureData{SignMode: signing.SignMode_SIGN_MODE_DIRECT},
		Sequence: data.Sequence,
	}
	if err := builder.SetSignatures(signature); err != nil { // the signed bytes name the signer
		return nil, err
	}
	bz, err := authsigning.GetSignBytesAdapter(context.Background(), txConfig.SignModeHandler(),
		signing.SignMode_SIGN_MODE_DIRECT, data, builder.GetTx())
	if err != nil {
		return nil, err
	}
	signed, err := signer.Key.Sign(bz)
	if err != nil {
		return nil, err
	}
	signature.Data = &signing.SingleSignatureData{SignMode: signing.SignMode_SIGN_MODE_DIRECT, Signature: signed}
	if err := builder.SetSignatures(signature); err != nil {
		return nil, err
	}
	return txConfig.TxEncoder()(builder.GetTx())
}
