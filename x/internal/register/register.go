package register

import (
	"fmt"
	"reflect"

	gogoproto "github.com/cosmos/gogoproto/proto"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"cosmossdk.io/api/amino"

	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/legacy"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// Messages returns one empty instance of each message of the service, in the order of the service.
func Messages(service *grpc.ServiceDesc) []sdk.Msg {
	inputs := inputs(service)
	messages := make([]sdk.Msg, len(inputs))
	for i, input := range inputs {
		messages[i] = instance(input)
	}
	return messages
}

// Amino registers the messages of the service for hardware wallets.
func Amino(cdc *codec.LegacyAmino, service *grpc.ServiceDesc) {
	for _, input := range inputs(service) {
		name, _ := proto.GetExtension(input.Options(), amino.E_Name).(string)
		if name == "" {
			panic(fmt.Sprintf("register: %s: expected an option amino.name, got none", input.FullName())) // SAFE: at start-up
		}
		legacy.RegisterAminoMsg(cdc, instance(input), name)
	}
}

// inputs returns the types of the requests of the service, in its order.
func inputs(service *grpc.ServiceDesc) []protoreflect.MessageDescriptor {
	found, err := gogoproto.HybridResolver.FindDescriptorByName(protoreflect.FullName(service.ServiceName))
	if err != nil {
		panic(fmt.Sprintf("register: %s: %s", service.ServiceName, err)) // SAFE: at start-up
	}
	methods := found.(protoreflect.ServiceDescriptor).Methods()
	inputs := make([]protoreflect.MessageDescriptor, methods.Len())
	for i := range inputs {
		inputs[i] = methods.Get(i).Input()
	}
	return inputs
}

// instance returns an empty message in the generated type.
func instance(message protoreflect.MessageDescriptor) sdk.Msg {
	generated := gogoproto.MessageType(string(message.FullName()))
	return reflect.New(generated.Elem()).Interface().(sdk.Msg)
}
