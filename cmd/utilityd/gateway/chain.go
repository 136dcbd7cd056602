package gateway

import (
	"context"
	"fmt"

	cmttypes "github.com/cometbft/cometbft/types"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/tx"
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
	watch         *watch
}

// NewRemote returns a chain for the account and node of the client context.
func NewRemote(ctx context.Context, clientCtx client.Context, factory tx.Factory) (*Remote, error) {
	params, err := meteridtypes.NewQueryClient(clientCtx).Params(ctx, &meteridtypes.QueryParamsRequest{})
	if err != nil {
		return nil, fmt.Errorf("cannot reach the node at %s: %w", clientCtx.NodeURI, err)
	}
	r := &Remote{client: clientCtx, factory: factory, gasPerReading: params.Params.GasPerReading, watch: newWatch(clientCtx.Client)}
	return r, r.Resync(ctx)
}

// Resync reads the account number and sequence.
func (r *Remote) Resync(ctx context.Context) error {
	if err := r.watch.restart(ctx); err != nil {
		return err
	}
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
	r.watch.flight[hash] = true
	return hash, nil
}

// Committed looks at the blocks since the last call.
func (r *Remote) Committed(ctx context.Context) ([]Commitment, error) {
	return r.watch.committed(ctx)
}
