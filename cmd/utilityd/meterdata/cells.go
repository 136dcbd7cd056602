package meterdata

import (
	"bytes"
	"errors"
)

var errQuote = errors.New("expected a closing quote, and a separator behind it")

// splitter cuts lines into cells. encoding/csv is not used for two reasons: there a quote that is not closed swallows the rows
// behind it, which a stream of meters cannot afford, and it copies every row.
type splitter struct {
	separator byte
	cells     [][]byte
	room      []byte // for cells with quotes in them
}

// split returns the cells of a line without blanks around them; they are valid until the next call or the next line.
func (s *splitter) split(line []byte) ([][]byte, error) {
	s.cells = s.cells[:0]
	if bytes.IndexByte(line, '"') >= 0 {
		return s.quoted(line)
	}
	for {
		i := bytes.IndexByte(line, s.separator)
		if i < 0 {
			s.cells = append(s.cells, s.trim(line))
			return s.cells, nil
		}
		s.cells = append(s.cells, s.trim(line[:i]))
		line = line[i+1:]
	}
}

// trim cuts blanks off. Most cells have none, and bytes.TrimSpace is not inlined.
func (s *splitter) trim(cell []byte) []byte {
	if len(cell) == 0 || cell[0] > ' ' && cell[0] < 0x80 && cell[len(cell)-1] > ' ' && cell[len(cell)-1] < 0x80 {
		return cell
	}
	return bytes.TrimSpace(cell)
}

func (s *splitter) quoted(line []byte) ([][]byte, error) {
	s.room = s.room[:0]
	for {
		cell, rest, more, err := s.cell(line)
		if err != nil {
			return nil, err
		}
		s.cells = append(s.cells, cell)
		if !more {
			return s.cells, nil
		}
		line = rest
	}
}

// cell reads one cell; a quote that does not begin it is part of it.
func (s *splitter) cell(line []byte) (cell, rest []byte, more bool, err error) {
	text := bytes.TrimLeft(line, " \t")
	if s.separator == '\t' {
		text = bytes.TrimLeft(line, " ")
	}
	if len(text) == 0 || text[0] != '"' {
		cell, rest, more = bytes.Cut(line, []byte{s.separator})
		return bytes.TrimSpace(cell), rest, more, nil
	}
	from := len(s.room)
	for text = text[1:]; ; text = text[1:] {
		i := bytes.IndexByte(text, '"')
		if i < 0 {
			return nil, nil, false, errQuote
		}
		s.room = append(s.room, text[:i]...)
		if text = text[i+1:]; len(text) == 0 || text[0] != '"' {
			break
		}
		s.room = append(s.room, '"') // two quotes stand for one
	}
	behind, rest, more := bytes.Cut(text, []byte{s.separator})
	if len(bytes.TrimSpace(behind)) > 0 {
		return nil, nil, false, errQuote
	}
	return bytes.TrimSpace(s.room[from:]), rest, more, nil
}
