package app_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/x/authz"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/chain"
)

// A message of governance is refused from any other account: not with its own name in the message, not with that of governance, and not
// through authz, however deep.
func TestNobodyGovernsButGovernance(t *testing.T) {
	c := chain.New(t)
	alice := c.Account("alice")
	count := 0
	for _, url := range ourMessages() {
		if !governed(url) {
			continue
		}
		count++
		t.Run(url, func(t *testing.T) {
			empty, err := registry().Resolve(url)
			require.NoError(t, err)
			of := func(authority string) sdk.Msg {
				msg := emptyOf(t, empty)
				require.NoError(t, c.App.AppCodec().UnmarshalJSON(fmt.Appendf(nil, `{"authority":%q}`, authority), msg))
				return msg
			}

			res := c.Deliver(alice, of(alice.String()))
			require.NotZero(t, res.Code)
			require.Contains(t, res.Log, fmt.Sprintf("expected %s, got %s", app.Authority(), alice))

			msg := of(app.Authority())
			res = c.Block(c.Sign(alice, []sdk.Msg{msg}, chain.WithSequence(0))).TxResults[0]
			require.Contains(t, res.Log, "does not match signer")

			for depth := 1; depth <= 3; depth++ {
				exec := authz.NewMsgExec(alice.Address, []sdk.Msg{msg})
				msg = &exec
				res = c.Deliver(alice, msg)
				require.Contains(t, res.Log, "authorization not found", "%d deep", depth)
			}
		})
	}
	require.GreaterOrEqual(t, count, 4)
}
