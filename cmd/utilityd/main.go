// Command utilityd runs a node of the chain and talks to one.
package main

import (
	"context"
	"os"

	"github.com/utilityd/utilityd/cmd/utilityd/cli"
)

func main() {
	os.Exit(cli.Run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
