package queue

import (
	"fmt"
	"runtime"
	"strings"
	"unicode/utf8"
)

// MaxReason is the maximum length of the text of a failure, bytes.
const MaxReason = 200

// Reasons go into the state, so all nodes must find the same text: no addresses, no stack, nothing that depends on the
// compiler. The log has the rest.

// errorReason returns the text of an error.
func errorReason(err error) string {
	return clip(err.Error())
}

// panicReason returns the value of a panic if it is a string or an error, else its type. Texts of the runtime are not kept: their
// wording depends on the version of Go of a node.
func panicReason(value any) (reason string) {
	defer func() {
		if recover() != nil { // the error cannot print itself
			reason = clip(fmt.Sprintf("panic: %T", value))
		}
	}()
	switch v := value.(type) {
	case runtime.Error:
		return "panic: runtime error"
	case string:
		return clip("panic: " + v)
	case error:
		return clip("panic: " + v.Error())
	default:
		return clip(fmt.Sprintf("panic: %T", value))
	}
}

// clip makes a text fit for the state and for proto: valid UTF-8, at most MaxReason bytes, no rune cut in two.
func clip(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= MaxReason {
		return text
	}
	end := MaxReason
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}
