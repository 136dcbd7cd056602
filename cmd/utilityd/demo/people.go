package demo

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/cosmos/gogoproto/proto"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"
	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"
	"github.com/cosmos/cosmos-sdk/types/tx/signing"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/app/story"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/x/meterid/signature"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const (
	gasPerMessage  = 400_000 // more than any message of a story needs
	messagesAtOnce = 100     // that fit into one transaction
)

// people are the accounts of a story and their meters, with the chain that they use.
type people struct {
	printer

	home      string // the folder of the story
	client    client.Context
	clock     clock
	language  *story.Language
	devices   map[string]gateway.Device // by serial number
	addresses map[string]string         // by name
	checks    []check                   // of the last audit
}

// clock is the time of a chain.
type clock struct {
	now     func() time.Time
	pause   func(context.Context) error            // until there may be news
	advance func(context.Context, time.Time) error // only of a driven clock
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

// newPeople returns the accounts of a keyring. Texts name them, and meters by their serial numbers.
func newPeople(clientCtx client.Context, c clock, home string, out printer) (*people, error) {
	p := &people{printer: out, home: home, client: clientCtx, clock: c, devices: map[string]gateway.Device{}, addresses: map[string]string{}}
	records, err := clientCtx.Keyring.List()
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, r := range records {
		address, err := r.GetAddress()
		if err != nil {
			return nil, fmt.Errorf("key %s: %w", r.Name, err)
		}
		p.addresses[r.Name], names[address.String()] = address.String(), r.Name
	}
	p.language = &story.Language{
		Codec: clientCtx.Codec, Registry: clientCtx.InterfaceRegistry, Register: p.register, Sign: p.signOpening,
		Address: func(name string) string { return cmp.Or(p.addresses[name], name) },
		Named:   func(text string) string { return cmp.Or(names[text], text) },
		Numbers: map[string]story.Number{"meter": {Parse: p.meter, Format: func(n int64) string { return fmt.Sprint(n) }}},
	}
	return p, nil
}

// meter returns the number of a meter.
func (p *people) meter(serial string) (int64, error) {
	if d, ok := p.devices[serial]; ok {
		return int64(d.Meter), nil
	}
	return 0, fmt.Errorf("expected the serial number of a meter, got %s", serial)
}

// register gives a device a key and the next number of the chain, so that lines below can name it.
func (p *people) register(args []story.Arg) (proto.Message, error) {
	certifier, args := story.Take(args, "certifier")
	filled, err := p.language.Message("meterid.RegisterMeter", args)
	if err != nil {
		return nil, err
	}
	msg := filled.(*meteridtypes.MsgRegisterMeter)
	d, err := gateway.NewDevice(msg.Serial, p.addresses[certifier], signature.Ed25519, rand.Reader)
	if err != nil {
		return nil, err
	}
	msg.Issuer, msg.RegisterUnitNumerator, msg.RegisterUnitDenominator = d.Issuer, 1, 1
	msg.PublicKey, msg.PossessionSignature, err = d.Registration(p.client.ChainID)
	d.Meter, d.KeyVersion = uint64(len(p.devices)+1), 1
	p.devices[d.Serial] = d
	return msg, err
}

// signOpening completes the activation of a meter with the signature of its device.
func (p *people) signOpening(msg proto.Message) (err error) {
	activation, ok := msg.(*meteridtypes.MsgActivateMeter)
	if !ok {
		return nil
	}
	for _, d := range p.devices {
		if d.Meter == activation.Meter {
			signed, err := d.Activation(p.client.ChainID, activation.Owner, activation.Opening)
			activation.Signature = signed.Signature
			return err
		}
	}
	return nil
}

// listed returns the devices in the order of their names.
func (p *people) listed() []gateway.Device {
	return slices.SortedFunc(maps.Values(p.devices), func(a, b gateway.Device) int { return cmp.Compare(a.Serial, b.Serial) })
}

// signer returns the client of an account.
func (p *people) signer(name string) (client.Context, tx.Factory) {
	clientCtx := p.client.WithFrom(name).WithFromName(name).WithFromAddress(sdk.MustAccAddressFromBech32(p.addresses[name]))
	return clientCtx, tx.Factory{}.
		WithTxConfig(clientCtx.TxConfig).WithAccountRetriever(clientCtx.AccountRetriever).
		WithKeybase(clientCtx.Keyring).WithChainID(clientCtx.ChainID).WithFromName(name).
		WithSignMode(signing.SignMode_SIGN_MODE_DIRECT)
}

// send broadcasts one transaction and returns its hash.
func (p *people) send(name string, msgs []sdk.Msg) ([]byte, error) {
	var printed bytes.Buffer
	var res sdk.TxResponse
	clientCtx, factory := p.signer(name)
	clientCtx = clientCtx.WithOutput(&printed).WithOutputFormat(flags.OutputFormatJSON).WithSkipConfirmation(true)
	if err := tx.BroadcastTx(clientCtx, factory.WithGas(gasPerMessage*uint64(len(msgs))), msgs...); err != nil {
		return nil, err
	}
	if err := clientCtx.Codec.UnmarshalJSON(printed.Bytes(), &res); err != nil {
		return nil, err
	}
	if res.Code != 0 {
		return nil, fmt.Errorf("%s: %s", name, res.RawLog)
	}
	return hex.DecodeString(res.TxHash)
}

// await returns the responses of a transaction once a block holds it.
func (p *people) await(ctx context.Context, hash []byte) (out []proto.Message, err error) {
	res, err := p.client.Client.Tx(ctx, hash, false)
	for ; err != nil; res, err = p.client.Client.Tx(ctx, hash, false) {
		if err := p.clock.pause(ctx); err != nil {
			return nil, err
		}
	}
	if res.TxResult.Code != 0 {
		return nil, fmt.Errorf("transaction %X failed: %s", hash, res.TxResult.Log)
	}
	var all sdk.TxMsgData
	if err := proto.Unmarshal(res.TxResult.Data, &all); err != nil {
		return nil, err
	}
	for _, wrapped := range all.MsgResponses {
		var one txtypes.MsgResponse
		if err := p.client.InterfaceRegistry.UnpackAny(wrapped, &one); err != nil {
			return nil, err
		}
		out = append(out, one.(proto.Message))
	}
	return out, nil
}

// deliver sends the messages of each signer in as few transactions as it takes, those of different signers at once, and returns the
// responses when blocks hold all of them.
func (p *people) deliver(ctx context.Context, batches ...story.Batch) (out []proto.Message, err error) {
	for begin := 0; ; begin += messagesAtOnce {
		var hashes [][]byte
		for _, b := range batches {
			if begin < len(b.Messages) {
				hash, err := p.send(b.Signer, b.Messages[begin:min(begin+messagesAtOnce, len(b.Messages))])
				if err != nil {
					return nil, err
				}
				hashes = append(hashes, hash)
			}
		}
		if hashes == nil {
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

// check is an invariant that holds.
type check struct {
	Module string `json:"module"`
	Name   string `json:"name"`
}

// audit checks every invariant on the last block. A broken one ends the story.
func (p *people) audit(a *app.App) error {
	ctx, err := a.CreateQueryContext(a.LastBlockHeight(), false)
	if err != nil {
		return err
	}
	p.checks = nil
	for _, i := range a.Invariants() {
		p.checks = append(p.checks, check{i.Module, i.Name})
		if broken := i.Check(ctx); broken != nil {
			err = errors.Join(err, fmt.Errorf("invariant of %s broken at %s: %s: %w", i.Module, ctx.BlockTime().UTC().Format(time.DateOnly), i.Name, broken))
		}
	}
	return err
}
