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
		&MsgRequestGenerator{},
		&MsgPlaceBid{},
		&MsgWithdrawBid{},
		&MsgAcceptBid{},
		&MsgPledge{},
		&MsgClaimRefund{},
		&MsgMarkInstalled{},
		&MsgCommission{},
		&MsgRaiseDispute{},
		&MsgDecideDispute{},
		&MsgRetireGenerator{},
		&MsgVotePrice{},
		&MsgBuyUnits{},
		&MsgWithdraw{},
		&MsgClaimMaintenance{},
		&MsgReleaseMaintenance{},
		&MsgRegisterDevice{},
		&MsgRevealCode{},
		&MsgListShares{},
		&MsgCancelListing{},
		&MsgTakeListing{},
		&MsgRetryWork{},
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
	legacy.RegisterAminoMsg(cdc, &MsgRequestGenerator{}, "utility/generator/MsgRequestGenerator")
	legacy.RegisterAminoMsg(cdc, &MsgPlaceBid{}, "utility/generator/MsgPlaceBid")
	legacy.RegisterAminoMsg(cdc, &MsgWithdrawBid{}, "utility/generator/MsgWithdrawBid")
	legacy.RegisterAminoMsg(cdc, &MsgAcceptBid{}, "utility/generator/MsgAcceptBid")
	legacy.RegisterAminoMsg(cdc, &MsgPledge{}, "utility/generator/MsgPledge")
	legacy.RegisterAminoMsg(cdc, &MsgClaimRefund{}, "utility/generator/MsgClaimRefund")
	legacy.RegisterAminoMsg(cdc, &MsgMarkInstalled{}, "utility/generator/MsgMarkInstalled")
	legacy.RegisterAminoMsg(cdc, &MsgCommission{}, "utility/generator/MsgCommission")
	legacy.RegisterAminoMsg(cdc, &MsgRaiseDispute{}, "utility/generator/MsgRaiseDispute")
	legacy.RegisterAminoMsg(cdc, &MsgDecideDispute{}, "utility/generator/MsgDecideDispute")
	legacy.RegisterAminoMsg(cdc, &MsgRetireGenerator{}, "utility/generator/MsgRetireGenerator")
	legacy.RegisterAminoMsg(cdc, &MsgVotePrice{}, "utility/generator/MsgVotePrice")
	legacy.RegisterAminoMsg(cdc, &MsgBuyUnits{}, "utility/generator/MsgBuyUnits")
	legacy.RegisterAminoMsg(cdc, &MsgWithdraw{}, "utility/generator/MsgWithdraw")
	legacy.RegisterAminoMsg(cdc, &MsgClaimMaintenance{}, "utility/generator/MsgClaimMaintenance")
	legacy.RegisterAminoMsg(cdc, &MsgReleaseMaintenance{}, "utility/generator/MsgReleaseMaintenance")
	legacy.RegisterAminoMsg(cdc, &MsgRegisterDevice{}, "utility/generator/MsgRegisterDevice")
	legacy.RegisterAminoMsg(cdc, &MsgRevealCode{}, "utility/generator/MsgRevealCode")
	legacy.RegisterAminoMsg(cdc, &MsgListShares{}, "utility/generator/MsgListShares")
	legacy.RegisterAminoMsg(cdc, &MsgCancelListing{}, "utility/generator/MsgCancelListing")
	legacy.RegisterAminoMsg(cdc, &MsgTakeListing{}, "utility/generator/MsgTakeListing")
	legacy.RegisterAminoMsg(cdc, &MsgRetryWork{}, "utility/generator/MsgRetryWork")
	legacy.RegisterAminoMsg(cdc, &MsgUpdateParams{}, "utility/generator/MsgUpdateParams")
}
