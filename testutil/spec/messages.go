package spec

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// sdkErrors are the errors of the SDK that messages may name.
var sdkErrors = []string{"ErrInvalidRequest", "ErrInvalidAddress", "ErrUnauthorized"}

// sections are what the page of each message has.
var sections = []*regexp.Regexp{
	regexp.MustCompile(`(?m)^Requires.*:$`),
	regexp.MustCompile(`(?m)^Changes:$`),
	regexp.MustCompile(`(?m)^Events: .+\. Errors: .+\.$`),
}

func (m Module) compareChapters(t testing.TB, r Readme) {
	t.Helper()
	require.Equal(t, m.Chapters, r.titles)
}

// compareMessages: each message has a page with its signer, its fields and its sections, and no page is of anything else.
func (m Module) compareMessages(t testing.TB, r Readme) {
	t.Helper()
	var names []string
	for _, msg := range m.Messages {
		name := reflect.TypeOf(msg).Elem().Name()
		names = append(names, name)
		page, d := r.Chapter(t, name), m.message(t, name)
		rows := Table(t, page)
		require.Equal(t, fieldNames(d), Column(rows, 0), name)
		require.Equal(t, fieldTypes(d), Column(rows, 1), name)
		require.Contains(t, page, "Signed by `"+string(d.Fields().Get(0).Name())+"`", "%s: the signer comes first", name)
		for _, section := range sections {
			require.Regexp(t, section, page, name)
		}
	}
	for title := range r.text {
		if strings.HasPrefix(title, "Msg") {
			require.Contains(t, names, title, "%s is no message", title)
		}
	}
}

// fieldTypes returns the types of the fields as the README writes them.
func fieldTypes(m protoreflect.MessageDescriptor) []string {
	out := make([]string, m.Fields().Len())
	for i := range out {
		switch f := m.Fields().Get(i); f.Kind() {
		case protoreflect.MessageKind:
			out[i] = string(f.Message().Name())
		case protoreflect.EnumKind:
			out[i] = string(f.Enum().Name())
		default:
			out[i] = f.Kind().String()
		}
		if m.Fields().Get(i).IsList() {
			out[i] = "list of " + out[i]
		}
	}
	return out
}

// compareNames: the events and errors that the text names are those that there are.
func (m Module) compareNames(t testing.TB, r Readme) {
	t.Helper()
	known := slices.Concat(Column(r.Table(t, "Events"), 0), Column(r.Table(t, "Errors"), 1), sdkErrors)
	for title, text := range r.text {
		for _, name := range regexp.MustCompile("`((?:Event|Err)[A-Z]\\w+)`").FindAllStringSubmatch(text, -1) {
			require.Contains(t, known, name[1], title)
		}
	}
}
