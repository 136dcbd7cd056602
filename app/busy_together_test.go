package app_test

import (
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/x/authz"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/feegrant"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/chain"
)

// together are transactions of one block, by the word that stands for them in testdata/busy.txt.
var together = map[string]func(*chain.Chain) [][]byte{
	"payments":   payments,
	"stakes":     stakes,
	"unstakes":   unstakes,
	"grants":     grants,
	"governance": governance,
	"failures":   failures,
}

func utl(amount int64) sdk.Coin { return sdk.NewInt64Coin(app.BondDenom, amount) }

func payments(c *chain.Chain) [][]byte {
	alice, bob, carol := c.Account("alice"), c.Account("bob"), c.Account("carol")
	return [][]byte{
		c.Sign(alice, send(alice, bob, 5), chain.WithFee(utl(1000))),
		c.Sign(alice, send(alice, carol, 7), chain.WithFee(utl(1001)), chain.WithMemo("second of a signer")),
		c.Sign(bob, append(send(bob, carol, 1), send(bob, alice, 2)...)),
		c.Sign(carol, send(carol, alice, 3), chain.Unordered(c.Now().Add(5*time.Minute))),
	}
}

func stakes(c *chain.Chain) [][]byte {
	operator := sdk.ValAddress(chain.NewAccount("validator").Address).String()
	alice, bob := c.Account("alice"), c.Account("bob")
	return [][]byte{
		c.Sign(alice, []sdk.Msg{stakingtypes.NewMsgDelegate(alice.String(), operator, utl(5_000_001))}, chain.WithFee(utl(999))),
		c.Sign(bob, []sdk.Msg{stakingtypes.NewMsgDelegate(bob.String(), operator, utl(3))}),
	}
}

func unstakes(c *chain.Chain) [][]byte {
	operator := sdk.ValAddress(chain.NewAccount("validator").Address).String()
	alice := c.Account("alice")
	return [][]byte{
		c.Sign(alice, []sdk.Msg{stakingtypes.NewMsgUndelegate(alice.String(), operator, utl(1_000_000))}),
	}
}

func grants(c *chain.Chain) [][]byte {
	alice, bob, carol := c.Account("alice"), c.Account("bob"), c.Account("carol")
	until := c.Now().Add(time.Hour)
	mayPay, err := authz.NewMsgGrant(alice.Address, bob.Address,
		banktypes.NewSendAuthorization(sdk.NewCoins(sdk.NewInt64Coin("ueur", 100)), nil), &until)
	if err != nil {
		panic(err)
	}
	fees, err := feegrant.NewMsgGrantAllowance(
		&feegrant.BasicAllowance{SpendLimit: sdk.NewCoins(utl(100_000)), Expiration: &until}, carol.Address, bob.Address)
	if err != nil {
		panic(err)
	}
	return [][]byte{c.Sign(alice, []sdk.Msg{mayPay}), c.Sign(carol, []sdk.Msg{fees})}
}

func governance(c *chain.Chain) [][]byte {
	alice, bob := c.Account("alice"), c.Account("bob")
	proposal, err := govv1.NewMsgSubmitProposal(nil, sdk.NewCoins(utl(10_000_000)), alice.String(),
		"https://example.org/nothing", "Nothing", "A proposal that changes nothing.", false)
	if err != nil {
		panic(err)
	}
	onBehalf := authz.NewMsgExec(bob.Address, send(alice, bob, 9))
	return [][]byte{
		c.Sign(alice, []sdk.Msg{proposal, govv1.NewMsgVote(alice.Address, 1, govv1.OptionYes, "")}),
		c.Sign(bob, []sdk.Msg{&onBehalf}),
	}
}

func failures(c *chain.Chain) [][]byte {
	alice, bob := c.Account("alice"), c.Account("bob")
	return [][]byte{
		c.Sign(alice, append(send(alice, bob, 1), send(alice, bob, 1<<60)...), chain.WithFee(utl(77))),
		c.Sign(bob, send(bob, alice, 1), chain.ForChain("utility-other-1"), chain.WithSequence(0)),
		c.Sign(bob, send(bob, alice, 1), chain.WithGas(30_000)),
	}
}
