package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/water/types"
)

// Many trade, and readings, touches and messages come before and after each auction. In the end nothing is in escrow.
func TestManyTradeAtEveryAuction(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			v := newVillage(t, seed, 40)
			for _, owner := range v.owners {
				v.try(v.msgs.Subscribe(v.ctx, subscription(v.area, owner)))
			}
			v.source(v.area, "another producer", 20_000, 1)
			v.pass(noon + 2*day)
			v.send(v.produced(v.area, 2, 8_000))
			for range 5 {
				for range 100 {
					v.trade(v.anyOwner())
					v.checkInvariants()
				}
				v.pass(v.areaOf(v.area).Market.AuctionAt)
				for i := range 10 {
					v.batch(i%2 == 0)
					v.settleAndCheckCap(v.anyOwner())
					v.trade(v.anyOwner())
					v.endBlock()
				}
			}
			require.Equal(t, uint64(5), v.areaOf(v.area).Market.Auctions)
			require.Positive(t, v.areaOf(v.area).Ledger.Totals.TradedLitres)
			v.closeArea(v.area)
			v.pass(v.areaOf(v.area).Market.AuctionAt)
			for _, owner := range v.owners {
				v.settle(v.area, owner)
			}
			v.checkInvariants()
			require.Zero(t, v.areaOf(v.area).Purse.Escrow)
			require.Zero(t, v.areaOf(v.area).Ledger.EscrowLitres)
		})
	}
}

// trade lets an owner do something with orders, policies and money.
func (v *randomVillage) trade(owner string) {
	side := types.OrderSide(1 + v.upTo(2))
	switch v.rand.IntN(12) {
	case 0, 1, 2, 3, 4, 5, 6:
		price := 1 + v.upTo(40)
		if side == buy {
			price += 20
		}
		v.try(v.msgs.PlaceOrder(v.ctx, &types.MsgPlaceOrder{
			Owner: account(owner), Area: v.area, Side: side, Price: price, Litres: 1 + v.upTo(30),
		}))
	case 7, 8:
		v.try(v.msgs.Deposit(v.ctx, &types.MsgDeposit{Owner: account(owner), Area: v.area, Amount: ueur(1 + int64(v.upTo(5_000)))}))
	case 9:
		v.try(v.msgs.Withdraw(v.ctx, &types.MsgWithdraw{Owner: account(owner), Area: v.area, Amount: ueur(1 + int64(v.upTo(500)))}))
	default:
		v.try(v.msgs.SetPolicy(v.ctx, &types.MsgSetPolicy{Owner: account(owner), Area: v.area, Policy: types.Policy{
			AutoRenew:      v.upTo(4) > 0,
			SellAboveDays:  v.upTo(12),
			MinPrice:       v.upTo(3) * v.upTo(60),
			BuyBelowLitres: v.upTo(3) * v.upTo(60),
			MaxPrice:       v.upTo(3) * v.upTo(60),
			Budget:         v.upTo(5_000),
		}}))
	}
}

func (v *randomVillage) anyOwner() string { return v.owners[v.rand.IntN(len(v.owners))] }
