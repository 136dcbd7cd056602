package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/cosmos/cosmos-sdk/client"
	clientconfig "github.com/cosmos/cosmos-sdk/client/config"
	"github.com/cosmos/cosmos-sdk/client/flags"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/app"
)

// envPrefix starts the names of environment variables: UTILITYD_HOME, UTILITYD_NODE, ….
const envPrefix = "UTILITYD"

// defaultHome returns where a node lives when --home is not given.
func defaultHome() string {
	if home := os.Getenv(envPrefix + "_HOME"); home != "" {
		return home
	}
	return app.DefaultHome()
}

// newClientContext has the codecs and nothing of this machine.
func newClientContext(enc app.Encoding) client.Context {
	return client.Context{}.
		WithCodec(enc.Codec).
		WithInterfaceRegistry(enc.Registry).
		WithTxConfig(enc.TxConfig).
		WithLegacyAmino(enc.Amino).
		WithAccountRetriever(authtypes.AccountRetriever{})
}

// readClientContext adds the settings of client.toml under --home to a context. The file is only
// read: a query leaves no trace.
func readClientContext(ctx client.Context, cmd *cobra.Command) (client.Context, error) {
	home, err := cmd.Flags().GetString(flags.FlagHome)
	if err != nil {
		return ctx, err
	}
	settings, err := readClientConfig(home)
	if err != nil {
		return ctx, err
	}
	ctx = ctx.WithCmdContext(cmd.Context()).
		WithInput(cmd.InOrStdin()).WithOutput(cmd.OutOrStdout()).
		WithHomeDir(home).WithKeyringDir(keyringDir(cmd, home)).
		WithOutputFormat(settings.Output).
		WithChainID(settings.ChainID).
		WithNodeURI(settings.Node).
		WithBroadcastMode(settings.BroadcastMode).
		WithKeyringDefaultKeyName(settings.KeyringDefaultKeyName)
	ctx.Viper = viper.New()

	// The flag decides before the keyring of the file is opened: it may ask for a password.
	if flag := cmd.Flags().Lookup(flags.FlagKeyringBackend); flag != nil && !flag.Changed {
		ring, err := client.NewKeyringFromBackend(ctx, settings.KeyringBackend)
		if err != nil {
			return ctx, fmt.Errorf("keyring %s: %w", settings.KeyringBackend, err)
		}
		ctx = ctx.WithKeyring(ring)
	}
	node, err := client.NewClientFromNode(settings.Node)
	if err != nil {
		return ctx, fmt.Errorf("node %s: %w", settings.Node, err)
	}
	return ctx.WithClient(node), nil
}

func readClientConfig(home string) (*clientconfig.ClientConfig, error) {
	v := viper.New()
	v.SetEnvPrefix(envPrefix)
	v.SetEnvKeyReplacer(strings.NewReplacer("-", "_", ".", "_"))
	v.AutomaticEnv()
	defaults := clientconfig.DefaultConfig()
	v.SetDefault("chain-id", defaults.ChainID)
	v.SetDefault("keyring-backend", defaults.KeyringBackend)
	v.SetDefault("keyring-default-keyname", defaults.KeyringDefaultKeyName)
	v.SetDefault("output", defaults.Output)
	v.SetDefault("node", defaults.Node)
	v.SetDefault("broadcast-mode", defaults.BroadcastMode)

	file := filepath.Join(home, "config", "client.toml")
	if _, err := os.Stat(file); err == nil {
		v.SetConfigFile(file)
		if err := v.ReadInConfig(); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	settings := &clientconfig.ClientConfig{}
	return settings, v.Unmarshal(settings)
}

func keyringDir(cmd *cobra.Command, home string) string {
	if flag := cmd.Flags().Lookup(flags.FlagKeyringDir); flag != nil && flag.Changed {
		return flag.Value.String()
	}
	return home
}
