package gateway

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"time"

	rpchttp "github.com/cometbft/cometbft/rpc/client/http"
	cmttypes "github.com/cometbft/cometbft/types"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	nodeservice "github.com/cosmos/cosmos-sdk/client/grpc/node"
	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const (
	// Gas of a batch besides gas_per_reading: that of the transaction around the readings, and that of each byte.
	gasPerBatch = 150_000
	gasPerByte  = 10

	// lifetime is for how many blocks a batch can be executed. Readings that are in none of them can be sent again in another batch.
	lifetime = 30

	// nodeTimeout is how many seconds a node may take to answer. One that takes a connection and is silent is as good as dead.
	nodeTimeout = 30
)

// Remote is a chain reached over RPC. It finds its transactions by reading the blocks, so the node needs no index.
type Remote struct {
	client        client.Context
	factory       tx.Factory
	priced        bool // whether the user chose fees, so that the price of the node is not followed
	gasPerReading uint64
	watch         watch
}

// NewRemote returns a chain for the account and node of the client context. If the user chose no fees, batches pay the price of
// the node.
func NewRemote(clientCtx client.Context, factory tx.Factory) *Remote {
	return &Remote{
		client: clientCtx, factory: factory, watch: watch{clientCtx.Client},
		priced: !factory.GasPrices().IsZero() || !factory.Fees().IsZero(),
	}
}

// withTimeout bounds the calls of the node, seconds: the SDK's client waits forever.
func withTimeout(clientCtx client.Context, seconds uint) (client.Context, error) {
	node, err := rpchttp.NewWithTimeout(clientCtx.NodeURI, "/websocket", seconds)
	if err != nil {
		return clientCtx, fmt.Errorf("--%s: expected an address such as tcp://localhost:26657, got %q: %w", flags.FlagNode, clientCtx.NodeURI, err)
	}
	return clientCtx.WithClient(node), nil
}

// CheckChain refuses a node of another chain than the one that readings are signed for.
func (r *Remote) CheckChain(ctx context.Context) error {
	status, err := r.watch.node.Status(ctx)
	if err != nil {
		return fmt.Errorf("cannot reach the node at %s: %w", r.client.NodeURI, err)
	}
	if got := status.NodeInfo.Network; got != "" && got != r.client.ChainID {
		return fmt.Errorf("%w: expected the node at %s to be on %s, got %s", errWrongChain, r.client.NodeURI, r.client.ChainID, got)
	}
	return nil
}

// errWrongChain means that no retry helps.
var errWrongChain = errors.New("wrong chain")

// Refresh reads the parameters of the chain and the price of the node.
func (r *Remote) Refresh(ctx context.Context) (Limits, error) {
	res, err := meteridtypes.NewQueryClient(r.client).Params(ctx, &meteridtypes.QueryParamsRequest{})
	if err != nil {
		return Limits{}, fmt.Errorf("cannot reach the node at %s: %w", r.client.NodeURI, err)
	}
	p := res.Params
	r.gasPerReading = p.GasPerReading
	if !r.priced {
		node, err := nodeservice.NewServiceClient(r.client).Config(ctx, &nodeservice.ConfigRequest{})
		if err == nil { // a node that does not say has no price
			r.factory = r.factory.WithGasPrices(node.MinimumGasPrice)
		}
	}
	status, err := r.watch.node.Status(ctx)
	if err != nil {
		return Limits{}, err
	}
	return Limits{
		Time:        status.SyncInfo.LatestBlockTime,
		MaxReadings: int(p.MaxReadingsPerBatch),
		MaxDrift:    time.Duration(p.MaxClockDrift()) * time.Second,
		MaxAge:      time.Duration(p.MaxReadingAge()) * time.Second,
	}, nil
}

// Account reads the account number and sequence.
func (r *Remote) Account(context.Context) (uint64, int64, error) {
	account, height, err := r.client.AccountRetriever.GetAccountWithHeight(r.client, r.client.FromAddress)
	if status.Code(err) == codes.NotFound {
		return 0, 0, fmt.Errorf("account %s is not on the chain yet: send it some coins first", r.client.FromAddress)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("read account %s: %w", r.client.FromAddress, err)
	}
	r.factory = r.factory.WithAccountNumber(account.GetAccountNumber())
	return account.GetSequence(), height, nil
}

// Sign signs a batch.
func (r *Remote) Sign(ctx context.Context, sequence uint64, readings []meteridtypes.Reading) (Batch, error) {
	status, err := r.watch.node.Status(ctx)
	if err != nil {
		return Batch{}, err
	}
	b := Batch{Born: status.SyncInfo.LatestBlockHeight}
	b.Until = b.Born + lifetime
	msg := &meteridtypes.MsgSubmitReadings{Gateway: r.client.FromAddress.String(), Readings: readings}
	gas := gasPerBatch + uint64(len(readings))*r.gasPerReading + gasPerByte*uint64(msg.Size())
	factory := r.factory.WithGas(gas).WithSequence(sequence).WithTimeoutHeight(uint64(b.Until)) //nolint:gosec // heights are positive
	builder, err := factory.BuildUnsignedTx(msg)
	if err != nil {
		return Batch{}, err
	}
	if err := tx.Sign(ctx, factory, r.client.FromName, builder, true); err != nil {
		return Batch{}, err
	}
	if b.Bytes, err = r.client.TxConfig.TxEncoder()(builder.GetTx()); err != nil {
		return Batch{}, err
	}
	b.Tx = fmt.Sprintf("%X", cmttypes.Tx(b.Bytes).Hash())
	return b, nil
}

// Broadcast sends the bytes of a batch to the node.
func (r *Remote) Broadcast(_ context.Context, b Batch) (Admission, error) {
	res, err := r.client.BroadcastTxSync(b.Bytes)
	if err != nil {
		return Admission{}, err
	}
	return admission(res), nil
}

// sequences are the numbers in the SDK's refusal of a wrong sequence.
var sequences = regexp.MustCompile(`expected (\d+), got (\d+)`)

// admission reads the answer of a node to a broadcast.
func admission(res *sdk.TxResponse) Admission {
	reason := fmt.Sprintf("%s (code %d)", res.RawLog, res.Code)
	if res.Code == 0 {
		return Admission{Fate: Admitted}
	}
	if res.Codespace != sdkerrors.RootCodespace {
		return Admission{NotAdmitted, reason}
	}
	switch res.Code {
	case sdkerrors.ErrTxInMempoolCache.ABCICode():
		return Admission{Fate: Admitted}
	case sdkerrors.ErrMempoolIsFull.ABCICode():
		return Admission{MempoolFull, "the mempool of the node is full"}
	case sdkerrors.ErrWrongSequence.ABCICode():
		if m := sequences.FindStringSubmatch(res.RawLog); m != nil {
			expected, _ := strconv.ParseUint(m[1], 10, 64)
			got, _ := strconv.ParseUint(m[2], 10, 64)
			if got < expected {
				return Admission{SequenceUsed, reason}
			}
			return Admission{SequenceAhead, reason}
		}
	}
	return Admission{NotAdmitted, reason}
}

// Committed looks at the blocks after a height.
func (r *Remote) Committed(ctx context.Context, after int64, batches []Batch) ([]Commitment, int64, error) {
	return r.watch.committed(ctx, after, batches)
}
