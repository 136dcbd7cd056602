package archtest_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/utilityd/utilityd/testutil/archtest"
)

func TestHandlersDecideWithoutContext(t *testing.T) {
	t.Chdir(root(t))
	err := fs.WalkDir(os.DirFS("."), "x", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		found, err := archtest.Handlers(name, nil)
		for _, finding := range found {
			t.Error(finding)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestHandlersFindsWhatADecisionMayNotDo(t *testing.T) {
	tests := []struct {
		name string
		body string

		want []string
	}{
		{
			name: "a decision calculates with what was loaded",
			body: `
				// load
				account, now, err := s.account(ctx, msg)
				// decide
				price, err := priceOf(account, now)
				after := account
				after.Prepaid -= price
				// apply
				account.Changes++
				return s.accounts.Set(ctx, after)`,

			want: nil,
		},
		{
			name: "a decision may make records and take their addresses",
			body: `
				// load
				account := s.account(ctx, msg)
				// decide
				order := &types.Order{Slot: account.Slot}
				var fee types.Fee
				setFee(&fee, order)
				order.Fee = fee
				// apply
				return s.orders.Set(ctx, order)`,

			want: nil,
		},
		{
			name: "where there is nothing to decide there is no decision",
			body: `
				// load
				account := s.account(ctx, msg)
				// apply: whole
				account.Closed = true
				return s.accounts.Set(ctx, account)`,

			want: nil,
		},
		{
			name: "a decision gives the context to a call",
			body: `
				// load
				// decide
				err := s.expectQuiet(ctx, msg.Area)
				// apply`,

			want: []string{"a.go:5: Pay: decide mentions the context"},
		},
		{
			name: "a decision gives the context away in an expression",
			body: `
				// load
				// decide
				err := expectTime(sdk.UnwrapSDKContext(goCtx).BlockTime())
				// apply`,

			want: []string{"a.go:5: Pay: decide mentions the context"},
		},
		{
			name: "a decision emits an event",
			body: `
				// load
				// decide
				if msg.Loud {
					ctx.EventManager().EmitEvent(event)
				}
				// apply`,

			want: []string{"a.go:6: Pay: decide mentions the context"},
		},
		{
			name: "a decision assigns to a field that was loaded",
			body: `
				// load
				account := s.account(ctx, msg)
				// decide
				if msg.Closes {
					account.Policy.Budget, account.Closed = 0, true
				}
				// apply`,

			want: []string{
				"a.go:7: Pay: decide changes account, which was loaded",
				"a.go:7: Pay: decide changes account, which was loaded",
			},
		},
		{
			name: "a decision counts in a field, an element and a pointer that were loaded",
			body: `
				// load
				account, slots, total := s.account(ctx, msg)
				// decide
				account.Orders++
				slots[0] += 1
				*total = 2
				// apply`,

			want: []string{
				"a.go:6: Pay: decide changes account, which was loaded",
				"a.go:7: Pay: decide changes slots, which was loaded",
				"a.go:8: Pay: decide changes total, which was loaded",
			},
		},
		{
			name: "a decision takes the address of what was loaded",
			body: `
				// load
				account := s.account(ctx, msg)
				// decide
				err := decrease(&account.Prepaid, msg.Amount)
				// apply`,

			want: []string{"a.go:6: Pay: decide changes account, which was loaded"},
		},
		{
			name: "the parts stand in another order",
			body: `
				// decide
				// load
				// apply`,

			want: []string{"a.go:2: Pay: expected the parts [load decide apply] or [load apply], got [decide load apply]"},
		},
		{
			name: "a part stands there twice",
			body: `
				// load
				// decide
				// decide
				// apply`,

			want: []string{"a.go:2: Pay: expected the parts [load decide apply] or [load apply], got [load decide decide apply]"},
		},
		{
			name: "a handler has no parts",
			body: `
				return s.pay(ctx, msg)`,

			want: []string{"a.go:2: Pay: expected the parts [load decide apply] or [load apply], got []"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := "package keeper\nfunc (s msgServer) Pay(goCtx context.Context, msg *types.MsgPay) error {" + tt.body + "\n}"
			got, err := archtest.Handlers("a.go", src)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("expected %q, got %q", tt.want, got)
			}
		})
	}
}

func TestHandlersLetsOtherFunctionsBe(t *testing.T) {
	tests := []struct {
		name string
		src  string
	}{
		{
			name: "a method of the server that is not exported",
			src:  "func (s msgServer) pay(ctx context.Context) error { return nil }",
		},
		{
			name: "a method of the keeper",
			src:  "func (k *Keeper) Pay(ctx context.Context) error { return nil }",
		},
		{
			name: "a function",
			src:  "func NewMsgServer(k *Keeper) types.MsgServer { return msgServer{k} }",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found, err := archtest.Handlers("a.go", "package keeper\n"+tt.src)
			if err != nil || len(found) > 0 {
				t.Errorf("expected no fault, got %q, %v", found, err)
			}
		})
	}
}
