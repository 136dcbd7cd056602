package register_test

import (
	"testing"

	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/cosmos/cosmos-sdk/codec"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/x/internal/register"
)

var bank = &grpc.ServiceDesc{ServiceName: "cosmos.bank.v1beta1.Msg"}

func TestMessagesAreTheRequestsOfTheService(t *testing.T) {
	var names []string
	for _, msg := range register.Messages(bank) {
		names = append(names, proto.MessageName(msg))
	}
	require.Equal(t, []string{
		"cosmos.bank.v1beta1.MsgSend", "cosmos.bank.v1beta1.MsgMultiSend",
		"cosmos.bank.v1beta1.MsgUpdateParams", "cosmos.bank.v1beta1.MsgSetSendEnabled",
	}, names)
	require.IsType(t, &banktypes.MsgSend{}, register.Messages(bank)[0])
}

func TestAminoNamesAreThoseOfTheOption(t *testing.T) {
	amino := codec.NewLegacyAmino()
	register.Amino(amino, bank)
	bz, err := amino.MarshalJSON(&banktypes.MsgUpdateParams{})
	require.NoError(t, err)
	require.Contains(t, string(bz), `"type":"cosmos-sdk/x/bank/MsgUpdateParams"`)
}

func TestUnknownServicesAndMessagesWithoutANameStopTheStart(t *testing.T) {
	require.Panics(t, func() { register.Messages(&grpc.ServiceDesc{ServiceName: "utility.none.v1.Msg"}) })
	require.PanicsWithValue(t, "register: cosmos.bank.v1beta1.QueryBalanceRequest: expected an option amino.name, got none", func() {
		register.Amino(codec.NewLegacyAmino(), &grpc.ServiceDesc{ServiceName: "cosmos.bank.v1beta1.Query"})
	})
}
