package gateway

import (
	"context"
	"errors"
	"fmt"

	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Gas of a batch besides gas_per_reading: what the transaction costs around the readings, and what each byte costs.
const (
	gasPerBatch = 150_000
	gasPerByte  = 10
)

// Remote is a chain reached over RPC. It finds its transactions by reading the blocks, so the node needs no index.
type Remote struct {
	client        client.Context
	factory       tx.Factory
	gasPerReading uint64
	height        int64 // last block looked at
	flight        map[string]bool
}

// NewRemote returns a chain for the account and node of the client context.
func NewRemote(ctx context.Context, clientCtx client.Context, factory tx.Factory) (*Remote, error) {
	params, err := meteridtypes.NewQueryClient(clientCtx).Params(ctx, &meteridtypes.QueryParamsRequest{})
	if err != nil {
		return nil, fmt.Errorf("cannot reach the node at %s: %w", clientCtx.NodeURI, err)
	}
	r := &Remote{client: clientCtx, factory: factory, gasPerReading: params.Params.GasPerReading, flight: map[string]bool{}}
	status, err := clientCtx.Client.Status(ctx)
	if err != nil {
		return nil, err
	}
	r.height = status.SyncInfo.LatestBlockHeight
	return r, r.Resync(ctx)
}

// Resync reads the account number and sequence.
func (r *Remote) Resync(context.Context) error {
	clear(r.flight)
	number, sequence, err := r.client.AccountRetriever.GetAccountNumberSequence(r.client, r.client.FromAddress)
	if err != nil {
		return fmt.Errorf("account %s is not on the chain yet: send it some coins first: %w", r.client.FromAddress, err)
	}
	r.factory = r.factory.WithAccountNumber(number).WithSequence(sequence)
	return nil
}

// Submit signs and broadcasts a batch.
func (r *Remote) Submit(ctx context.Context, readings []meteridtypes.Reading) (string, error) {
	msg := &meteridtypes.MsgSubmitReadings{Gateway: r.client.FromAddress.String(), Readings: readings}
	gas := gasPerBatch + uint64(len(readings))*r.gasPerReading + gasPerByte*uint64(msg.Size())
	builder, err := r.factory.WithGas(gas).BuildUnsignedTx(msg)
	if err != nil {
		return "", err
	}
	if err := tx.Sign(ctx, r.factory, r.client.FromName, builder, true); err != nil {
		return "", err
	}
	bz, err := r.client.TxConfig.TxEncoder()(builder.GetTx())
	if err != nil {
		return "", err
	}
	hash := fmt.Sprintf("%X", cmttypes.Tx(bz).Hash())
	res, err := r.client.BroadcastTxSync(bz)
	if err != nil {
		return "", err
	}
	if res.Code != 0 && (res.Codespace != sdkerrors.RootCodespace || res.Code != sdkerrors.ErrTxInMempoolCache.ABCICode()) {
		return "", fmt.Errorf("the node refused a batch: %s (code %d)", res.RawLog, res.Code)
	}
	r.factory = r.factory.WithSequence(r.factory.Sequence() + 1)
	r.flight[hash] = true
	return hash, nil
}

// Committed reads the blocks since the last call. A node that was killed comes back at a lower height; its blocks are
// the same ones, so there is nothing to read twice.
func (r *Remote) Committed(ctx context.Context) ([]Commitment, error) {
	status, err := r.client.Client.Status(ctx)
	if err != nil {
		return nil, err
	}
	if len(r.flight) == 0 {
		r.height = max(r.height, status.SyncInfo.LatestBlockHeight)
		return nil, nil
	}
	var out []Commitment
	for h := r.height + 1; h <= status.SyncInfo.LatestBlockHeight; h++ {
		found, err := r.block(ctx, h)
		if err != nil {
			return out, err
		}
		out = append(out, found...)
		r.height = h
	}
	return out, nil
}

func (r *Remote) block(ctx context.Context, height int64) ([]Commitment, error) {
	block, err := r.client.Client.Block(ctx, &height)
	if err != nil {
		return nil, err
	}
	if !r.ours(block.Block.Txs) {
		return nil, nil
	}
	results, err := r.client.Client.BlockResults(ctx, &height)
	if err != nil {
		return nil, err
	}
	if len(results.TxsResults) != len(block.Block.Txs) {
		return nil, errors.New("the node has not stored the results of the block yet")
	}
	var out []Commitment
	for i, bz := range block.Block.Txs {
		hash := fmt.Sprintf("%X", bz.Hash())
		if !r.flight[hash] {
			continue
		}
		delete(r.flight, hash)
		c := Commitment{Tx: hash, Height: height}
		if res := results.TxsResults[i]; res.Code != 0 {
			c.Failure = res.Log
		} else if c.Codes, err = codes(res.Data); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

func (r *Remote) ours(txs cmttypes.Txs) bool {
	for _, bz := range txs {
		if r.flight[fmt.Sprintf("%X", bz.Hash())] {
			return true
		}
	}
	return false
}

func codes(data []byte) ([]meteridtypes.ReadingCode, error) {
	var all sdk.TxMsgData
	if err := proto.Unmarshal(data, &all); err != nil {
		return nil, err
	}
	if len(all.MsgResponses) != 1 {
		return nil, fmt.Errorf("expected one response in a batch transaction, got %d", len(all.MsgResponses))
	}
	var res meteridtypes.MsgSubmitReadingsResponse
	if err := proto.Unmarshal(all.MsgResponses[0].Value, &res); err != nil {
		return nil, err
	}
	return res.Codes, nil
}
