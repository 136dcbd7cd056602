package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/runtime/services"
	"github.com/cosmos/cosmos-sdk/server"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"

	"github.com/utilityd/utilityd/cmd/utilityd/cli"
	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
)

// tree is one tree of commands to run several of: building it takes longer than running one.
var tree = sync.OnceValues(func() (*cobra.Command, error) { return cli.NewRoot(nil) })

// Every message and every query is a command with a name, a line of help and an example that runs. The example of a message
// makes a transaction with that message, and one that only governance may send makes a proposal with it: such a command is
// called …-proposal, takes --title and --deposit, and any account can sign it.
func TestEveryMessageAndQueryHasACommandWhoseExampleRuns(t *testing.T) {
	eachMethod(t, isAny, func(t *testing.T, m method) {
		options := commandOptions(t, m)
		name, _, _ := strings.Cut(options.Use, " ")
		require.NotEmpty(t, name, "the options of autocli do not name the command of %s", m.path())
		require.False(t, options.Skip)
		require.Equal(t, m.byGovernance(), options.GovProposal, "a message is proposed if and only if its signer is the authority")
		require.Equal(t, m.byGovernance(), strings.HasSuffix(name, "-proposal"), name)

		root, err := tree()
		require.NoError(t, err)
		command, rest, err := root.Find([]string{kind(m), m.module, name})
		require.NoError(t, err)
		require.Empty(t, rest)
		require.NotEmpty(t, command.Short)
		require.NotEmpty(t, command.Example)
		words := split(t, commandLines(command.Example)[0])
		require.Equal(t, []string{"utilityd", kind(m), m.module, name}, words[:4])

		if m.isMsg() {
			requireMessage(t, m, execute(t, root, asAlice(t, words[1:])))
			return
		}
		requireAnswer(t, root, words[1:])
	})
}

func kind(m method) string {
	if m.isMsg() {
		return "tx"
	}
	return "query"
}

// commandOptions is the description of the command of a method by its module.
func commandOptions(t *testing.T, m method) *autocliv1.RpcCommandOptions {
	t.Helper()
	node, _ := runningNode(t)
	module, ok := services.ExtractAutoCLIOptions(node.App.Modules().Modules)[m.module]
	require.True(t, ok, "the module has no commands")
	service := module.Query
	if m.isMsg() {
		service = module.Tx
	}
	require.Equal(t, string(m.service.FullName()), service.GetService())
	i := slices.IndexFunc(service.RpcCommandOptions, func(o *autocliv1.RpcCommandOptions) bool {
		return o.RpcMethod == string(m.desc.Name())
	})
	require.GreaterOrEqual(t, i, 0, "no command for %s", m.path())
	return service.RpcCommandOptions[i]
}

// asAlice replaces the signer of the example by alice, and only generates the transaction.
func asAlice(t *testing.T, args []string) []string {
	t.Helper()
	i := slices.Index(args, "--from")
	require.Positive(t, i, "the example has no signer: %q", args)
	args[i+1] = address(t, devnet.Alice)
	return append(args, "--generate-only")
}

// requireMessage looks for the message in a transaction as it is printed, and has the node encode it.
func requireMessage(t *testing.T, m method, printed string) {
	t.Helper()
	var tx struct {
		Body struct {
			Messages []struct {
				Type     string           `json:"@type"`
				Title    string           `json:"title"`
				Messages []map[string]any `json:"messages"`
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(printed), &tx), printed)
	require.Len(t, tx.Body.Messages, 1)
	message := tx.Body.Messages[0]
	if m.byGovernance() {
		require.Equal(t, "/cosmos.gov.v1.MsgSubmitProposal", message.Type)
		require.NotEmpty(t, message.Title)
		require.Len(t, message.Messages, 1)
		require.Equal(t, m.msgURL(), message.Messages[0]["@type"])
		require.Equal(t, authtypes.NewModuleAddress(govtypes.ModuleName).String(), message.Messages[0]["authority"])
	} else {
		require.Equal(t, m.msgURL(), message.Type)
	}
	code, body := rest(t, http.MethodPost, "/cosmos/tx/v1beta1/encode", `{"tx":`+printed+`}`)
	require.Equal(t, http.StatusOK, code, "the transaction cannot be sent over REST: %s", body)
}

// requireAnswer runs a query. The object of the example need not exist, but the query must be valid.
func requireAnswer(t *testing.T, root *cobra.Command, args []string) {
	t.Helper()
	out, err := tryExecute(t, root, append(args, "--output", "json"))
	if err != nil {
		require.Contains(t, []codes.Code{codes.NotFound, codes.InvalidArgument}, status.Code(err), "%q: %v", args, err)
		return
	}
	require.True(t, json.Valid([]byte(out)), out)
}

// execute runs a command of the tree on the node of the package.
func execute(t *testing.T, root *cobra.Command, args []string) string {
	t.Helper()
	out, err := tryExecute(t, root, args)
	require.NoError(t, err, "%q", args)
	return out
}

func tryExecute(t *testing.T, root *cobra.Command, args []string) (string, error) {
	t.Helper()
	_, at := runningNode(t)
	var out bytes.Buffer
	root.SetArgs(append(args, at...))
	root.SetOut(&out)
	root.SetErr(&out)
	ctx := context.WithValue(t.Context(), client.ClientContextKey, &client.Context{})
	ctx = context.WithValue(ctx, server.ServerContextKey, server.NewDefaultContext())
	err := root.ExecuteContext(ctx)
	return out.String(), err
}

// split takes a command line apart as a shell does: words, two kinds of quotes, and what is written to a file left out.
func split(t *testing.T, line string) []string {
	t.Helper()
	var words []string
	var word strings.Builder
	quote, open := rune(0), false
	for _, r := range strings.TrimSpace(line) + " " {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, open = r, true
		case r == '>' && !open && word.Len() == 0:
			return words
		case r == ' ' || r == '\n':
			if open || word.Len() > 0 {
				words = append(words, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteRune(r)
		}
	}
	require.Zero(t, quote, "a quote is not closed: %s", line)
	return words
}
