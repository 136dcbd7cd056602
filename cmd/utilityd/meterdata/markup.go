package meterdata

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

const (
	// maxPiece bounds the text between two tags, and a tag, comment, instruction or directive.
	maxPiece = 1 << 20
	// maxNested bounds how deep elements stand in each other, as encoding/xml does when it decodes into a struct.
	maxNested = 10_000
	// plainTag bounds the tags that markup reads by itself.
	plainTag = 512
)

var (
	errLongPiece = fmt.Errorf("expected at most %d bytes from one tag to the next", maxPiece)
	errDepth     = fmt.Errorf("expected at most %d elements within each other", maxNested)
)

// markup reads an XML text tag by tag. It reads plain pieces by itself, many times faster than encoding/xml: tags in which one
// blank stands before each attribute, and text without a reference, all in printable ASCII. It leaves all other pieces to
// encoding/xml, so that the same texts are well-formed.
type markup struct {
	in     *bufio.Reader
	window []byte // the buffer of in
	at     int    // how much of the window has been read
	rare   *trail
	xml    *xml.Decoder // reads from rare
	// line is where the last tag ends, from 1.
	line int
	// err is why there is no further tag: io.EOF at the end of the text, if no element is open there.
	err error
	// attributes are those of the element that has just begun.
	attributes []attribute

	names  []byte // of the open elements, one behind the other
	begins []int  // where each of the names begins
	local  int    // where the last name goes on behind its prefix
	closed bool   // the last start tag is the end of its element too
	keep   int    // the depth of the element whose text is kept, 0 for none
	kept   []byte
	room   []byte // for a text longer than the buffer of in
}

// attribute is an attribute of a start tag, its name without a prefix. It is valid as long as the tag is the last one.
type attribute struct{ name, value []byte }

// trail supplies encoding/xml with one piece. As it has a ReadByte, encoding/xml reads nothing behind the piece.
type trail struct {
	*bufio.Reader
	again bool    // the < that begins the piece is read once more
	last  [2]byte // the last two bytes
	count int
}

// ReadByte returns the next byte of the piece.
func (t *trail) ReadByte() (c byte, err error) {
	switch {
	case t.again:
		t.again, t.count, c = false, 0, '<'
	case t.count == maxPiece:
		return 0, errLongPiece
	default:
		c, err = t.Reader.ReadByte()
	}
	t.last, t.count = [2]byte{t.last[1], c}, t.count+1
	return c, err
}

func newMarkup(in *bufio.Reader) *markup {
	m := &markup{in: in, rare: &trail{Reader: in}, line: 1}
	m.xml = xml.NewDecoder(m.rare)
	m.xml.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil } // UTF-16 is UTF-8 by now
	return m
}

// next goes on to the next tag and reports whether it starts an element. If not, it ends one, or err is set.
func (m *markup) next() (starts bool) {
	if m.closed && m.err == nil {
		m.closed = false
		m.pop()
		return false
	}
	for m.err == nil && m.text() {
		if len(m.window)-m.at < plainTag && !m.fill() {
			break
		}
		tag := m.window[m.at:min(m.at+plainTag, len(m.window))]
		if m.depth() > 0 && isEnd(tag, m.top()) {
			m.at += len("/>") + len(m.top())
			m.pop()
			return false
		}
		if length := m.start(tag); length > 0 {
			m.at += length
			return m.err == nil
		}
		if starts, done := m.piece(); done {
			return starts
		}
	}
	return false
}

// fill reads on, so that the window holds a plain tag unless the text ends before.
func (m *markup) fill() bool {
	m.leave()
	if _, err := m.in.Peek(plainTag); err != nil && !errors.Is(err, io.EOF) {
		m.err = err
		return false
	}
	m.window, m.err = m.in.Peek(m.in.Buffered())
	return m.err == nil
}

// leave gives up the window, so that in can be read from.
func (m *markup) leave() {
	_, _ = m.in.Discard(m.at) // which are in the buffer
	m.window, m.at = nil, 0
}

