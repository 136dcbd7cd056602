package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/x/authz"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	distrtypes "github.com/cosmos/cosmos-sdk/x/distribution/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"

	"github.com/utilityd/utilityd/testutil/chain"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

// Water cannot be sent, in any message, wrapped or not. Only the denom distinguishes water from other coins.
func TestWaterCannotBeSent(t *testing.T) {
	c := chain.New(t, chain.Coins(utl(1_000_000_000), sdk.NewInt64Coin("ueur", 1_000), sdk.NewInt64Coin("hbt/7", 100)))
	alice, bob, carol := c.Account("alice"), c.Account("bob"), c.Account("carol")
	water := sdk.NewCoins(sdk.NewInt64Coin("hbt/7", 1))
	send := func(coins sdk.Coins) sdk.Msg { return banktypes.NewMsgSend(alice.Address, bob.Address, coins) }
	expires := c.Now().AddDate(0, 0, 1)
	grant, err := authz.NewMsgGrant(alice.Address, bob.Address, authz.NewGenericAuthorization(sdk.MsgTypeURL(&banktypes.MsgSend{})), &expires)
	require.NoError(t, err)
	c.MustDeliver(alice, grant)
	exec := func(msgs ...sdk.Msg) sdk.Msg {
		msg := authz.NewMsgExec(bob.Address, msgs)
		return &msg
	}
	own := banktypes.NewMsgSend(bob.Address, carol.Address, water)
	proposal, err := govv1.NewMsgSubmitProposal(nil, water, alice.String(), "", "Water", "Pays with water", false)
	require.NoError(t, err)

	tests := []struct {
		name   string
		signer chain.Account
		msg    sdk.Msg
	}{
		{name: "a send", signer: alice, msg: send(water)},
		{name: "a send of water among money", signer: alice, msg: send(water.Add(sdk.NewInt64Coin("ueur", 1)))},
		{
			name: "a send to many", signer: alice,
			msg: banktypes.NewMsgMultiSend(banktypes.Input{Address: alice.String(), Coins: water},
				[]banktypes.Output{{Address: bob.String(), Coins: water}}),
		},
		{name: "a send for another account", signer: bob, msg: exec(send(water))},
		{name: "a send of one's own in a wrapper", signer: bob, msg: exec(own)},
		{name: "a send in seven wrappers", signer: bob, msg: exec(exec(exec(exec(exec(exec(exec(own)))))))},
		{name: "a gift to the community", signer: alice, msg: distrtypes.NewMsgFundCommunityPool(water, alice.String())},
		{name: "a deposit of a proposal", signer: alice, msg: proposal},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			result := c.Deliver(tc.signer, tc.msg)
			require.NotZero(t, result.Code, result.Log)
			for _, who := range []chain.Account{alice, bob, carol} {
				require.Equal(t, "100", c.Balance(who.Address, "hbt/7").String())
			}
			if _, isProposal := tc.msg.(*govv1.MsgSubmitProposal); !isProposal { // that has a list of coins of its own
				require.Equal(t, watertypes.ErrNotTransferable.Codespace(), result.Codespace, result.Log)
				require.Equal(t, watertypes.ErrNotTransferable.ABCICode(), result.Code, result.Log)
			}
		})
	}
	fee := c.Block(c.Sign(alice, []sdk.Msg{send(sdk.NewCoins(utl(1)))}, chain.WithFee(water...))).TxResults[0]
	require.Contains(t, fee.Log, "fee: expected uutl, got hbt/7")
	c.MustDeliver(alice, send(sdk.NewCoins(utl(1))))
}
