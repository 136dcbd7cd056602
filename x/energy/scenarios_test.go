package energy_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/testutil/fixture"
	"github.com/utilityd/utilityd/testutil/scenario"
	"github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Stories on the whole application; testutil/fixture has the commands that are not here.
func TestStories(t *testing.T) {
	scenario.Each(t, "testdata/scenarios", func(t *testing.T) scenario.Handler {
		return newVillage(t).Handle
	})
}

// quarter is the length of an epoch in all stories.
const quarter = 900

// village is a world with energy communities.
type village struct {
	*fixture.World
}

func newVillage(t *testing.T) village {
	v := village{fixture.New(t)}
	v.Number(fixture.Number{
		Parse: func(_ scenario.Command, text string) (int64, error) {
			start, err := v.Time(text)
			return start.Unix() / quarter, err
		},
		Format: func(value int64) string { return v.Clock(time.Unix(value*quarter, 0)) },
	}, "epoch", "from_epoch", "to_epoch", "weight_from_epoch", "closed_from_epoch", "oldest_epoch")
	v.Command("open", v.open)
	v.Command("members", v.members)
	v.Command("report", v.report)
	v.Command("epoch", v.epoch)
	v.Command("deeds", v.deeds)
	v.Command("wallets", v.wallets)
	return v
}

// open opens a community of quarters of an hour: open admin=a grid=b [key=STATIC] [residual=CARRY] [price=200].
func (v village) open(t *testing.T, cmd scenario.Command) string {
	admin := v.Account(cmd.String(t, "admin"))
	res := v.MustDeliver(admin, &types.MsgCreateCommunity{
		Admin: admin.String(), Name: "Village", GridSupplier: v.Account(cmd.String(t, "grid")).String(),
		EpochSeconds: quarter, GraceSeconds: cmd.UintOr(t, "grace", 60), PaymentDenom: "ueur", PricePerKwh: cmd.UintOr(t, "price", 0),
		Key:        types.AllocationKey(types.AllocationKey_value["ALLOCATION_KEY_"+cmd.StringOr(t, "key", "DYNAMIC")]),
		Residual:   types.Residual(types.Residual_value["RESIDUAL_"+cmd.StringOr(t, "residual", "GRID")]),
		MaxMembers: cmd.UintOr(t, "max", 1_000),
	})
	return fmt.Sprintf("community %d", v.response(t, res.Data, &types.MsgCreateCommunityResponse{}).(*types.MsgCreateCommunityResponse).Community)
}

func (v village) response(t *testing.T, data []byte, into sdk.Msg) sdk.Msg {
	t.Helper()
	var all sdk.TxMsgData
	v.App.AppCodec().MustUnmarshal(data, &all)
	v.App.AppCodec().MustUnmarshal(all.MsgResponses[0].Value, into)
	return into
}

