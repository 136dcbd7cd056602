package types

import (
	"github.com/cosmos/gogoproto/proto"

	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/legacy"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// Go runs the inits of a package in the order of its file names, and a descriptor that is registered before one that it imports
// does not know the enums and messages of that one: no command line could read them. So water.proto comes before tx.proto.
func init() { proto.RegisterFile("utility/water/v1/water.proto", fileDescriptor_26d793766dee02dd) }

// Messages is one empty instance of each message of the module, in the order of the service.
func Messages() []sdk.Msg {
	return []sdk.Msg{
		&MsgCreateArea{},
		&MsgUpdateArea{},
		&MsgCloseArea{},
		&MsgTransferAdmin{},
		&MsgAcceptAdmin{},
		&MsgProposeSource{},
		&MsgAcceptSource{},
		&MsgRemoveSource{},
		&MsgReportLoss{},
		&MsgApproveMeter{},
		&MsgSubscribe{},
		&MsgSetPolicy{},
		&MsgCloseAccount{},
		&MsgDeposit{},
		&MsgWithdraw{},
		&MsgPlaceOrder{},
		&MsgCancelOrder{},
		&MsgSettleAccount{},
		&MsgCollect{},
		&MsgRetryDue{},
		&MsgUpdateParams{},
	}
}

// RegisterInterfaces makes the messages known to transactions.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil), Messages()...)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

// RegisterLegacyAminoCodec makes the messages known to hardware wallets.
func RegisterLegacyAminoCodec(cdc *codec.LegacyAmino) {
	legacy.RegisterAminoMsg(cdc, &MsgCreateArea{}, "utility/water/MsgCreateArea")
	legacy.RegisterAminoMsg(cdc, &MsgUpdateArea{}, "utility/water/MsgUpdateArea")
	legacy.RegisterAminoMsg(cdc, &MsgCloseArea{}, "utility/water/MsgCloseArea")
	legacy.RegisterAminoMsg(cdc, &MsgTransferAdmin{}, "utility/water/MsgTransferAdmin")
	legacy.RegisterAminoMsg(cdc, &MsgAcceptAdmin{}, "utility/water/MsgAcceptAdmin")
	legacy.RegisterAminoMsg(cdc, &MsgProposeSource{}, "utility/water/MsgProposeSource")
	legacy.RegisterAminoMsg(cdc, &MsgAcceptSource{}, "utility/water/MsgAcceptSource")
	legacy.RegisterAminoMsg(cdc, &MsgRemoveSource{}, "utility/water/MsgRemoveSource")
	legacy.RegisterAminoMsg(cdc, &MsgReportLoss{}, "utility/water/MsgReportLoss")
	legacy.RegisterAminoMsg(cdc, &MsgApproveMeter{}, "utility/water/MsgApproveMeter")
	legacy.RegisterAminoMsg(cdc, &MsgSubscribe{}, "utility/water/MsgSubscribe")
	legacy.RegisterAminoMsg(cdc, &MsgSetPolicy{}, "utility/water/MsgSetPolicy")
	legacy.RegisterAminoMsg(cdc, &MsgCloseAccount{}, "utility/water/MsgCloseAccount")
	legacy.RegisterAminoMsg(cdc, &MsgDeposit{}, "utility/water/MsgDeposit")
	legacy.RegisterAminoMsg(cdc, &MsgWithdraw{}, "utility/water/MsgWithdraw")
	legacy.RegisterAminoMsg(cdc, &MsgPlaceOrder{}, "utility/water/MsgPlaceOrder")
	legacy.RegisterAminoMsg(cdc, &MsgCancelOrder{}, "utility/water/MsgCancelOrder")
	legacy.RegisterAminoMsg(cdc, &MsgSettleAccount{}, "utility/water/MsgSettleAccount")
	legacy.RegisterAminoMsg(cdc, &MsgCollect{}, "utility/water/MsgCollect")
	legacy.RegisterAminoMsg(cdc, &MsgRetryDue{}, "utility/water/MsgRetryDue")
	legacy.RegisterAminoMsg(cdc, &MsgUpdateParams{}, "utility/water/MsgUpdateParams")
}
