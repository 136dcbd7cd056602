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
		&MsgAuthorizeIssuer{},
		&MsgRevokeIssuer{},
		&MsgUpdateParams{},
		&MsgRegisterMeter{},
		&MsgActivateMeter{},
		&MsgSubmitReadings{},
		&MsgReleaseReading{},
		&MsgRotateKey{},
		&MsgVetoKeyRotation{},
		&MsgReplaceMeter{},
		&MsgAcceptReplacement{},
		&MsgTransferMeter{},
		&MsgAcceptTransfer{},
		&MsgRebaseRegisters{},
		&MsgSuspendMeter{},
		&MsgResumeMeter{},
		&MsgRetireMeter{},
		&MsgAttestClaim{},
		&MsgRevokeClaim{},
		&MsgRetryDue{},
	}
}

// RegisterInterfaces makes the messages known to transactions.
func RegisterInterfaces(registry codectypes.InterfaceRegistry) {
	registry.RegisterImplementations((*sdk.Msg)(nil), Messages()...)
	msgservice.RegisterMsgServiceDesc(registry, &_Msg_serviceDesc)
}

// RegisterLegacyAminoCodec makes the messages known to hardware wallets.
func RegisterLegacyAminoCodec(cdc *codec.LegacyAmino) {
	legacy.RegisterAminoMsg(cdc, &MsgAuthorizeIssuer{}, "utility/meterid/MsgAuthorizeIssuer")
	legacy.RegisterAminoMsg(cdc, &MsgRevokeIssuer{}, "utility/meterid/MsgRevokeIssuer")
	legacy.RegisterAminoMsg(cdc, &MsgUpdateParams{}, "utility/meterid/MsgUpdateParams")
	legacy.RegisterAminoMsg(cdc, &MsgRegisterMeter{}, "utility/meterid/MsgRegisterMeter")
	legacy.RegisterAminoMsg(cdc, &MsgActivateMeter{}, "utility/meterid/MsgActivateMeter")
	legacy.RegisterAminoMsg(cdc, &MsgSubmitReadings{}, "utility/meterid/MsgSubmitReadings")
	legacy.RegisterAminoMsg(cdc, &MsgReleaseReading{}, "utility/meterid/MsgReleaseReading")
	legacy.RegisterAminoMsg(cdc, &MsgRotateKey{}, "utility/meterid/MsgRotateKey")
	legacy.RegisterAminoMsg(cdc, &MsgVetoKeyRotation{}, "utility/meterid/MsgVetoKeyRotation")
	legacy.RegisterAminoMsg(cdc, &MsgReplaceMeter{}, "utility/meterid/MsgReplaceMeter")
	legacy.RegisterAminoMsg(cdc, &MsgAcceptReplacement{}, "utility/meterid/MsgAcceptReplacement")
	legacy.RegisterAminoMsg(cdc, &MsgTransferMeter{}, "utility/meterid/MsgTransferMeter")
	legacy.RegisterAminoMsg(cdc, &MsgAcceptTransfer{}, "utility/meterid/MsgAcceptTransfer")
	legacy.RegisterAminoMsg(cdc, &MsgRebaseRegisters{}, "utility/meterid/MsgRebaseRegisters")
	legacy.RegisterAminoMsg(cdc, &MsgSuspendMeter{}, "utility/meterid/MsgSuspendMeter")
	legacy.RegisterAminoMsg(cdc, &MsgResumeMeter{}, "utility/meterid/MsgResumeMeter")
	legacy.RegisterAminoMsg(cdc, &MsgRetireMeter{}, "utility/meterid/MsgRetireMeter")
	legacy.RegisterAminoMsg(cdc, &MsgAttestClaim{}, "utility/meterid/MsgAttestClaim")
	legacy.RegisterAminoMsg(cdc, &MsgRevokeClaim{}, "utility/meterid/MsgRevokeClaim")
	legacy.RegisterAminoMsg(cdc, &MsgRetryDue{}, "utility/meterid/MsgRetryDue")
}
