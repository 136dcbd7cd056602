package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/viper"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
)

// configFiles are the files of settings by their short names.
var configFiles = map[string]string{"client": "client.toml", "app": "app.toml", "config": "config.toml"}

func configCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "config",
		Short: "Read and change the settings under --home",
		RunE:  client.ValidateCmd,
	}
	command.AddCommand(
		standalone(&cobra.Command{
			Use:     "get FILE KEY",
			Short:   "Print a setting",
			Example: "utilityd config get client chain-id\nutilityd config get app grpc.address",
			Args:    cobra.ExactArgs(2),
			RunE: func(cmd *cobra.Command, args []string) error {
				_, v, err := openConfig(cmd, args[0], args[1])
				if err != nil {
					return err
				}
				_, err = fmt.Fprintln(cmd.OutOrStdout(), v.Get(args[1]))
				return err
			},
		}),
		standalone(&cobra.Command{
			Use:     "set FILE KEY VALUE",
			Short:   "Change a setting; comments and everything else stay",
			Example: "utilityd config set client keyring-backend test\nutilityd config set config consensus.timeout_commit 1s",
			Args:    cobra.ExactArgs(3),
			RunE: func(cmd *cobra.Command, args []string) error {
				file, _, err := openConfig(cmd, args[0], args[1])
				if err != nil {
					return err
				}
				return setConfig(file, args[1], args[2])
			},
		}),
		standalone(&cobra.Command{
			Use:     "view FILE",
			Short:   "Print a file of settings: client, app or config",
			Example: "utilityd config view app",
			Args:    cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				file, err := configFile(cmd, args[0])
				if err != nil {
					return err
				}
				bz, err := os.ReadFile(file)
				if err != nil {
					return err
				}
				_, err = cmd.OutOrStdout().Write(bz)
				return err
			},
		}),
	)
	return standalone(command)
}

func configFile(cmd *cobra.Command, name string) (string, error) {
	dir, err := cmd.Flags().GetString(flags.FlagHome)
	if err != nil {
		return "", err
	}
	base, ok := configFiles[strings.TrimSuffix(name, ".toml")]
	if !ok {
		return "", fmt.Errorf("expected client, app or config, got %q", name)
	}
	file := filepath.Join(dir, "config", base)
	if _, err := os.Stat(file); err != nil {
		return "", withHint(fmt.Errorf("expected settings in %s, found none", file), "Make them with \"utilityd init NAME --home %s\".", dir)
	}
	return file, nil
}

// openConfig reads a file that must have the key.
func openConfig(cmd *cobra.Command, name, key string) (string, *viper.Viper, error) {
	file, err := configFile(cmd, name)
	if err != nil {
		return "", nil, err
	}
	v := viper.New()
	v.SetConfigFile(file)
	if err := v.ReadInConfig(); err != nil {
		return "", nil, fmt.Errorf("%s: %w", file, err)
	}
	if !v.IsSet(key) {
		return "", nil, withHint(fmt.Errorf("expected a setting of %s, got %q", filepath.Base(file), key),
			"See them with \"utilityd config view %s\".", name)
	}
	return file, v, nil
}

// setConfig replaces the value on the line of a key and leaves every other line alone. The result
// must still be a file of settings.
func setConfig(file, key, value string) error {
	bz, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	section, name := "", key
	if i := strings.LastIndex(key, "."); i >= 0 {
		section, name = key[:i], key[i+1:]
	}
	lines, found := strings.Split(string(bz), "\n"), false
	current := ""
	for i, line := range lines {
		trimmed := strings.TrimSpace(line)
		if strings.HasPrefix(trimmed, "[") {
			current = strings.Trim(trimmed, "[]")
			continue
		}
		left, right, ok := strings.Cut(trimmed, "=")
		if !ok || current != section || strings.TrimSpace(left) != name {
			continue
		}
		lines[i] = name + " = " + quoteLike(strings.TrimSpace(right), value)
		found = true
	}
	if !found {
		return fmt.Errorf("expected one line for %s, found none", key)
	}
	changed := strings.Join(lines, "\n")
	v := viper.New()
	v.SetConfigType("toml")
	if err := v.ReadConfig(strings.NewReader(changed)); err != nil {
		return errors.Join(fmt.Errorf("expected a value for %s, got %q", key, value), err)
	}
	return os.WriteFile(file, []byte(changed), 0o600)
}

// quoteLike writes a value in the form of the one it replaces.
func quoteLike(old, value string) string {
	if strings.HasPrefix(old, `"`) {
		return fmt.Sprintf("%q", value)
	}
	return value
}
