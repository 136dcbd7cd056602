package app_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/baseapp"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/chain"
)

func TestATransactionIsCheckedBeforeItRuns(t *testing.T) {
	uutl := func(amount int64) chain.TxOption { return chain.WithFee(sdk.NewInt64Coin(app.BondDenom, amount)) }
	tests := []struct {
		name    string
		options []chain.TxOption
		minGas  string

		wantErr string
	}{
		{
			name:   "no fee where none is asked",
			minGas: "0uutl",
		},
		{
			name:    "the fee that is asked",
			options: []chain.TxOption{chain.WithGas(100_001), uutl(251)},
			minGas:  "0.0025uutl",
		},
		{
			name:    "one unit less than is asked",
			options: []chain.TxOption{chain.WithGas(100_001), uutl(250)},
			minGas:  "0.0025uutl",

			wantErr: "expected at least 251uutl for 100001 gas, got 250uutl",
		},
		{
			name:    "a fee in another denom",
			options: []chain.TxOption{chain.WithFee(sdk.NewInt64Coin(app.SolarDenom, 5))},

			wantErr: "fee: expected uutl, got usolar",
		},
		{
			name: "a fee in another denom beside the right one",
			options: []chain.TxOption{chain.WithFee(
				sdk.NewInt64Coin("ueur", 5), sdk.NewInt64Coin(app.BondDenom, 5))},

			wantErr: "fee: expected uutl, got ueur",
		},
		{
			name:    "a memo of the greatest length",
			options: []chain.TxOption{chain.WithMemo(strings.Repeat("m", app.MaxMemoCharacters))},
		},
		{
			name:    "a memo that is longer",
			options: []chain.TxOption{chain.WithMemo(strings.Repeat("m", app.MaxMemoCharacters+1))},

			wantErr: "maximum number of characters is 128",
		},
		{
			name:    "more gas than a block has",
			options: []chain.TxOption{chain.WithGas(app.MaxBlockGas + 1)},

			wantErr: "exceeds block max gas",
		},
		{
			name:    "a signature for another chain",
			options: []chain.TxOption{chain.ForChain("utility-other-1")},

			wantErr: "signature verification failed",
		},
		{
			name:    "unordered",
			options: []chain.TxOption{chain.Unordered(time.Date(2026, 1, 1, 0, 5, 0, 0, time.UTC))},
		},
		{
			name:    "unordered, for longer than the chain remembers",
			options: []chain.TxOption{chain.Unordered(time.Date(2026, 1, 1, 1, 0, 0, 0, time.UTC))},

			wantErr: "unordered tx ttl exceeds",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := chain.New(t, chain.BaseApp(baseapp.SetMinGasPrices(tt.minGas)))
			alice, bob := c.Account("alice"), c.Account("bob")
			tx := c.Sign(alice, send(alice, bob, 1), tt.options...)

			res := c.CheckTx(tx)

			if tt.wantErr == "" {
				require.Zero(t, res.Code, res.Log)
				require.Zero(t, c.Block(tx).TxResults[0].Code)
				return
			}
			require.NotZero(t, res.Code)
			require.Contains(t, res.Log, tt.wantErr)
		})
	}
}
