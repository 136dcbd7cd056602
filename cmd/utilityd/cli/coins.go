package cli

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/server"
)

var (
	anyCoin     = regexp.MustCompile(`^\d*\.?\d+\s*[a-zA-Z][a-zA-Z0-9/:._-]{2,127}$`)
	decimalCoin = regexp.MustCompile(`^\d*\.\d+\s*[a-zA-Z]`)
)

// decimalFlags take prices per unit of gas, which have decimals, or plain text.
var decimalFlags = map[string]bool{
	flags.FlagGasPrices:     true,
	server.FlagMinGasPrices: true,
	flags.FlagNote:          true,
}

// refuseDecimals stops amounts like 1.5uutl. The SDK's parser cuts them to 1uutl without a word.
func refuseDecimals(cmd *cobra.Command, args []string) error {
	for _, arg := range args {
		if err := refuseDecimal(arg); err != nil {
			return err
		}
	}
	var refused error
	cmd.Flags().Visit(func(flag *pflag.Flag) {
		if refused != nil || decimalFlags[flag.Name] {
			return
		}
		if err := refuseDecimal(flag.Value.String()); err != nil {
			refused = fmt.Errorf("--%s: %w", flag.Name, err)
		}
	})
	return refused
}

// refuseDecimal looks at lists of coins only: every other text may hold a point.
func refuseDecimal(text string) error {
	found := ""
	for _, part := range strings.Split(text, ",") {
		part = strings.TrimSpace(part)
		if !anyCoin.MatchString(part) {
			return nil
		}
		if found == "" && decimalCoin.MatchString(part) {
			found = part
		}
	}
	if found == "" {
		return nil
	}
	return withHint(fmt.Errorf("expected a whole number of base units, got %s", found),
		"Count in base units: 1.5 UTL is 1500000uutl.")
}