// child goes on to the next element that stands directly within the open one of the given depth, and passes over all that stands
// deeper. It reports false at the end of the outer element.
func (m *markup) child(depth int) bool {
	for {
		starts := m.next()
		switch {
		case m.err != nil || m.depth() < depth:
			return false
		case starts && m.depth() == depth+1:
			return true
		}
	}
}

// content goes on to the end of the open element and returns the text that stands directly within it, until the next call.
func (m *markup) content() []byte {
	m.keep, m.kept = m.depth(), m.kept[:0]
	for more := true; more; {
		more = m.child(m.keep)
	}
	m.keep = 0
	return m.kept
}

// depth returns how many elements are open.
func (m *markup) depth() int { return len(m.begins) }

// top returns the name of the innermost open element, with its prefix.
func (m *markup) top() []byte { return m.names[m.begins[len(m.begins)-1]:] }

// name returns the name of the element that has just begun, without its prefix.
func (m *markup) name() []byte { return m.names[m.local:] }

// push opens an element. The prefix of its name is as long as is said, with its colon.
func (m *markup) push(name []byte, prefix int) {
	if m.depth() == maxNested {
		m.err = errDepth
		return
	}
	m.begins, m.local = append(m.begins, len(m.names)), len(m.names)+prefix
	m.names = append(m.names, name...)
}

func (m *markup) pop() {
	last := m.depth() - 1
	m.names, m.begins = m.names[:m.begins[last]], m.begins[:last]
}

// text reads the text as far as the next <, and reports whether there is one.
func (m *markup) text() bool {
	rest := m.window[m.at:]
	if len(rest) > 0 && rest[0] == '<' {
		m.at++
		return true
	}
	if end := bytes.IndexByte(rest, '<'); end >= 0 {
		m.at += end + 1
		m.characters(rest[:end])
		return m.err == nil
	}
	m.leave()
	text, err := m.in.ReadSlice('<')
	if errors.Is(err, bufio.ErrBufferFull) {
		text, err = m.longText(text)
	}
	switch {
	case err == nil:
		text = text[:len(text)-1]
	case !errors.Is(err, io.EOF):
		m.err = err
		return false
	case m.depth() > 0:
		m.err = &xml.SyntaxError{Line: m.line, Msg: "unexpected EOF"}
		return false
	}
	m.characters(text)
	if m.err == nil {
		m.err = err
	}
	return m.err == nil
}

func (m *markup) longText(text []byte) ([]byte, error) {
	m.room = append(m.room[:0], text...)
	for {
		text, err := m.in.ReadSlice('<')
		if m.room = append(m.room, text...); len(m.room) > maxPiece {
			return nil, errLongPiece
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return m.room, err
		}
	}
}

// characters takes in a text.
func (m *markup) characters(text []byte) {
	if len(text) == 0 {
		return
	}
	kept := m.keep > 0 && m.keep == m.depth()
	common := byte(0xff)
	for _, c := range text {
		common &= kinds[c]
	}
	if common&plain != 0 || common&passed != 0 && !kept {
		if common&inLine == 0 {
			m.line += bytes.Count(text, []byte{'\n'})
		}
	} else {
		text, _ = m.raw(xml.NewDecoder(bytes.NewReader(text))).(xml.CharData)
	}
	if kept {
		m.retain(text)
	}
}

func (m *markup) retain(text []byte) {
	if len(m.kept)+len(text) > maxPiece {
		m.err = errLongPiece
		return
	}
	m.kept = append(m.kept, text...)
}

// piece leaves the piece behind a < to encoding/xml. It is done if the piece is a tag or not well-formed.
func (m *markup) piece() (starts, done bool) {
	m.leave()
	m.rare.again = true
	switch token := m.raw(m.xml).(type) {
	case xml.StartElement:
		if m.closed = m.rare.last == [2]byte{'/', '>'}; m.closed {
			m.raw(m.xml) // the end, which the tag stands for too
		}
		m.attributes = m.attributes[:0]
		for _, a := range token.Attr {
			m.attributes = append(m.attributes, attribute{[]byte(a.Name.Local), []byte(a.Value)})
		}
		name := fullName(token.Name)
		m.push(name, len(name)-len(token.Name.Local))
		return m.err == nil, true
	case xml.EndElement:
		name := fullName(token.Name)
		if m.depth() == 0 || !bytes.Equal(name, m.top()) {
			m.err = &xml.SyntaxError{Line: m.line, Msg: fmt.Sprintf("unexpected end element </%s>", name)}
			return false, true
		}
		m.pop()
		return false, true
	case xml.CharData: // of a CDATA section
		if m.keep > 0 && m.keep == m.depth() {
			m.retain(token)
		}
	}
	return false, m.err != nil
}

