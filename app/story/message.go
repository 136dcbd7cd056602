package story

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"

	gogoproto "github.com/cosmos/gogoproto/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Message returns the message that a command such as energy.Deposit names, filled from its arguments.
func (l *Language) Message(name string, args []Arg) (gogoproto.Message, error) {
	if name == "register" {
		return l.Register(args)
	}
	module, verb, _ := strings.Cut(name, ".")
	d, err := l.Type(module, "Msg"+verb)
	if err != nil {
		return nil, err
	}
	msg, err := l.Fill(d, args)
	if err != nil || l.Sign == nil {
		return msg, err
	}
	return msg, l.Sign(msg)
}

// Fill returns a message of a type whose fields are the arguments.
func (l *Language) Fill(d protoreflect.MessageDescriptor, args []Arg) (gogoproto.Message, error) {
	values := map[string]any{}
	for _, arg := range args {
		field := d.Fields().ByName(protoreflect.Name(arg.Key))
		if field == nil {
			return nil, fmt.Errorf("expected a field of %s, got %s", d.Name(), arg.Key)
		}
		value, err := l.Value(field, arg.Values)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", arg.Key, err)
		}
		values[arg.Key] = value
	}
	text, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	msg, err := New(d.FullName())
	if err != nil {
		return nil, err
	}
	if err := l.Codec.UnmarshalJSON(text, msg); err != nil {
		return nil, fmt.Errorf("%s: %w", d.Name(), err)
	}
	return msg, nil
}

// Value returns what words mean as a field, in the form of proto JSON.
func (l *Language) Value(field protoreflect.FieldDescriptor, words []string) (any, error) {
	if field.IsList() {
		list := []any{}
		for _, word := range words {
			one, err := l.single(field, word)
			if err != nil {
				return nil, err
			}
			list = append(list, one)
		}
		return list, nil
	}
	if field.Kind() == protoreflect.MessageKind && field.Message().FullName() != coin {
		return l.embedded(field, words)
	}
	if field.Kind() == protoreflect.BoolKind && len(words) == 0 {
		return true, nil
	}
	if len(words) != 1 {
		return nil, fmt.Errorf("expected one value, got %d", len(words))
	}
	return l.single(field, words[0])
}

// embedded returns a message whose fields are given in their order.
func (l *Language) embedded(field protoreflect.FieldDescriptor, words []string) (any, error) {
	d, err := find[protoreflect.MessageDescriptor](l, field.Message().FullName())
	if err != nil {
		return nil, err
	}
	if len(words) > d.Fields().Len() {
		return nil, fmt.Errorf("expected at most %d fields of %s, got %d", d.Fields().Len(), d.Name(), len(words))
	}
	values := map[string]any{}
	for i, word := range words {
		field := d.Fields().Get(i)
		value, err := l.single(field, word)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", field.Name(), err)
		}
		values[string(field.Name())] = value
	}
	return values, nil
}

func (l *Language) single(field protoreflect.FieldDescriptor, word string) (any, error) {
	switch field.Kind() {
	case protoreflect.StringKind:
		if isAddress(field) {
			return l.Address(word), nil
		}
		return word, nil
	case protoreflect.BytesKind:
		sum := sha256.Sum256([]byte(word)) // stories have no other use for bytes than hashes
		return sum[:], nil
	case protoreflect.EnumKind:
		return l.enumValue(field, word)
	case protoreflect.MessageKind:
		amount, err := sdk.ParseCoinNormalized(word)
		return map[string]string{"denom": amount.Denom, "amount": amount.Amount.String()}, err
	case protoreflect.BoolKind:
		return word == "true", nil
	default:
		number, ok := l.Numbers[string(field.Name())]
		if !ok {
			return json.Number(word), nil
		}
		value, err := number.Parse(word)
		if err != nil && isNumber(word) {
			return json.Number(word), nil
		}
		return fmt.Sprint(value), err
	}
}

func (l *Language) enumValue(field protoreflect.FieldDescriptor, word string) (string, error) {
	enum, err := find[protoreflect.EnumDescriptor](l, field.Enum().FullName())
	if err != nil {
		return "", err
	}
	for i := range enum.Values().Len() {
		name := string(enum.Values().Get(i).Name())
		if short(enum, name) == word {
			return name, nil
		}
	}
	return "", fmt.Errorf("expected a value of %s, got %s", enum.Name(), word)
}
