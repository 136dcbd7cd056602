package keeper_test

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/energy/types"
)

// cutOf computes floor((total × p + offset) / weight), as on a pocket calculator.
func cutOf(d *types.Division, p uint64) uint64 {
	n := func(x uint64) *big.Int { return new(big.Int).SetUint64(x) }
	sum := new(big.Int).Add(new(big.Int).Mul(n(d.Total), n(p)), n(d.Offset))
	return sum.Div(sum, n(d.Weight)).Uint64()
}

// offsetOf computes floor(weight · frac(epoch · φ)), with φ as the message describes it.
func offsetOf(epoch, weight uint64) uint64 {
	circle := new(big.Int).Lsh(big.NewInt(1), 64)
	x := new(big.Int).Mul(new(big.Int).SetUint64(epoch), new(big.Int).SetUint64(0xE1F3B0407965AAED))
	x.Mod(x, circle)
	x.Mul(x, new(big.Int).SetUint64(weight))
	return x.Rsh(x, 64).Uint64()
}

// Every share can be recomputed from the numbers of the answer, under every key.
func TestPositionsCanBeRecomputed(t *testing.T) {
	for _, key := range []types.AllocationKey{
		types.ALLOCATION_KEY_DYNAMIC, types.ALLOCATION_KEY_STATIC, types.ALLOCATION_KEY_PERCENT,
	} {
		t.Run(key.String(), func(t *testing.T) {
			msg := pricedVillage()
			msg.Key = key
			f, community := reportedVillage(t, msg, 300)
			f.work.SetBudget(f.ctx, 1_000)
			f.endBlock()

			divisions := 0
			var prefix types.Prefix
			for slot := range uint64(300) {
				resp := f.positionOf(community, noonEpoch+1, slot)
				require.Equal(t, prefix, resp.Prefix, "the sums of the slots before")
				addPosition(&prefix, resp)

				require.Equal(t, int64(resp.Interval.ExportWh)-int64(resp.Interval.ImportWh), resp.PositionWh)
				require.Equal(t, magnitude(resp.PositionWh), resp.WeightWh+resp.Interval.WithheldWh)
				require.Equal(t, magnitude(resp.PositionWh)-resp.Interval.SharedWh, magnitude(resp.ResidualWh))
				require.Contains(t, resp.Explanation, fmt.Sprintf("%+d Wh are left", resp.ResidualWh))
				if d := resp.Division; d != nil {
					divisions++
					require.Equal(t, offsetOf(noonEpoch+1, d.Weight), d.Offset)
					low, high := cutOf(d, d.Prefix), cutOf(d, d.Prefix+d.Own)
					require.Equal(t, []uint64{low, high}, []uint64{d.CutLow, d.CutHigh})
					share := high - low
					if key == types.ALLOCATION_KEY_STATIC && resp.PositionWh < 0 {
						share = min(share, resp.WeightWh)
					}
					require.Equal(t, share, resp.Interval.SharedWh)
					require.Equal(t, share, evaluate(t, resp.Explanation, resp.WeightWh), resp.Explanation)
				}
			}
			require.Equal(t, key != types.ALLOCATION_KEY_PERCENT, divisions > 0)
			s := f.settlementOf(community, noonEpoch+1)
			require.Equal(t, []uint64{s.SupplyWh, s.DemandWh, s.Weight, s.NettedWh, s.NettedWh},
				[]uint64{prefix.SupplyWh, prefix.DemandWh, prefix.Weight, prefix.GivenWh, prefix.TakenWh})
		})
	}
}

func magnitude(x int64) uint64 { return uint64(max(x, -x)) }

func addPosition(p *types.Prefix, resp *types.QueryPositionResponse) {
	p.Weight += resp.Interval.StaticWeight
	if resp.PositionWh > 0 {
		p.SupplyWh += resp.WeightWh
		p.GivenWh += resp.Interval.SharedWh
		return
	}
	p.DemandWh += resp.WeightWh
	p.TakenWh += resp.Interval.SharedWh
}

var formula = regexp.MustCompile(
	`floor\(\((\d+) × (\d+) \+ (\d+)\) / (\d+)\) - floor\(\((\d+) × (\d+) \+ (\d+)\) / (\d+)\) = (\d+) - (\d+)`)

