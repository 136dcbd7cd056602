package story

import (
	"fmt"
	"slices"
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Batch is the messages of one signer.
type Batch struct {
	Signer   string // by name
	Messages []sdk.Msg
}

// Batches returns the messages of lines by signer, in the order of their first lines.
func (l *Language) Batches(lines string) (batches []Batch, err error) {
	for line := range strings.Lines(lines) {
		name, args, err := ParseLine(line)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", line, err)
		}
		one, err := l.Batch(name, args)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", line, err)
		}
		i := slices.IndexFunc(batches, func(b Batch) bool { return b.Signer == one.Signer })
		if i < 0 {
			batches = append(batches, one)
		} else {
			batches[i].Messages = append(batches[i].Messages, one.Messages...)
		}
	}
	return batches, nil
}

// Batch returns the one message of a command.
func (l *Language) Batch(name string, args []Arg) (Batch, error) {
	msg, err := l.Message(name, args)
	if err != nil {
		return Batch{}, err
	}
	signers, _, err := l.Codec.GetMsgV1Signers(msg)
	if err != nil {
		return Batch{}, err
	}
	if len(signers) != 1 {
		return Batch{}, fmt.Errorf("expected one signer, got %d", len(signers))
	}
	return Batch{Signer: l.Named(sdk.AccAddress(signers[0]).String()), Messages: []sdk.Msg{msg}}, nil
}
