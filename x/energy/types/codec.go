package types

import (
	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/codec/legacy"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
)

// Messages is one empty instance of each message of the module, in the order of the service.
func Messages() []sdk.Msg {
	return []sdk.Msg{
		&MsgCreateCommunity{},
		&MsgUpdateCommunity{},
		&MsgPauseCommunity{},
		&MsgResumeCommunity{},
		&MsgCloseCommunity{},
		&MsgTransferAdmin{},
		&MsgAcceptAdmin{},
		&MsgJoinCommunity{},
		&MsgApproveMember{},
		&MsgLeaveCommunity{},
		&MsgRemoveMember{},
		&MsgSetStaticWeight{},
		&MsgDeposit{},
		&MsgWithdraw{},
		&MsgCompensateMember{},
		&MsgRetrySettlement{},
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
	legacy.RegisterAminoMsg(cdc, &MsgCreateCommunity{}, "utility/energy/MsgCreateCommunity")
	legacy.RegisterAminoMsg(cdc, &MsgUpdateCommunity{}, "utility/energy/MsgUpdateCommunity")
	legacy.RegisterAminoMsg(cdc, &MsgPauseCommunity{}, "utility/energy/MsgPauseCommunity")
	legacy.RegisterAminoMsg(cdc, &MsgResumeCommunity{}, "utility/energy/MsgResumeCommunity")
	legacy.RegisterAminoMsg(cdc, &MsgCloseCommunity{}, "utility/energy/MsgCloseCommunity")
	legacy.RegisterAminoMsg(cdc, &MsgTransferAdmin{}, "utility/energy/MsgTransferAdmin")
	legacy.RegisterAminoMsg(cdc, &MsgAcceptAdmin{}, "utility/energy/MsgAcceptAdmin")
	legacy.RegisterAminoMsg(cdc, &MsgJoinCommunity{}, "utility/energy/MsgJoinCommunity")
	legacy.RegisterAminoMsg(cdc, &MsgApproveMember{}, "utility/energy/MsgApproveMember")
	legacy.RegisterAminoMsg(cdc, &MsgLeaveCommunity{}, "utility/energy/MsgLeaveCommunity")
	legacy.RegisterAminoMsg(cdc, &MsgRemoveMember{}, "utility/energy/MsgRemoveMember")
	legacy.RegisterAminoMsg(cdc, &MsgSetStaticWeight{}, "utility/energy/MsgSetStaticWeight")
	legacy.RegisterAminoMsg(cdc, &MsgDeposit{}, "utility/energy/MsgDeposit")
	legacy.RegisterAminoMsg(cdc, &MsgWithdraw{}, "utility/energy/MsgWithdraw")
	legacy.RegisterAminoMsg(cdc, &MsgCompensateMember{}, "utility/energy/MsgCompensateMember")
	legacy.RegisterAminoMsg(cdc, &MsgRetrySettlement{}, "utility/energy/MsgRetrySettlement")
	legacy.RegisterAminoMsg(cdc, &MsgUpdateParams{}, "utility/energy/MsgUpdateParams")
}
