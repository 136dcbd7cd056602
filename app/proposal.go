package app

import (
	"math/bits"

	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/mempool"
)

// MempoolMaxTxs is how many transactions wait at most on a node.
const MempoolMaxTxs = 5000

// defaultMempool is the application's own mempool; a node's configuration may change its size.
func defaultMempool(base *baseapp.BaseApp) {
	base.SetMempool(mempool.NewSenderNonceMempool(mempool.SenderNonceMaxTxOpt(MempoolMaxTxs)))
}

// setProposalHandlers limits what a block may hold. The block gas meter stays off with either
// executor: it cannot work with the parallel one, and a node's choice of executor must not decide
// the result of a transaction. The limit therefore holds here, before a block is voted for.
func (a *App) setProposalHandlers() {
	proposals := baseapp.NewDefaultProposalHandler(a.Mempool(), a.BaseApp)
	a.SetPrepareProposal(proposals.PrepareProposalHandler())
	a.SetProcessProposal(a.processProposal)
}

// processProposal accepts a proposal when all its transactions can be decoded and together stay
// within the chain's limits of bytes and gas. Signatures and fees are left to the execution: what
// fails there pays, or costs at most the gas it declared, and it was counted here.
func (a *App) processProposal(ctx sdk.Context, req *abci.RequestProcessProposal) (*abci.ResponseProcessProposal, error) {
	limits := limitsOf(ctx)
	for _, bz := range req.Txs {
		tx, err := a.TxDecode(bz)
		if err != nil {
			return a.refuse(req.Height, "a transaction does not decode: "+err.Error())
		}
		if reason := limits.take(tx, bz); reason != "" {
			return a.refuse(req.Height, reason)
		}
	}
	return &abci.ResponseProcessProposal{Status: abci.ResponseProcessProposal_ACCEPT}, nil
}

func (a *App) refuse(height int64, reason string) (*abci.ResponseProcessProposal, error) {
	a.Logger().Error("proposal refused", "height", height, "reason", reason)
	return &abci.ResponseProcessProposal{Status: abci.ResponseProcessProposal_REJECT}, nil
}

// blockLimits is what is left of a block while its transactions are counted.
type blockLimits struct {
	bytes, gas uint64
}

func limitsOf(ctx sdk.Context) *blockLimits {
	left := &blockLimits{bytes: cmttypes.MaxBlockSizeBytes, gas: ^uint64(0)}
	block := ctx.ConsensusParams().Block
	if block == nil {
		return left
	}
	if block.MaxBytes > 0 {
		left.bytes = uint64(block.MaxBytes)
	}
	if block.MaxGas > 0 {
		left.gas = uint64(block.MaxGas)
	}
	return left
}

// take subtracts a transaction; it returns the limit that the transaction breaks, or "".
func (l *blockLimits) take(tx sdk.Tx, bz []byte) string {
	size := uint64(cmttypes.ComputeProtoSizeForTxs([]cmttypes.Tx{bz})) //nolint:gosec // a size
	rest, borrow := bits.Sub64(l.bytes, size, 0)
	if borrow != 0 {
		return "more bytes than max_bytes"
	}
	l.bytes = rest

	priced, ok := tx.(sdk.GasTx)
	if !ok {
		return "a transaction without a gas limit"
	}
	rest, borrow = bits.Sub64(l.gas, priced.GetGas(), 0)
	if borrow != 0 {
		return "more gas than max_gas"
	}
	l.gas = rest
	return ""
}
