package story

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	gogoproto "github.com/cosmos/gogoproto/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Entry is a field that is not zero: a leaf with a text, or fields below it.
type Entry struct {
	Name  string
	Text  string
	Below []Entry
}

// Entries returns the fields of a message that are not zero, in their order.
func (l *Language) Entries(msg gogoproto.Message) ([]Entry, error) {
	text, err := l.Codec.MarshalJSON(msg)
	if err != nil {
		return nil, err
	}
	return l.entriesOf(protoreflect.FullName(gogoproto.MessageName(msg)), text)
}

func (l *Language) entriesOf(name protoreflect.FullName, text []byte) (all []Entry, err error) {
	d, err := find[protoreflect.MessageDescriptor](l, name)
	if err != nil {
		return nil, err
	}
	var values map[string]json.RawMessage
	if err := json.Unmarshal(text, &values); err != nil {
		return nil, fmt.Errorf("%s: %w in %s", name, err, text)
	}
	for i := range d.Fields().Len() {
		field := d.Fields().Get(i)
		value, ok := values[string(field.Name())]
		if !ok || string(value) == "null" || field.Message() != nil && field.Message().FullName() == pageResponse {
			continue
		}
		if field.IsList() {
			list, err := l.list(field, value)
			if err != nil {
				return nil, err
			}
			all = append(all, list...)
			continue
		}
		e, err := l.entry(field, value)
		if err != nil {
			return nil, err
		}
		if e.Text != "" || slices.ContainsFunc(e.Below, saysMore) {
			all = append(all, e)
		}
	}
	return all, nil
}

// saysMore is false for a place of 0, which has no meaning by itself.
func saysMore(e Entry) bool { return e.Text != "0" }

// list repeats the name of the field for each element.
func (l *Language) list(field protoreflect.FieldDescriptor, text []byte) ([]Entry, error) {
	var values []json.RawMessage
	if err := json.Unmarshal(text, &values); err != nil {
		return nil, fmt.Errorf("%s: %w in %s", field.FullName(), err, text)
	}
	all := make([]Entry, len(values))
	for i, value := range values {
		var err error
		if all[i], err = l.entry(field, value); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (l *Language) entry(field protoreflect.FieldDescriptor, value json.RawMessage) (e Entry, err error) {
	e.Name = string(field.Name())
	switch {
	case field.Message() == nil:
		text := string(value)
		if unquoted := ""; json.Unmarshal(value, &unquoted) == nil {
			text = unquoted
		}
		e.Text, err = l.leaf(field, text)
	case field.Message().FullName() == coin:
		var amount struct{ Denom, Amount string }
		err = json.Unmarshal(value, &amount)
		e.Text = amount.Amount + amount.Denom
	case field.Message().FullName() == timestamp:
		e.Text, err = strconv.Unquote(string(value))
	default:
		e.Below, err = l.entriesOf(field.Message().FullName(), value)
	}
	if err != nil {
		return e, fmt.Errorf("%s: %w", field.FullName(), err)
	}
	return e, nil
}

func (l *Language) leaf(field protoreflect.FieldDescriptor, text string) (string, error) {
	switch field.Kind() {
	case protoreflect.StringKind:
		return l.Named(text), nil
	case protoreflect.BytesKind:
		bytes, err := base64.StdEncoding.DecodeString(text)
		if text = hex.EncodeToString(bytes); len(text) > 16 {
			text = text[:16] + "…"
		}
		return text, err
	case protoreflect.EnumKind:
		enum, err := find[protoreflect.EnumDescriptor](l, field.Enum().FullName())
		if err != nil {
			return "", err
		}
		if text = short(enum, text); text == "UNSPECIFIED" {
			return "", nil
		}
		return text, nil
	case protoreflect.BoolKind:
		if text == "false" {
			return "", nil
		}
		return "yes", nil
	default:
		if text == "0" && !isPlace(field) {
			return "", nil
		}
		number, ok := l.Numbers[string(field.Name())]
		if !ok || text == "0" {
			return text, nil
		}
		value, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return "", err
		}
		return number.Format(value), nil
	}
}

// InLine shows entries in one line: name value, name value.
func InLine(all []Entry) string {
	words := make([]string, len(all))
	for i, e := range all {
		switch {
		case e.Below != nil:
			words[i] = fmt.Sprintf("%s (%s)", e.Name, InLine(e.Below))
		default:
			words[i] = e.Name + " " + e.Text
		}
	}
	return strings.Join(words, ", ")
}

// InLines shows entries one a line, what is below further in.
func InLines(all []Entry) string { return inLines(all, "") }

func inLines(all []Entry, indent string) string {
	var out strings.Builder
	for _, e := range all {
		fmt.Fprintln(&out, strings.TrimRight(indent+e.Name+" "+e.Text, " "))
		out.WriteString(inLines(e.Below, indent+"  "))
	}
	return out.String()
}

// At finds what lies at a path of names.
func At(all []Entry, path string) []Entry {
	name, rest, deeper := strings.Cut(path, ".")
	var found []Entry
	for _, e := range all {
		switch {
		case e.Name == name && !deeper:
			found = append(found, e)
		case e.Name == name:
			found = append(found, At(e.Below, rest)...)
		}
	}
	return found
}

// Columns sets rows below each other: the first column to the left, numbers to the right.
func Columns(rows [][]string) string {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var out strings.Builder
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			space := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				line.WriteString(cell + space)
			} else {
				line.WriteString("  " + space + cell)
			}
		}
		fmt.Fprintln(&out, strings.TrimRight(line.String(), " "))
	}
	return out.String()
}
