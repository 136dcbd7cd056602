package types

import (
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"

	"github.com/utilityd/utilityd/x/internal/register"
)

// Messages returns one empty instance of each message of the module, in the order of the service.
func Messages() []sdk.Msg { return register.Messages(&_Msg_serviceDesc) }

// RegisterInterfaces registers the messages for transactions.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

// RegisterLegacyAminoCodec registers the messages for hardware wallets.
func RegisterLegacyAminoCodec(cdc *codec.LegacyAmino) { register.Amino(cdc, &_Msg_serviceDesc) }
