package cli_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cosmos/cosmos-sdk/version"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
)

func bob(t *testing.T) string {
	t.Helper()
	address, err := devnet.Address(devnet.Bob)
	require.NoError(t, err)
	return address.String()
}

func TestTheStatusSaysHowATransactionEnded(t *testing.T) {
	_, at := runningNode(t)
	tests := []struct {
		name string
		args []string

		want     int
		wantErr  string
		wantText string
	}{
		{
			name: "it came into a block",
			args: []string{"10ueur", "--wait"},

			want:     0,
			wantText: `"gas_used"`,
		},
		{
			name: "it was sent without waiting",
			args: []string{"10ueur", "--wait=false"},

			want:     0,
			wantText: `"txhash"`,
		},
		{
			name: "it failed in its block",
			args: []string{"999999999999999ueur", "--wait"},

			want:     1,
			wantErr:  "failed in block",
			wantText: `"codespace":"sdk"`,
		},
		{
			name: "it was rejected for its fee, without waiting",
			args: []string{"10ueur", "--fees", "5usolar"},

			want:     2,
			wantErr:  "fee: expected uutl, got usolar",
			wantText: `"txhash"`,
		},
		{
			name: "it is not in a block in time",
			args: []string{"10ueur", "--wait", "--wait-timeout", "1ns"},

			want:     3,
			wantErr:  "utilityd query tx",
			wantText: `"txhash"`,
		},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			// One account each: the sequence of an account that sends without waiting is not known in time.
			from := devnet.Names()[i]
			args := append([]string{"tx", "bank", "send", from, bob(t)}, tt.args...)

			res := run(t, append(append(args, "--yes", "--output", "json"), at...)...)

			require.Equal(t, tt.want, res.status, res.stderr)
			require.Contains(t, res.stderr, tt.wantErr)
			require.Contains(t, res.stdout, tt.wantText)
			require.LessOrEqual(t, strings.Count(res.stderr, "\n"), 3, res.stderr)
			require.True(t, json.Valid([]byte(res.stdout)), res.stdout)
		})
	}
}

func TestAGeneratedTransactionPassesThrough(t *testing.T) {
	_, at := runningNode(t)

	out := mustRun(t, append([]string{"tx", "bank", "send", "alice", bob(t), "1ueur", "--generate-only", "--wait"}, at...)...)

	require.Contains(t, out, `"@type":"/cosmos.bank.v1beta1.MsgSend"`)
}

func TestTheFilesOfARunningNodeAreInUse(t *testing.T) {
	_, at := runningNode(t)
	for _, command := range []string{"export", "audit", "rollback"} {
		t.Run(command, func(t *testing.T) {
			res := run(t, append([]string{command}, at...)...)

			require.Equal(t, 1, res.status)
			require.Contains(t, res.stderr, "stop the node first")
		})
	}
}

func TestAnAccountIsFoundByItsName(t *testing.T) {
	_, at := runningNode(t)

	out := mustRun(t, append([]string{"query", "bank", "balances", "dave", "--output", "json"}, at...)...)

	require.Contains(t, out, `"ueur"`)
}

func TestTheNodeServesSwaggerAndREST(t *testing.T) {
	node, _ := runningNode(t)
	tests := []struct{ path, want string }{
		{"/swagger/", "SwaggerUIBundle"},
		{"/swagger/openapi.json", `"swagger": "2.0"`},
		{"/swagger/swagger-ui.css", "swagger-ui"},
		{"/cosmos/bank/v1beta1/supply", "usolar"},
		{"/cosmos/base/tendermint/v1beta1/node_info", "utility-devnet-1"},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			res, err := http.Get(node.REST() + tt.path)
			require.NoError(t, err)
			defer res.Body.Close()
			body, err := io.ReadAll(res.Body)
			require.NoError(t, err)

			require.Equal(t, http.StatusOK, res.StatusCode)
			require.Contains(t, string(body), tt.want)
		})
	}
}

func TestTheVersionIsFilledByTheBuild(t *testing.T) {
	before := version.Version
	t.Cleanup(func() { version.Version = before })
	version.Version = "v9.8.7"
	require.Equal(t, "v9.8.7\n", mustRun(t, "version"))

	makefile, err := os.ReadFile(filepath.Join("..", "..", "..", "Makefile"))
	require.NoError(t, err)
	for _, field := range []string{"Name", "AppName", "Version", "Commit"} {
		require.Contains(t, string(makefile), "-X $(SDK_VERSION_PACKAGE)."+field+"=")
	}
}
