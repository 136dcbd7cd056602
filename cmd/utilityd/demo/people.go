package demo

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/cosmos/gogoproto/proto"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
)

const (
	gasPerMessage  = 400_000 // more than any message of a story needs
	messagesAtOnce = 100     // that fit into one transaction
)

// people are the accounts of a story and their meters, with the chain that they use.
type people struct {
	client  client.Context
	clock   clock
	devices map[string]gateway.Device // by serial number
	names   map[string]string         // by address, of those that were looked up: the keyring is slow
	out     printer
}

func newPeople(clientCtx client.Context, c clock, out printer) *people {
	return &people{client: clientCtx, clock: c, out: out, devices: map[string]gateway.Device{}, names: map[string]string{}}
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

// must returns the address of a person whose key the demo made.
func (p *people) must(name string) string {
	for address, found := range p.names {
		if found == name {
			return address
		}
	}
	record, err := p.client.Keyring.Key(name)
	if err != nil {
		panic(fmt.Errorf("key %s: %w", name, err))
	}
	address, err := record.GetAddress()
	if err != nil {
		panic(fmt.Errorf("key %s: %w", name, err))
	}
	p.names[address.String()] = name
	return address.String()
}

// listed are devices in the order of their names.
func listed(devices map[string]gateway.Device) []gateway.Device {
	return slices.SortedFunc(maps.Values(devices), func(a, b gateway.Device) int { return cmp.Compare(a.Serial, b.Serial) })
}

// factory returns what signs for a person, with the sequence the chain has stored.
func (p *people) factory(name string) (client.Context, tx.Factory, error) {
	address := sdk.MustAccAddressFromBech32(p.must(name))
	clientCtx := p.client.WithFrom(name).WithFromName(name).WithFromAddress(address)
	number, sequence, err := clientCtx.AccountRetriever.GetAccountNumberSequence(clientCtx, address)
	return clientCtx, tx.Factory{}.
		WithTxConfig(clientCtx.TxConfig).WithAccountRetriever(clientCtx.AccountRetriever).
		WithKeybase(clientCtx.Keyring).WithChainID(clientCtx.ChainID).WithFromName(name).
		WithSignMode(signing.SignMode_SIGN_MODE_DIRECT).
		WithAccountNumber(number).WithSequence(sequence), err
}

// send broadcasts one transaction of a person and returns its hash.
func (p *people) send(ctx context.Context, name string, msgs ...sdk.Msg) (string, error) {
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
func (p *people) await(ctx context.Context, hash string) (out []proto.Message, err error) {
	bz, err := hex.DecodeString(hash)
	if err != nil {
		return nil, err
	}
	for {
		res, err := p.client.Client.Tx(ctx, bz, false)
		if err == nil && res.TxResult.Code != 0 {
			return nil, fmt.Errorf("transaction %s failed: %s", hash, res.TxResult.Log)
		}
		if err == nil {
			return p.responses(res.TxResult.Data)
		}
		if err := p.clock.pause(ctx); err != nil {
			return nil, err
		}
	}
}

func (p *people) responses(data []byte) (out []proto.Message, err error) {
	var all sdk.TxMsgData
	if err := proto.Unmarshal(data, &all); err != nil {
		return nil, err
	}
	for _, wrapped := range all.MsgResponses {
		var res txtypes.MsgResponse
		if err := p.client.InterfaceRegistry.UnpackAny(wrapped, &res); err != nil {
			return nil, err
		}
		out = append(out, res.(proto.Message))
	}
	return out, nil
}

// batch are the messages of one signer.
type batch struct {
	signer string
	msgs   []sdk.Msg
}

// deliver sends the messages of each signer in as few transactions as it takes, those of different signers at once, and returns the
// responses when blocks hold all of them.
func (p *people) deliver(ctx context.Context, batches ...batch) (out []proto.Message, err error) {
	for begin := 0; ; begin += messagesAtOnce {
		var hashes []string
		for _, b := range batches {
			if part := b.msgs[min(begin, len(b.msgs)):min(begin+messagesAtOnce, len(b.msgs))]; len(part) > 0 {
				hash, err := p.send(ctx, b.signer, part...)
				if err != nil {
					return nil, err
				}
				hashes = append(hashes, hash)
			}
		}
		if len(hashes) == 0 {
			return out, nil
		}
		for _, hash := range hashes {
			responses, err := p.await(ctx, hash)
			if err != nil {
				return nil, err
			}
			out = append(out, responses...)
		}
	}
}

// ask delivers one message and returns its response.
func ask[R proto.Message](ctx context.Context, p *people, name string, msg sdk.Msg) (res R, err error) {
	responses, err := p.deliver(ctx, batch{name, []sdk.Msg{msg}})
	if err != nil {
		return res, err
	}
	res, ok := responses[0].(R)
	if !ok {
		return res, fmt.Errorf("expected a %T, got %T", res, responses[0])
	}
	return res, nil
}
