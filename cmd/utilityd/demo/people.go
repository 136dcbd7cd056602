package demo

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/cosmos/gogoproto/proto"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"
)

// gasPerMessage is more than any message of the set-up needs.
const gasPerMessage = 400_000

// people are the accounts of the story, with the node they talk to.
type people struct {
	client client.Context
	clock  clock
}

// clock is how time passes for people: by itself, or as it is driven.
type clock struct {
	now   func() time.Time
	pause func(context.Context) error // until there may be news
}

// realTime is the clock of a running node.
var realTime = clock{now: time.Now, pause: func(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(50 * time.Millisecond):
		return nil
	}
}}

func (p people) address(name string) (sdk.AccAddress, error) {
	record, err := p.client.Keyring.Key(name)
	if err != nil {
		return nil, fmt.Errorf("key %s: %w", name, err)
	}
	return record.GetAddress()
}

// factory returns what signs for a person, with the sequence the chain knows.
func (p people) factory(name string) (client.Context, tx.Factory, error) {
	address, err := p.address(name)
	if err != nil {
		return client.Context{}, tx.Factory{}, err
	}
	clientCtx := p.client.WithFrom(name).WithFromName(name).WithFromAddress(address)
	number, sequence, err := clientCtx.AccountRetriever.GetAccountNumberSequence(clientCtx, address)
	if err != nil {
		return clientCtx, tx.Factory{}, err
	}
	factory := tx.Factory{}.
		WithTxConfig(clientCtx.TxConfig).WithAccountRetriever(clientCtx.AccountRetriever).
		WithKeybase(clientCtx.Keyring).WithChainID(clientCtx.ChainID).WithFromName(name).
		WithSignMode(signing.SignMode_SIGN_MODE_DIRECT).
		WithAccountNumber(number).WithSequence(sequence)
	return clientCtx, factory, nil
}

// send broadcasts one transaction of a person and returns its hash.
func (p people) send(ctx context.Context, name string, msgs ...sdk.Msg) (string, error) {
	clientCtx, factory, err := p.factory(name)
	if err != nil {
		return "", err
	}
	builder, err := factory.WithGas(gasPerMessage * uint64(len(msgs))).BuildUnsignedTx(msgs...)
	if err != nil {
		return "", err
	}
	if err := tx.Sign(ctx, factory, name, builder, true); err != nil {
		return "", err
	}
	bz, err := clientCtx.TxConfig.TxEncoder()(builder.GetTx())
	if err != nil {
		return "", err
	}
	res, err := clientCtx.BroadcastTxSync(bz)
	if err != nil {
		return "", err
	}
	if res.Code != 0 {
		return "", fmt.Errorf("%s: %s", name, res.RawLog)
	}
	return res.TxHash, nil
}

// await returns the responses of a transaction once a block holds it.
func (p people) await(ctx context.Context, hash string) ([]proto.Message, error) {
	bz, err := hex.DecodeString(hash)
	if err != nil {
		return nil, err
	}
	for {
		res, err := p.client.Client.Tx(ctx, bz, false)
		if err == nil {
			if res.TxResult.Code != 0 {
				return nil, fmt.Errorf("transaction %s failed: %s", hash, res.TxResult.Log)
			}
			return p.responses(res.TxResult.Data)
		}
		if err := p.clock.pause(ctx); err != nil {
			return nil, err
		}
	}
}

func (p people) responses(data []byte) ([]proto.Message, error) {
	var all sdk.TxMsgData
	if err := proto.Unmarshal(data, &all); err != nil {
		return nil, err
	}
	var out []proto.Message
	for _, wrapped := range all.MsgResponses {
		var res txtypes.MsgResponse
		if err := p.client.InterfaceRegistry.UnpackAny(wrapped, &res); err != nil {
			return nil, err
		}
		out = append(out, res.(proto.Message))
	}
	return out, nil
}

// must is the address of a person whose key the demo made.
func (p people) must(name string) string {
	address, err := p.address(name)
	if err != nil {
		panic(err)
	}
	return address.String()
}

// messagesAtOnce fit into one transaction.
const messagesAtOnce = 100

// do sends messages in as many transactions as it takes, waits for each, and returns all responses.
func (p people) do(ctx context.Context, name string, msgs ...sdk.Msg) (out []proto.Message, err error) {
	for chunk := range slices.Chunk(msgs, messagesAtOnce) {
		hash, err := p.send(ctx, name, chunk...)
		if err != nil {
			return nil, err
		}
		responses, err := p.await(ctx, hash)
		if err != nil {
			return nil, err
		}
		out = append(out, responses...)
	}
	return out, nil
}

// ask is do for one message whose response is needed.
func ask[R proto.Message](ctx context.Context, p people, name string, msg sdk.Msg) (res R, err error) {
	responses, err := p.do(ctx, name, msg)
	if err != nil {
		return res, err
	}
	res, ok := responses[0].(R)
	if !ok {
		return res, fmt.Errorf("expected a %T, got %T", res, responses[0])
	}
	return res, nil
}

// doAll lets every person send one transaction, so that one block can hold them all, and waits for all.
func (p people) doAll(ctx context.Context, names []string, msgs func(i int) []sdk.Msg) error {
	hashes := make([]string, len(names))
	for i, name := range names {
		var err error
		if hashes[i], err = p.send(ctx, name, msgs(i)...); err != nil {
			return err
		}
	}
	for _, hash := range hashes {
		if _, err := p.await(ctx, hash); err != nil {
			return err
		}
	}
	return nil
}
