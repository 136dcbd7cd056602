package meterdata

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// maxLine bounds a line, and with it the memory of a reader. A day of NEM12 in steps of five minutes is a tenth of it.
const maxLine = 64 << 10

var errLongLine = fmt.Errorf("expected a line of at most %d bytes", maxLine-1)

// decode unpacks gzip and turns UTF-16 into UTF-8. It reads only the first two bytes before it decides.
// A recording of telegrams begins with any bytes: P1 is UTF-16 only with a byte-order mark, and SML never is.
func decode(r io.Reader, layout string) (*bufio.Reader, error) {
	text := bufio.NewReaderSize(r, maxLine)
	if head, _ := text.Peek(2); len(head) == 2 && head[0] == 0x1f && head[1] == 0x8b {
		unpacked, err := gzip.NewReader(text)
		if err != nil {
			return nil, fmt.Errorf("expected a whole gzip file: %w", err)
		}
		text = bufio.NewReaderSize(unpacked, maxLine)
	}
	head, _ := text.Peek(2)
	switch {
	case len(head) < 2 || layout == SML:
	case head[0] == 0xff && head[1] == 0xfe, layout != P1 && head[0] != 0 && head[1] == 0:
		text = bufio.NewReaderSize(&wide{in: text, high: 1}, maxLine)
	case head[0] == 0xfe && head[1] == 0xff, layout != P1 && head[0] == 0 && head[1] != 0:
		text = bufio.NewReaderSize(&wide{in: text, high: 0}, maxLine)
	}
	return text, nil
}

// wide reads UTF-16 as UTF-8.
type wide struct {
	in   *bufio.Reader
	high int // which of two bytes is the high one
	rest []byte
	room [utf8.UTFMax]byte
	lead rune // the first half of a pair
	err  error
}

// Read returns as soon as the buffered bytes are used up, so that a line of a stream is not held back.
func (w *wide) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if len(w.rest) == 0 {
			if n > 0 && w.in.Buffered() < 2 {
				return n, nil
			}
			if w.err == nil {
				w.err = w.next() // half a character at the end stays an error, though the text behind it is at its end
			}
			if w.err != nil {
				return n, w.err
			}
		}
		moved := copy(p[n:], w.rest)
		n, w.rest = n+moved, w.rest[moved:]
	}
	return n, nil
}

func (w *wide) next() error {
	var pair [2]byte
	if _, err := io.ReadFull(w.in, pair[:]); err != nil {
		return err
	}
	unit := rune(pair[w.high])<<8 | rune(pair[1-w.high])
	switch {
	case w.lead != 0:
		unit, w.lead = utf16.DecodeRune(w.lead, unit), 0
	case utf16.IsSurrogate(unit):
		w.lead = unit
		return nil
	}
	w.rest = utf8.AppendRune(w.room[:0], unit)
	return nil
}

// lines yields the lines of a text.
type lines struct {
	in     *bufio.Reader
	number int // of the last line that was returned, from 1
	held   []byte
	again  bool
	room   []byte

	// With the newest line first: the text of the remaining lines, and where each of them ends.
	block []byte
	ends  []int
	turn  bool
}

// next returns a line without its end; it is valid until the next call. After errLongLine reading goes on.
func (l *lines) next() ([]byte, error) {
	if l.again {
		l.again = false
		return l.held, nil
	}
	line, err := l.read()
	if err != nil {
		return nil, err
	}
	line = bytes.TrimPrefix(line, []byte("\ufeff"))
	if !utf8.Valid(line) {
		l.room = l.room[:0]
		for _, c := range line { // a spreadsheet of Western Europe; the first 256 characters of Unicode are Latin-1
			l.room = utf8.AppendRune(l.room, rune(c))
		}
		line = l.room
	}
	l.held = line
	return line, nil
}

// back makes next return the last line once more.
func (l *lines) back() { l.again = true }

func (l *lines) read() ([]byte, error) {
	if l.turn {
		return l.readBack()
	}
	line, err := l.in.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		for errors.Is(err, bufio.ErrBufferFull) {
			_, err = l.in.ReadSlice('\n')
		}
		l.number++
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		return nil, errLongLine
	case err == nil:
		line = line[:len(line)-1]
	case !errors.Is(err, io.EOF) || len(line) == 0:
		return nil, err // the beginning of a line that breaks off is no line
	}
	l.number++
	return bytes.TrimSuffix(line, []byte{'\r'}), nil
}

// maxReversed bounds the memory for reading a file from its end.
const maxReversed = 1 << 30

// reverse reads the rest of the text; from then on next returns the last line first.
func (l *lines) reverse() error {
	if l.again {
		l.again = false
		l.block = append(l.block, l.held...)
		l.ends = append(l.ends, len(l.block))
	}
	for {
		line, err := l.read()
		switch {
		case errors.Is(err, io.EOF):
			l.turn = true
			l.number++
			return nil
		case err != nil:
			return err
		}
		if l.block = append(l.block, line...); len(l.block) > maxReversed {
			return fmt.Errorf("expected at most %d bytes to be read from the end; sort the file by time instead", maxReversed)
		}
		l.ends = append(l.ends, len(l.block))
	}
}

func (l *lines) readBack() ([]byte, error) {
	last := len(l.ends) - 1
	if last < 0 {
		return nil, io.EOF
	}
	from := 0
	if last > 0 {
		from = l.ends[last-1]
	}
	line := l.block[from:l.ends[last]]
	l.ends, l.number = l.ends[:last], l.number-1
	return line, nil
}
