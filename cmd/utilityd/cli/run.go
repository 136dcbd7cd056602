package cli

import (
	"context"
	"io"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/server"
)

// Run executes a command line and returns the status to exit with.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root, err := NewRoot(args)
	if err != nil {
		return report(stderr, nil, err)
	}
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	// The commands of the SDK find their contexts behind these pointers.
	ctx = context.WithValue(ctx, client.ClientContextKey, &client.Context{})
	ctx = context.WithValue(ctx, server.ServerContextKey, server.NewDefaultContext())
	command, err := root.ExecuteContextC(ctx)
	if err != nil {
		return report(stderr, command, err)
	}
	return 0
}
