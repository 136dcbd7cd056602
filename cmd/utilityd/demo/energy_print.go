package demo

import (
	"fmt"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
)

// announce prints the input.
func (s *energyStory) announce(out printer) {
	from, to := time.Unix(s.input.start(), 0).UTC(), time.Unix(s.input.end(), 0).UTC()
	out.line("replay", map[string]any{
		"from": from, "to": to, "shift_seconds": s.shift, "step_seconds": s.input.step,
		"intervals": len(s.input.records), "homes": len(s.input.meters),
	}, "Input", "%s, %s of %s each, from %s to %s UTC, moved so that the last one ends now",
		count(len(s.input.meters), "home"), count(len(s.input.records), "interval"), span(s.input.step),
		from.Format(clockFormat), to.Format(clockFormat))
	out.line("genesis", map[string]any{
		"max_reading_age_seconds": s.reach(), "max_backdate_seconds": s.reach(), "late_window_seconds": lateWindowSeconds,
	}, "Genesis", "lets the past be brought in a moment, which another chain refuses:\n"+
		"max_reading_age_seconds and max_backdate_seconds %d, late_window_seconds %d", s.reach(), lateWindowSeconds)
}

// print prints the results.
func (s *energyStory) print(out printer) {
	s.printHomes(out)
	s.printCommunity(out)
	s.printDeeds(out)
}

// printHomes shows what passed the meters, as the chain counted it, with what homes used of their own by the input.
func (s *energyStory) printHomes(out printer) {
	var most uint64
	numbers := make([][]uint64, len(s.tallies))
	for i, t := range s.tallies {
		w, own := s.members[i].Wallet, t.own.Whole
		consumed, produced := own+w.FromCommunityWh+w.FromGridWh, own+w.ToCommunityWh+w.ToGridWh
		numbers[i] = []uint64{
			consumed, produced, own, w.FromCommunityWh, w.ToCommunityWh, w.FromGridWh, w.ToGridWh, w.Charged, w.Credited,
		}
		most += max(consumed, produced)
	}
	kWh, rounded := thousandths, ""
	if most >= 10_000_000 {
		kWh, rounded = tenths, "kWh are rounded to 0.1, "
	}
	out.list("home", "What each home used, shared and paid", []column{
		{"consumed_wh", "consumed\nkWh", kWh},
		{"produced_wh", "produced\nkWh", kWh},
		{"own_use_wh", "own use\nkWh", kWh},
		{"from_community_wh", "from\nothers\nkWh", kWh},
		{"to_community_wh", "to\nothers\nkWh", kWh},
		{"from_grid_wh", "from\ngrid\nkWh", kWh},
		{"to_grid_wh", "to\ngrid\nkWh", kWh},
		{"charged", "paid\nEUR", euro},
		{"credited", "earned\nEUR", euro},
	}, s.input.meters, numbers)
	out.note(fmt.Sprintf("consumed = own use + from others + from grid; produced = own use + to others + to grid.\n"+
		"Own use never leaves the home. Others are the members of the community: who takes from them pays them "+
		"%s EUR per kWh. The grid is billed elsewhere. (%sEUR to 0.001; --output json is exact.)", euro(pricePerKWh), rounded))
}

func (s *energyStory) printCommunity(out printer) {
	c := s.community.Totals
	kWh := func(wh uint64) string { return thousandths(wh) + " kWh" }
	out.table("The community", 2, nil, []table.Row{
		{"epochs settled", c.Epochs, "of " + span(s.input.step) + " each"},
		{"supply", kWh(c.SupplyWh), "what homes had beyond their own use, epoch by epoch"},
		{"demand", kWh(c.DemandWh), "what homes lacked, epoch by epoch"},
		{"netted", kWh(c.NettedWh), "given from home to home: the smaller of the two, in each epoch"},
		{"from the grid", kWh(c.FromGridWh), "demand - netted"},
		{"to the grid", kWh(c.ToGridWh), "supply - netted"},
		{"self-sufficiency", fmt.Sprintf("%d.%d %%", s.sufficiency/10_000, s.sufficiency/1_000%10), "netted / (netted + from the grid)"},
		{"paid = earned", euro(c.Collected) + " EUR", "netted x price"},
	}, nil)
}

func (s *energyStory) printDeeds(out printer) {
	var rows []table.Row
	for _, d := range s.deeds {
		from, to := s.input.meters[d.FromSlot], s.input.meters[d.ToSlot]
		out.fact("deed", map[string]any{"epoch": s.example, "from": from, "to": to, "energy_wh": d.EnergyWh})
		rows = append(rows, table.Row{from, to, fmt.Sprintf("%d Wh", d.EnergyWh)})
	}
	if rows == nil {
		return
	}
	out.table(fmt.Sprintf("Deeds: %s of epoch %d, which began on %s UTC and had most to share", count(len(rows), "deed"), s.example,
		time.Unix(int64(s.example)*s.input.step, 0).UTC().Format(clockFormat)), 0, table.Row{"from", "to", "energy"}, rows, nil)
	out.note("Why these numbers? The chain answers for every home and epoch, to be redone with a pocket calculator:\n" +
		"$ " + s.positionCommand(s.positions[0].slot))
	for _, p := range s.positions {
		home := s.input.meters[p.slot]
		out.line("position", map[string]any{"epoch": s.example, "home": home, "slot": p.slot, "explanation": p.explanation}, " "+home, "%s", p.explanation)
	}
}

func (s *energyStory) positionCommand(slot uint64) string {
	return fmt.Sprintf("utilityd query energy position %d %d %d", village, s.example, slot)
}

// howToTalk names commands for a node that goes on.
func (s *energyStory) howToTalk(home string) string {
	return strings.Join([]string{
		"the node goes on until you press Ctrl-C. Talk to it from another terminal:",
		"export UTILITYD_HOME=" + home,
		fmt.Sprintf("utilityd query energy community %d", village),
		s.positionCommand(0),
		fmt.Sprintf("utilityd query energy member-deeds %d %d 0", village, s.example),
		fmt.Sprintf("utilityd tx energy withdraw %d 0 1000000ueur --from %s --yes --wait", village, s.input.meters[0]),
	}, "\n")
}

// summary is the last line for programs. Energy in Wh, money in base units of the payment denom.
type summary struct {
	Type         string         `json:"type"`
	Epochs       uint64         `json:"epochs"`
	Members      uint64         `json:"members"`
	Readings     gateway.Counts `json:"readings"`
	Rows         gateway.Rows   `json:"rows"`
	SupplyWh     uint64         `json:"supply_wh"`
	DemandWh     uint64         `json:"demand_wh"`
	NettedWh     uint64         `json:"netted_wh"`
	FromGridWh   uint64         `json:"from_grid_wh"`
	ToGridWh     uint64         `json:"to_grid_wh"`
	Charged      uint64         `json:"charged"`
	Credited     uint64         `json:"credited"`
	InvariantsOK bool           `json:"invariants_ok"`
}

func (s *energyStory) summary(checks []check) summary {
	t := s.community.Totals
	out := summary{
		Type: "summary", Epochs: t.Epochs, Members: uint64(len(s.members)), Readings: s.sent.readings, Rows: s.sent.rows,
		SupplyWh: t.SupplyWh, DemandWh: t.DemandWh, NettedWh: t.NettedWh, FromGridWh: t.FromGridWh, ToGridWh: t.ToGridWh,
		InvariantsOK: verdict(checks, gateway.Rows{}) == nil,
	}
	for _, m := range s.members {
		out.Charged += m.Wallet.Charged
		out.Credited += m.Wallet.Credited
	}
	return out
}
