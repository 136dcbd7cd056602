package types

import (
	"fmt"
	"strings"

	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
)

// DenomPrefix is the prefix of water tokens, and of no other denom.
const DenomPrefix = "hbt/"

// Denom returns the token of an area. 1 base unit is 1 litre.
func Denom(area uint64) string { return fmt.Sprintf("%s%d", DenomPrefix, area) }

// IsWaterDenom reports whether a denom is the water token of any area.
func IsWaterDenom(denom string) bool { return strings.HasPrefix(denom, DenomPrefix) }

// DenomMetadata describes the token of an area to wallets.
func DenomMetadata(a Area) banktypes.Metadata {
	kilo := fmt.Sprintf("k%s", a.Denom)
	return banktypes.Metadata{
		Description: fmt.Sprintf("Drinking water of area %d: 1 %s is 1 litre. It cannot be sent.", a.Id, a.Denom),
		DenomUnits: []*banktypes.DenomUnit{
			{Denom: a.Denom, Exponent: 0, Aliases: []string{"litre"}},
			{Denom: kilo, Exponent: 3, Aliases: []string{"cubic metre"}},
		},
		Base:    a.Denom,
		Display: a.Denom,
		Name:    fmt.Sprintf("Water %d", a.Id),
		Symbol:  fmt.Sprintf("HBT%d", a.Id),
	}
}
