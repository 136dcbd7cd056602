package story

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	cosmos_proto "github.com/cosmos/cosmos-proto"
	gogoproto "github.com/cosmos/gogoproto/proto"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
)

// Number reads and writes a kind of number in the form that suits people.
type Number struct {
	// Parse turns a word into a number.
	Parse func(text string) (int64, error)
	// Format turns a number into a word.
	Format func(value int64) string
}

// Language gives the words of a story their meaning on a chain.
type Language struct {
	Codec    codec.Codec
	Registry codectypes.InterfaceRegistry
	// Address is that of a name. A text that is no name stands for itself.
	Address func(name string) string
	// Named replaces addresses in a text by names.
	Named func(text string) string
	// Numbers are the fields that people write in another form, by name.
	Numbers map[string]Number
	// Register completes the registration of a meter, with the key of its device: the command "register" has the fields of the
	// message, and its issuer as certifier.
	Register func(args []Arg) (gogoproto.Message, error)
	// Sign completes other messages with what only devices can make. It may be nil.
	Sign func(gogoproto.Message) error
}

// Type finds a message by the name of its module and its own, whatever the version of the package.
func (l *Language) Type(module, name string) (found protoreflect.MessageDescriptor, err error) {
	l.Registry.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if slices.Contains(strings.Split(string(file.Package()), "."), module) {
			if d := file.Messages().ByName(protoreflect.Name(name)); d != nil {
				found = d
			}
		}
		return found == nil
	})
	if found == nil {
		return nil, fmt.Errorf("expected a message of a module, got %s of %s", name, module)
	}
	return found, nil
}

// New returns an empty message of a type.
func New(name protoreflect.FullName) (gogoproto.Message, error) {
	kind := gogoproto.MessageType(string(name))
	if kind == nil {
		return nil, fmt.Errorf("expected a type, got %s", name)
	}
	return reflect.New(kind.Elem()).Interface().(gogoproto.Message), nil
}

// find resolves the type of a field: a file does not always contain what it imports.
func find[D protoreflect.Descriptor](l *Language, name protoreflect.FullName) (found D, err error) {
	d, err := l.Registry.FindDescriptorByName(name)
	if err != nil {
		return found, err
	}
	found, ok := d.(D)
	if !ok {
		return found, fmt.Errorf("%s: expected a %T, got a %T", name, found, d)
	}
	return found, nil
}

const (
	coin         = protoreflect.FullName("cosmos.base.v1beta1.Coin")
	timestamp    = protoreflect.FullName("google.protobuf.Timestamp")
	pageResponse = protoreflect.FullName("cosmos.base.query.v1beta1.PageResponse")
)

func isAddress(field protoreflect.FieldDescriptor) bool {
	return proto.GetExtension(field.Options(), cosmos_proto.E_Scalar) == "cosmos.AddressString" || field.Name() == "owner" ||
		field.Name() == "admin" || field.Name() == "account"
}

// isPlace reports whether 0 is meaningful: there is a slot 0.
func isPlace(field protoreflect.FieldDescriptor) bool {
	return strings.HasSuffix(string(field.Name()), "slot")
}

func isNumber(word string) bool {
	return word != "" && strings.Trim(word, "-0123456789") == ""
}

// short returns the name of a value without that of its enum.
func short(enum protoreflect.EnumDescriptor, name string) string {
	zero := string(enum.Values().Get(0).Name())
	prefix, _ := strings.CutSuffix(zero, "UNSPECIFIED")
	return strings.TrimPrefix(name, prefix)
}