// members lets owners of meters join, the admin approve and money be paid in: lines of "serial [weight 2] [paid 500]",
// where flat-1..flat-9 are nine lines.
func (v village) members(t *testing.T, cmd scenario.Command) string {
	number := cmd.UintOr(t, "community", 1)
	found, err := types.NewQueryClient(v.Conn()).Community(t.Context(), &types.QueryCommunityRequest{Community: number})
	if err != nil {
		cmd.Fatalf(t, "%v", err)
	}
	admin, slots := found.Community.Admin, found.Community.Slots

	wishes, deposits := map[string][]sdk.Msg{}, map[string][]sdk.Msg{}
	var owners []string
	var approvals []sdk.Msg
	for line := range strings.Lines(cmd.Input()) {
		for _, words := range each(t, strings.Fields(line)) {
			meter, err := v.Meter(words[0])
			if err != nil {
				cmd.Fatalf(t, "%v", err)
			}
			stored, err := v.App.MeterKeeper.Meter(v.Context(), meter)
			if err != nil {
				cmd.Fatalf(t, "%v", err)
			}
			if !slices.Contains(owners, stored.Owner) {
				owners = append(owners, stored.Owner)
			}
			weight, paid := option(t, words, "weight", 1), option(t, words, "paid", 0)
			wishes[stored.Owner] = append(wishes[stored.Owner], &types.MsgJoinCommunity{Owner: stored.Owner, Community: number, Meter: meter})
			approvals = append(approvals, &types.MsgApproveMember{Admin: admin, Community: number, Meter: meter, StaticWeight: weight})
			if paid > 0 {
				deposits[stored.Owner] = append(deposits[stored.Owner], &types.MsgDeposit{
					Depositor: stored.Owner, Community: number, Slot: slots, Amount: sdk.NewCoin("ueur", math.NewIntFromUint64(paid)),
				})
			}
			slots++
		}
	}
	for _, owner := range owners {
		v.DeliverAll(v.Name(owner), wishes[owner]...)
	}
	v.DeliverAll(v.Name(admin), approvals...)
	for _, owner := range owners {
		v.DeliverAll(v.Name(owner), deposits[owner]...)
	}
	return fmt.Sprintf("%d members", slots)
}

// each is a line, or one for each serial number of "flat-1..flat-9".
func each(t *testing.T, words []string) [][]string {
	t.Helper()
	first, last, several := strings.Cut(words[0], "..")
	if !several {
		return [][]string{words}
	}
	prefix := first[:strings.LastIndex(first, "-")+1]
	from, err := strconv.Atoi(strings.TrimPrefix(first, prefix))
	if err != nil {
		t.Fatal(err)
	}
	to, err := strconv.Atoi(strings.TrimPrefix(last, prefix))
	if err != nil {
		t.Fatal(err)
	}
	var lines [][]string
	for i := from; i <= to; i++ {
		lines = append(lines, append([]string{prefix + strconv.Itoa(i)}, words[1:]...))
	}
	return lines
}

