package queue

import (
	"fmt"
	"runtime/debug"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// failure is the reason of a failure, in a form that all nodes share, and the details of this node.
type failure struct {
	reason string
	detail any // an error or the value of a panic
	stack  []byte
}

func (f *failure) log(ctx sdk.Context, message, item string) {
	// fmt survives a value that cannot print itself; a logger might not.
	ctx.Logger().Error(message, "item", item, "reason", f.reason, "detail", fmt.Sprintf("%+v", f.detail), "stack", string(f.stack))
}

// attempt calls fn with a branch of the state. The branch is merged, with its events, only if fn succeeds; an error or a
// panic leaves no trace but the failure that is returned.
func attempt(ctx sdk.Context, fn func(ctx sdk.Context) error) *failure {
	branch, merge := ctx.CacheContext()
	if f := guard(branch, fn); f != nil {
		return f
	}
	merge()
	return nil
}

func guard(ctx sdk.Context, fn func(ctx sdk.Context) error) (f *failure) {
	defer func() {
		if value := recover(); value != nil {
			f = &failure{reason: panicReason(value), detail: value, stack: debug.Stack()}
		}
	}()
	if err := fn(ctx); err != nil {
		return &failure{reason: errorReason(err), detail: err}
	}
	return nil
}
