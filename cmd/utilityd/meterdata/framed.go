package meterdata

import (
	"bufio"
	"errors"
	"io"
)

// maxFrame bounds a telegram. The longest ones in use, with a text message and a year of peaks, have a few thousand bytes.
const maxFrame = 16 << 10

// Problems with frames that both kinds of meters share.
const (
	cutByEnd  = "cut off by the end of the input"
	cutByNext = "cut off by the start of the next one"
	tooLong   = "expected at most 16384 bytes"
	noise     = "expected a telegram, got bytes between telegrams that belong to none"
)

// framed turns a stream of frames into records. The format supplies frame, which reads one frame, and decode.
type framed struct {
	in *bufio.Reader
	// frame reads up to the end of a frame. A problem describes a frame that was lost; reading goes on behind it.
	frame func() (content []byte, problem string, err error)
	// decode reads a frame and answers with yield and refuse.
	decode func(content []byte)

	// number counts the frames.
	number int
	// ready holds the answers that Next has not given yet.
	ready []outcome
}

// outcome is one answer of Next.
type outcome struct {
	record  Record
	refused *RowError
}

// Next returns the next record or refused telegram.
func (f *framed) Next() (Record, error) {
	for len(f.ready) == 0 {
		content, problem, err := f.frame()
		if err != nil {
			return Record{}, err
		}
		if problem != noise {
			f.number++
		}
		if problem != "" {
			f.refuse("", problem)
			break
		}
		f.decode(content)
	}
	first := f.ready[0]
	f.ready = f.ready[1:]
	if first.refused != nil {
		return Record{}, first.refused
	}
	return first.record, nil
}

func (f *framed) yield(r Record) {
	r.Line, r.Kind = f.number, Registers
	f.ready = append(f.ready, outcome{record: r})
}

func (f *framed) refuse(meter, reason string) {
	f.ready = append(f.ready, outcome{refused: &RowError{Line: f.number, Meter: meter, Reason: reason}})
}

// within returns the end of the input inside a frame as a problem of that frame, once, and every other error as it is.
func within(err error) (content []byte, problem string, _ error) {
	if errors.Is(err, io.EOF) {
		return nil, cutByEnd, nil
	}
	return nil, "", err
}

// renamed returns the name that the options give to one of the spellings of an identifier, else the first spelling.
func renamed(names map[string]string, spellings ...string) string {
	for _, identifier := range spellings {
		if name, ok := names[identifier]; ok {
			return name
		}
	}
	return spellings[0]
}