// option is the number behind a word.
func option(t *testing.T, words []string, name string, otherwise uint64) uint64 {
	t.Helper()
	i := slices.Index(words, name)
	if i < 0 {
		return otherwise
	}
	value, err := strconv.ParseUint(words[i+1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// report brings what meters have measured since their last reading, at a time: lines of "serial net", where a surplus is
// exported and a deficit imported, or of "serial import export".
func (v village) report(t *testing.T, cmd scenario.Command) string {
	at, err := v.Time(cmd.String(t, "at"))
	if err != nil {
		cmd.Fatalf(t, "at: %v", err)
	}
	var batch []meteridtypes.Reading
	for line := range strings.Lines(cmd.Input()) {
		for _, words := range each(t, strings.Fields(line)) {
			var amounts [2]uint64
			for i, word := range words[1:] {
				value, err := strconv.ParseInt(word, 10, 64)
				if err != nil {
					cmd.Fatalf(t, "%v", err)
				}
				switch {
				case len(words) > 2:
					amounts[i] = uint64(value)
				case value < 0:
					amounts[0] = uint64(-value)
				default:
					amounts[1] = uint64(value)
				}
			}
			batch = append(batch, v.Grow(words[0], at, amounts[0], amounts[1]))
		}
	}
	return v.Submit(v.Account(cmd.StringOr(t, "gateway", "validator")), batch)
}

// ref is a community and an epoch.
func (v village) ref(t *testing.T, cmd scenario.Command) (community, epoch uint64) {
	start, err := v.Time(cmd.Word(t))
	if err != nil {
		cmd.Fatalf(t, "%v", err)
	}
	return cmd.UintOr(t, "community", 1), uint64(start.Unix() / quarter)
}

// epoch draws what became of an epoch: who was where, what was shared, what is left.
func (v village) epoch(t *testing.T, cmd scenario.Command) string {
	community, epoch := v.ref(t, cmd)
	client := types.NewQueryClient(v.Conn())
	found, err := client.Settlement(t.Context(), &types.QuerySettlementRequest{Community: community, Epoch: epoch})
	if err != nil {
		return "refused: " + err.Error()
	}
	s := found.Settlement
	out := fmt.Sprintf("%s: supply %d, demand %d, netted %d, from grid %d, to grid %d, collected %d\n",
		strings.TrimPrefix(s.Status.String(), "SETTLEMENT_STATUS_"), s.SupplyWh, s.DemandWh, s.NettedWh, s.FromGridWh, s.ToGridWh, s.Collected)
	if s.UnnettedImportWh+s.UnnettedExportWh > 0 {
		out += fmt.Sprintf("not netted: import %d, export %d\n", s.UnnettedImportWh, s.UnnettedExportWh)
	}
	if s.Status != types.SETTLEMENT_STATUS_SETTLED {
		return out
	}
	rows := [][]string{{"", "Wh", "gave", "took", "left"}}
	for slot := range s.Reported + s.Missing {
		name := v.meterOf(t, community, slot)
		p, err := client.Position(t.Context(), &types.QueryPositionRequest{Community: community, Epoch: epoch, Slot: slot})
		if err != nil {
			rows = append(rows, []string{name, "·", "·", "·", "·"})
			continue
		}
		gave, took := "·", "·"
		if p.PositionWh > 0 {
			gave = fmt.Sprint(p.Interval.SharedWh)
		} else {
			took = fmt.Sprint(p.Interval.SharedWh)
		}
		rows = append(rows, []string{name, signed(p.PositionWh), gave, took, signed(p.ResidualWh)})
	}
	return out + fixture.Columns(rows)
}

func (v village) meterOf(t *testing.T, community, slot uint64) string {
	t.Helper()
	member, err := types.NewQueryClient(v.Conn()).Member(t.Context(), &types.QueryMemberRequest{Community: community, Slot: slot})
	if err != nil {
		t.Fatal(err)
	}
	return v.Serial(member.Member.Member.Meter)
}

// deeds draws who gave how much to whom.
func (v village) deeds(t *testing.T, cmd scenario.Command) string {
	community, epoch := v.ref(t, cmd)
	found, err := types.NewQueryClient(v.Conn()).Deeds(t.Context(), &types.QueryDeedsRequest{Community: community, Epoch: epoch})
	if err != nil {
		return "refused: " + err.Error()
	}
	rows := [][]string{}
	for _, d := range found.Deeds {
		rows = append(rows, []string{v.meterOf(t, community, d.FromSlot), "→ " + v.meterOf(t, community, d.ToSlot), fmt.Sprint(d.EnergyWh)})
	}
	return fixture.Columns(rows)
}

// wallets draws the money and the sums of all members.
func (v village) wallets(t *testing.T, cmd scenario.Command) string {
	community := cmd.UintOr(t, "community", 1)
	found, err := types.NewQueryClient(v.Conn()).Members(t.Context(), &types.QueryMembersRequest{Community: community})
	if err != nil {
		t.Fatal(err)
	}
	rows := [][]string{{"", "owner", "prepaid", "carried Wh", "from us", "to us", "from grid", "to grid", "paid", "earned"}}
	for _, m := range found.Members {
		w := m.Wallet
		rows = append(rows, []string{
			v.Serial(m.Member.Meter), v.Name(m.Member.Account), fmt.Sprint(w.Prepaid), signed(w.CarryWh),
			fmt.Sprint(w.FromCommunityWh), fmt.Sprint(w.ToCommunityWh), fmt.Sprint(w.FromGridWh), fmt.Sprint(w.ToGridWh),
			fmt.Sprint(w.Charged), fmt.Sprint(w.Credited),
		})
	}
	return fixture.Columns(rows)
}

// signed writes +2, 0, -2.
func signed(value int64) string {
	if value == 0 {
		return "0"
	}
	return fmt.Sprintf("%+d", value)
}
