package app

import (
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/x/auth/ante"

	meteridkeeper "github.com/utilityd/utilityd/x/meterid/keeper"
)

// newAnteHandler returns what a transaction passes before its messages run: cheap checks first, then the
// fee, then signatures. Unordered transactions are checked where signatures are.
func (a *App) newAnteHandler() sdk.AnteHandler {
	return sdk.ChainAnteDecorators(
		ante.NewSetUpContextDecorator(),
		ante.NewExtensionOptionsDecorator(nil),
		ante.NewValidateBasicDecorator(),
		ante.NewTxTimeoutHeightDecorator(),
		ante.NewValidateMemoDecorator(a.AccountKeeper),
		ante.NewConsumeGasForTxSizeDecorator(a.AccountKeeper),
		ante.NewDeductFeeDecorator(a.AccountKeeper, a.BankKeeper, a.FeeGrantKeeper, checkFee),
		ante.NewSetPubKeyDecorator(a.AccountKeeper),
		ante.NewValidateSigCountDecorator(a.AccountKeeper),
		ante.NewSigGasConsumeDecorator(a.AccountKeeper, ante.DefaultSigVerificationGasConsumer),
		ante.NewSigVerificationDecorator(a.AccountKeeper, a.enc.TxConfig.SignModeHandler()),
		// Only signed transactions may make the node verify the readings they carry.
		meteridkeeper.NewPreverifyDecorator(a.MeterKeeper),
		ante.NewIncrementSequenceDecorator(a.AccountKeeper),
	)
}
