package demo

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"embed"
	"fmt"
	"slices"
	"strings"
	"text/template"

	"github.com/cosmos/gogoproto/proto"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/app/story"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/x/meterid/signature"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

//go:embed stories/*.txt
var texts embed.FS

// chapters are the parts of the stories in the language of scenarios. The homes, numbers and times of the input are filled in.
var chapters = template.Must(template.ParseFS(texts, "stories/*.txt"))

// fill returns the text of a chapter.
func fill(chapter string, input any) (string, error) {
	var text bytes.Buffer
	err := chapters.ExecuteTemplate(&text, chapter, input)
	return text.String(), err
}

// play performs a chapter, compares what is seen with what is written, and returns the responses of the chain.
func (p *people) play(ctx context.Context, chapter string, input any) (responses []proto.Message, err error) {
	text, err := fill(chapter, input)
	if err != nil {
		return nil, err
	}
	commands, err := story.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", chapter, err)
	}
	for _, cmd := range commands {
		seen, got, err := p.perform(ctx, cmd)
		if err == nil && seen != cmd.Want {
			err = fmt.Errorf("expected %q, got %q", cmd.Want, seen)
		}
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %s: %w", chapter, cmd.Line, cmd.Name, err)
		}
		responses = append(responses, got...)
	}
	return responses, nil
}

// perform carries out a command. A block shows nothing but that it succeeds; a message by itself shows its answer.
func (p *people) perform(ctx context.Context, cmd story.Command) (seen string, responses []proto.Message, err error) {
	if cmd.Name == "say" {
		return "", nil, p.sayArgs(cmd.Args, strings.ReplaceAll(cmd.Input, "\n", " "))
	}
	commands := []story.Command{cmd}
	if cmd.Name == "block" {
		commands = nil
		for line := range strings.Lines(cmd.Input) {
			name, args, err := story.ParseLine(line)
			if err != nil {
				return "", nil, err
			}
			commands = append(commands, story.Command{Name: name, Args: args})
		}
	}
	batches, err := p.batches(commands)
	if err != nil {
		return "", nil, err
	}
	if responses, err = p.deliver(ctx, batches...); err != nil || cmd.Name == "block" {
		return "", responses, err
	}
	entries, err := p.language().Entries(responses[0])
	return cmp.Or(story.InLine(entries), "ok"), responses, err
}

// batches returns the messages that commands name, by signer.
func (p *people) batches(commands []story.Command) (batches []batch, err error) {
	for _, c := range commands {
		msg, err := p.message(c)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.Name, err)
		}
		signers, _, err := p.client.Codec.GetMsgV1Signers(msg)
		if err != nil {
			return nil, err
		}
		signer := p.names[sdk.AccAddress(signers[0]).String()]
		i := slices.IndexFunc(batches, func(b batch) bool { return b.signer == signer })
		if i < 0 {
			i, batches = len(batches), append(batches, batch{signer: signer})
		}
		batches[i].msgs = append(batches[i].msgs, msg)
	}
	return batches, nil
}

func (p *people) message(c story.Command) (sdk.Msg, error) {
	if c.Name != "register" {
		return p.language().Message(c.Name, c.Args)
	}
	certifier, args := story.Take(c.Args, "certifier")
	filled, err := p.language().Message("meterid.RegisterMeter", args)
	if err != nil {
		return nil, err
	}
	return p.register(filled.(*meteridtypes.MsgRegisterMeter), certifier)
}

// register gives a device a key and the next number of the chain, so that lines below can name it.
func (p *people) register(msg *meteridtypes.MsgRegisterMeter, certifier string) (*meteridtypes.MsgRegisterMeter, error) {
	d, err := gateway.NewDevice(msg.Serial, p.must(certifier), signature.Ed25519, rand.Reader)
	if err != nil {
		return nil, err
	}
	msg.Issuer, msg.RegisterUnitNumerator, msg.RegisterUnitDenominator = d.Issuer, 1, 1
	if msg.PublicKey, msg.PossessionSignature, err = d.Registration(p.client.ChainID); err != nil {
		return nil, err
	}
	d.Meter, d.KeyVersion = uint64(len(p.devices)+1), 1
	p.devices[d.Serial] = d
	return msg, nil
}

// language returns that of the stories: names of people, serial numbers of meters.
func (p *people) language() *story.Language {
	meter := story.Number{
		Parse: func(serial string) (int64, error) {
			if d, ok := p.devices[serial]; ok {
				return int64(d.Meter), nil
			}
			return 0, fmt.Errorf("expected the serial number of a meter, got %s", serial)
		},
		Format: func(value int64) string { return fmt.Sprint(value) },
	}
	return &story.Language{
		Codec: p.client.Codec, Registry: p.client.InterfaceRegistry, Numbers: map[string]story.Number{"meter": meter},
		Address: p.must, Named: func(text string) string { return text },
	}
}