// evaluate computes the formula in a sentence.
func evaluate(t *testing.T, sentence string, limit uint64) uint64 {
	t.Helper()
	found := formula.FindStringSubmatch(sentence)
	require.NotNil(t, found, sentence)
	var n [11]uint64
	for i := 1; i < len(found); i++ {
		x, err := strconv.ParseUint(found[i], 10, 64)
		require.NoError(t, err)
		n[i] = x
	}
	high := cutOf(&types.Division{Total: n[1], Offset: n[3], Weight: n[4]}, n[2])
	low := cutOf(&types.Division{Total: n[5], Offset: n[7], Weight: n[8]}, n[6])
	require.Equal(t, []uint64{high, low}, []uint64{n[9], n[10]}, sentence)
	return min(high-low, limit)
}

func TestExplanationsReadWell(t *testing.T) {
	tests := []struct {
		name string
		key  types.AllocationKey
		slot uint64

		want string
	}{
		{
			name: "a share by division",
			key:  types.ALLOCATION_KEY_DYNAMIC,
			want: "Export 200 Wh less import 0 Wh is +200 Wh; it gave 133 Wh: floor((200 × 200 + 0) / 300) - floor((200 × 0 + 0) / 300) = 133 - 0; +67 Wh are left.",
		},
		{
			name: "all of its own",
			key:  types.ALLOCATION_KEY_DYNAMIC,
			slot: 2,
			want: "Export 0 Wh less import 100 Wh is -100 Wh; it took all of its 100 Wh, because the other side had more; +0 Wh are left.",
		},
		{
			name: "whole percents",
			key:  types.ALLOCATION_KEY_PERCENT,
			slot: 1,
			want: "Export 100 Wh less import 0 Wh is +100 Wh; it gave 66 Wh = floor(200 × p / 100) with p = floor(100 × 100 / 300) whole percents; +34 Wh are left.",
		},
		{
			name: "first in, first served",
			key:  types.ALLOCATION_KEY_PERCENT,
			slot: 3,
			want: "Export 0 Wh less import 100 Wh is -100 Wh; it took 98 Wh, first in, first served: of 198 Wh, those before wanted 100 Wh, and it had 100 Wh; -2 Wh are left.",
		},
		{
			name: "a part by weight",
			key:  types.ALLOCATION_KEY_STATIC,
			slot: 2,
			want: "Export 0 Wh less import 100 Wh is -100 Wh; it took 75 Wh, the lesser of its demand of 100 Wh and its fixed part of 75 Wh, by a static weight of 1 in 4: floor((300 × 3 + 0) / 4) - floor((300 × 2 + 0) / 4) = 225 - 150; -25 Wh are left.",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			f := newFixture(t)
			msg := village()
			msg.Key = tc.key
			community := f.create(msg)
			for i := range 4 {
				f.joinWith(community, fmt.Sprintf("member %d", i), 1)
			}
			epoch := evenEpoch(noonEpoch+1, 1_000)
			f.at(int64(epoch+1) * quarter)
			f.report(community, epoch, 200, 100, -100, -100)
			f.settle(epoch)
			require.Equal(t, tc.want, f.positionOf(community, epoch, tc.slot).Explanation)
		})
	}
}

func TestPositionRefuses(t *testing.T) {
	f := newFixture(t)
	community := f.create(village())
	f.join(community, "sun")
	f.join(community, "home")
	f.at(noon + 2*quarter)
	f.report(community, noonEpoch+1, 100)
	position := func(community, epoch, slot uint64) error {
		_, err := f.queries.Position(f.ctx, &types.QueryPositionRequest{Community: community, Epoch: epoch, Slot: slot})
		return err
	}
	require.ErrorIs(t, position(9, noonEpoch+1, 0), types.ErrCommunityNotFound)
	require.ErrorIs(t, position(community, noonEpoch+7, 0), types.ErrSettlementNotFound)
	require.ErrorIs(t, position(community, noonEpoch+1, 0), types.ErrNotSettled)
	f.settle(noonEpoch + 1)
	require.NoError(t, position(community, noonEpoch+1, 0))
	require.ErrorIs(t, position(community, noonEpoch+1, 1), types.ErrNotReported)
	require.ErrorIs(t, position(community, noonEpoch+1, 9), types.ErrMemberNotFound)
}
