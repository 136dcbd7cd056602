package app

import (
	"fmt"

	"github.com/cosmos/gogoproto/proto"

	"cosmossdk.io/core/address"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	addresscodec "github.com/cosmos/cosmos-sdk/codec/address"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	"github.com/cosmos/cosmos-sdk/std"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/cosmos-sdk/types/msgservice"
	authtx "github.com/cosmos/cosmos-sdk/x/auth/tx"
	"github.com/cosmos/cosmos-sdk/x/tx/signing"
)

// Encoding holds what reads and writes messages.
type Encoding struct {
	Registry codectypes.InterfaceRegistry
	Codec    codec.Codec
	Amino    *codec.LegacyAmino
	TxConfig client.TxConfig
}

// NewEncoding returns codecs with every type of every module.
func NewEncoding() Encoding {
	enc := newEmptyEncoding()
	basics := Basics()
	basics.RegisterInterfaces(enc.Registry)
	basics.RegisterLegacyAminoCodec(enc.Amino)
	return enc
}

// newEmptyEncoding returns codecs with the SDK's base types only.
func newEmptyEncoding() Encoding {
	registry, err := codectypes.NewInterfaceRegistryWithOptions(codectypes.InterfaceRegistryOptions{
		ProtoFiles: proto.HybridResolver,
		SigningOptions: signing.Options{
			AddressCodec:          AccountCodec(),
			ValidatorAddressCodec: ValidatorCodec(),
		},
	})
	if err != nil {
		panic(fmt.Errorf("interface registry: %w", err))
	}
	if err := registry.SigningContext().Validate(); err != nil {
		panic(fmt.Errorf("a message names no signer: %w", err))
	}
	cdc := codec.NewProtoCodec(registry)
	amino := codec.NewLegacyAmino()
	std.RegisterInterfaces(registry)
	std.RegisterLegacyAminoCodec(amino)
	return Encoding{
		Registry: registry,
		Codec:    cdc,
		Amino:    amino,
		TxConfig: authtx.NewTxConfig(cdc, authtx.DefaultSignModes),
	}
}

// checkAnnotations refuses a binary whose message services miss their signer annotations.
func checkAnnotations() error {
	files, err := proto.MergedRegistry()
	if err != nil {
		return fmt.Errorf("proto registry: %w", err)
	}
	return msgservice.ValidateProtoAnnotations(files)
}

// AccountCodec writes account addresses.
func AccountCodec() address.Codec {
	return addresscodec.NewBech32Codec(sdk.GetConfig().GetBech32AccountAddrPrefix())
}

// ValidatorCodec writes the addresses of validator operators.
func ValidatorCodec() address.Codec {
	return addresscodec.NewBech32Codec(sdk.GetConfig().GetBech32ValidatorAddrPrefix())
}

// ConsensusCodec writes the addresses of consensus keys.
func ConsensusCodec() address.Codec {
	return addresscodec.NewBech32Codec(sdk.GetConfig().GetBech32ConsensusAddrPrefix())
}
