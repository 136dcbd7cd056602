package types

import (
	"github.com/cosmos/gogoproto/proto"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"

	"github.com/utilityd/utilityd/x/internal/register"
)

// Go runs the inits of a package in the order of its file names, and a descriptor that is registered before one that it imports
// does not know the enums and messages of that one: no command line could read them. So water.proto comes before tx.proto.
func init() { proto.RegisterFile("utility/water/v1/water.proto", fileDescriptor_26d793766dee02dd) }

// Messages returns one empty instance of each message of the module, in the order of the service.
func Messages() []sdk.Msg { return register.Messages(&_Msg_serviceDesc) }

// RegisterInterfaces registers the messages for transactions.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

// RegisterLegacyAminoCodec registers the messages for hardware wallets.
func RegisterLegacyAminoCodec(cdc *codec.LegacyAmino) { register.Amino(cdc, &_Msg_serviceDesc) }
