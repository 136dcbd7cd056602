package demo

import (
	"bytes"
	"cmp"
	"context"
	"embed"
	"fmt"
	"strconv"
	"strings"
	"text/template"

	"github.com/cosmos/gogoproto/proto"

	"github.com/utilityd/utilityd/app/story"
	"github.com/utilityd/utilityd/cmd/utilityd/driven"
)

//go:embed stories/*.txt
var texts embed.FS

// querier sends a query such as "energy.Community community=1".
type querier func(query string) (proto.Message, error)

// chapters are the parts of the stories in the language of scenarios. The homes, numbers and times of the input are filled in.
var chapters = template.Must(template.New("").Funcs(units).Funcs(template.FuncMap{"query": querier(nil)}).ParseFS(texts, "stories/*.txt"))

// fill returns the text of a chapter.
func fill(chapter string, input any, query querier) (string, error) {
	all, err := chapters.Clone()
	if err != nil {
		return "", err
	}
	var text bytes.Buffer
	err = all.Funcs(template.FuncMap{"query": query}).ExecuteTemplate(&text, chapter, input)
	return text.String(), err
}

// play performs a chapter, compares what is seen with what is written, and returns the responses of the chain.
func (p *people) play(ctx context.Context, chapter string, input any) (responses []proto.Message, err error) {
	text, err := fill(chapter, input, func(line string) (proto.Message, error) {
		name, args, err := story.ParseLine(line)
		if err != nil {
			return nil, err
		}
		return p.language.Query(ctx, p.client, name, args)
	})
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
	switch cmd.Name {
	case "say", "line", "note", "table":
		return "", nil, p.show(cmd, p.clock.now())
	case "wait":
		days, err := strconv.Atoi(strings.TrimSuffix(cmd.Args[0].Key, "d"))
		if err != nil {
			return "", nil, err
		}
		return "", nil, p.clock.advance(ctx, p.clock.now().AddDate(0, 0, days))
	case "block":
		batches, err := p.language.Batches(cmd.Input)
		if err == nil {
			responses, err = p.deliver(ctx, batches...)
		}
		return "", responses, err
	}
	one, err := p.language.Batch(cmd.Name, cmd.Args)
	if err != nil {
		return "", nil, err
	}
	if responses, err = p.deliver(ctx, one); err != nil {
		return "", nil, err
	}
	entries, err := p.language.Entries(responses[0])
	return cmp.Or(story.InLine(entries), "ok"), responses, err
}

// stage is a chain on a driven clock, for stories of months.
type stage struct {
	*people

	chain *driven.Chain
}

// newStage starts a chain.
func newStage(cfg driven.Config, out printer) (*stage, error) {
	chain, err := driven.New(cfg)
	if err != nil {
		return nil, err
	}
	c := clock{now: chain.Now, advance: chain.AdvanceTo}
	c.pause = func(ctx context.Context) error { return chain.AdvanceTo(ctx, chain.Now().Add(driven.BlockTime)) }
	p, err := newPeople(chain.Client(), c, cfg.Home, out)
	return &stage{people: p, chain: chain}, err
}

// chapter performs a chapter and checks every invariant.
func (s *stage) chapter(ctx context.Context, name string, input any) ([]proto.Message, error) {
	responses, err := s.play(ctx, name, input)
	if err == nil {
		err = s.audit(s.chain.App)
	}
	return responses, err
}