// raw returns the next token of a decoder, and adds its lines.
func (m *markup) raw(d *xml.Decoder) xml.Token {
	before, _ := d.InputPos()
	token, err := d.RawToken()
	after, _ := d.InputPos()
	m.line += after - before
	if syntax := (*xml.SyntaxError)(nil); errors.As(err, &syntax) {
		syntax.Line = m.line
	}
	if m.err == nil {
		m.err = err
	}
	return token
}

func fullName(name xml.Name) []byte {
	if name.Space == "" {
		return []byte(name.Local)
	}
	return []byte(name.Space + ":" + name.Local)
}

// isEnd reports whether the text behind a < begins with the rest of the plain end tag of an element.
func isEnd(text, name []byte) bool {
	end := len(name) + 1
	return len(text) > end && text[0] == '/' && text[end] == '>' && bytes.Equal(text[1:end], name)
}

// start opens an element if the text behind a < begins with the rest of a plain start tag, and returns the length of that rest.
func (m *markup) start(text []byte) int {
	name, prefix := plainName(text)
	if name == 0 {
		return 0
	}
	m.attributes = m.attributes[:0]
	rest := text[name:]
	for len(rest) > 0 && rest[0] == ' ' {
		rest = rest[1:]
		key, local := plainName(rest)
		if key == 0 {
			continue // with another blank, or the end of the tag
		}
		value, length := plainValue(rest[key:])
		if length == 0 {
			return 0
		}
		m.attributes = append(m.attributes, attribute{rest[local:key], value})
		rest = rest[key+length:]
	}
	switch {
	case len(rest) > 0 && rest[0] == '>':
		rest = rest[1:]
	case len(rest) > 1 && rest[0] == '/' && rest[1] == '>':
		m.closed, rest = true, rest[2:]
	default:
		return 0
	}
	m.push(text[:name], prefix)
	return len(text) - len(rest)
}

// plainName returns the length of the plain name that the text begins with, and of its prefix; 0 if there is none.
func plainName(text []byte) (length, prefix int) {
	for i, c := range text {
		switch {
		case kinds[c]&inName != 0:
		case c == ':' && prefix == 0:
			prefix = i + 1
		case i > prefix && kinds[text[0]]&letter != 0:
			return i, prefix
		default:
			return 0, 0
		}
	}
	return 0, 0
}

// plainValue returns the value of an attribute whose = the text begins with, and the length of both; 0 if it is not plain.
func plainValue(text []byte) (value []byte, length int) {
	if len(text) < 2 || text[0] != '=' || text[1] != '"' && text[1] != '\'' {
		return nil, 0
	}
	for i, c := range text[2:] {
		switch {
		case c == text[1]:
			return text[2 : i+2], i + 3
		case kinds[c]&(plain|inLine) != plain|inLine:
			return nil, 0
		}
	}
	return nil, 0
}

const (
	letter = 1 << iota // begins a name
	inName             // goes on with a name
	plain              // means itself in a text
	passed             // means itself in a text that is passed over, where the end of a line may be of two bytes
	inLine             // ends no line
)

// kinds are what markup makes of a byte.
var kinds = func() (kinds [256]byte) {
	for c := range kinds {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_':
			kinds[c] = letter | inName | plain | passed | inLine
		case c >= '0' && c <= '9', c == '-', c == '.':
			kinds[c] = inName | plain | passed | inLine
		case c == '\t', c >= ' ' && c <= '~' && c != '&' && c != '<' && c != ']':
			kinds[c] = plain | passed | inLine
		case c == '\n':
			kinds[c] = plain | passed
		case c == '\r':
			kinds[c] = passed | inLine
		}
	}
	return kinds
}()
