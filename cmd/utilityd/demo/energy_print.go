package demo

import (
	"fmt"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
)

const clockFormat = "2006-01-02 15:04"

// announce says what goes in.
func (s *energyStory) announce(out printer) {
	from, to := time.Unix(s.input.start(), 0).UTC(), time.Unix(s.input.end(), 0).UTC()
	out.line("replay", map[string]any{
		"from": from, "to": to, "shift_seconds": s.shift, "step_seconds": s.input.step,
		"intervals": len(s.input.records), "homes": len(s.input.meters),
	}, "Input", "%s, %s of %s each, from %s to %s UTC, moved so that the last one ends now",
		count(uint64(len(s.input.meters)), "home"), count(uint64(len(s.input.records)), "interval"), span(s.input.step),
		from.Format(clockFormat), to.Format(clockFormat))
	out.line("genesis", map[string]any{
		"max_reading_age_seconds": s.reach(), "max_backdate_seconds": s.reach(), "late_window_seconds": lateWindowSeconds,
	}, "Genesis", "lets the past be brought in a moment, which another chain refuses:\n"+
		"max_reading_age_seconds and max_backdate_seconds %d, late_window_seconds %d", s.reach(), lateWindowSeconds)
}

// print shows what the chain says.
func (s *energyStory) print(out printer) {
	s.printLines(out)
	s.printHomes(out)
	s.printCommunity(out)
	s.printDeeds(out)
}

func (s *energyStory) printHomes(out printer) {
	sum := s.summary(nil)
	var all energyOfHome
	for _, home := range s.homes() {
		all = energyOfHome{all.consumed + home.consumed, all.produced + home.produced, all.ownUse + home.ownUse}
	}
	kWh, rounded := thousandths, ""
	if max(all.consumed, all.produced) >= 10_000_000 {
		kWh, rounded = tenths, "kWh are rounded to 0.1, "
	}
	out.table("What each home used, shared and paid", func(t table.Writer) {
		rightAligned(t, 10)
		t.AppendHeader(table.Row{
			"home", "consumed\nkWh", "produced\nkWh", "own use\nkWh", "from\nothers\nkWh", "to\nothers\nkWh",
			"from\ngrid\nkWh", "to\ngrid\nkWh", "paid\nEUR", "earned\nEUR",
		})
		for i, in := range s.homes() {
			w := s.result.members[i].Wallet
			t.AppendRow(table.Row{
				s.input.meters[i], kWh(in.consumed), kWh(in.produced), kWh(in.ownUse), kWh(w.FromCommunityWh), kWh(w.ToCommunityWh),
				kWh(w.FromGridWh), kWh(w.ToGridWh), euro(w.Charged), euro(w.Credited),
			})
		}
		t.AppendFooter(table.Row{
			"all", kWh(all.consumed), kWh(all.produced), kWh(all.ownUse), kWh(sum.NettedWh), kWh(sum.NettedWh),
			kWh(sum.FromGridWh), kWh(sum.ToGridWh), euro(sum.Charged), euro(sum.Credited),
		})
	})
	out.note(fmt.Sprintf("consumed = own use + from others + from grid; produced = own use + to others + to grid.\n"+
		"Own use never leaves the home. Others are the members of the community: who takes from them pays them "+
		"%s EUR per kWh. The grid is billed elsewhere. (%sEUR to 0.001; --output json is exact.)", euro(pricePerKWh), rounded))
}

func (s *energyStory) printCommunity(out printer) {
	c := s.result.community.Totals
	kWh := func(wh uint64) string { return thousandths(wh) + " kWh" }
	out.table("The community", func(t table.Writer) {
		rightAligned(t, 2)
		t.AppendRows([]table.Row{
			{"epochs settled", c.Epochs, "of " + span(s.input.step) + " each"},
			{"supply", kWh(c.SupplyWh), "what homes had beyond their own use, epoch by epoch"},
			{"demand", kWh(c.DemandWh), "what homes lacked, epoch by epoch"},
			{"netted", kWh(c.NettedWh), "given from home to home: the smaller of the two, in each epoch"},
			{"from the grid", kWh(c.FromGridWh), "demand - netted"},
			{"to the grid", kWh(c.ToGridWh), "supply - netted"},
			{"self-sufficiency", fmt.Sprintf("%d.%d %%", s.result.sufficiency/10_000, s.result.sufficiency/1_000%10), "netted / (netted + from the grid)"},
			{"paid = earned", euro(c.Collected) + " EUR", "netted x price"},
		})
	})
}

func (s *energyStory) printDeeds(out printer) {
	if out.json || len(s.result.deeds) == 0 {
		return
	}
	begins := time.Unix(int64(s.result.examples)*s.input.step, 0).UTC()
	out.table(fmt.Sprintf("Who gave to whom: %s of epoch %d, which began on %s UTC and had most to share", count(uint64(len(s.result.deeds)), "deed"),
		s.result.examples, begins.Format(clockFormat)), func(t table.Writer) {
		t.AppendHeader(table.Row{"from", "to", "energy"})
		for _, d := range s.result.deeds {
			t.AppendRow(table.Row{s.input.meters[d.FromSlot], s.input.meters[d.ToSlot], fmt.Sprintf("%d Wh", d.EnergyWh)})
		}
	})
	out.note("Why these numbers? The chain answers for every home and epoch, to be redone with a pocket calculator:\n" +
		"$ " + s.positionCommand(s.result.positions[0].slot))
	for _, p := range s.result.positions {
		out.labelled(" "+s.input.meters[p.slot], p.explanation)
	}
}

func (s *energyStory) positionCommand(slot uint64) string {
	return fmt.Sprintf("utilityd query energy position %d %d %d", s.result.community.Id, s.result.examples, slot)
}

// howToTalk names commands for a node that goes on.
func (s *energyStory) howToTalk(home string) string {
	return strings.Join([]string{
		"the node goes on until you press Ctrl-C. Talk to it from another terminal:",
		"export UTILITYD_HOME=" + home,
		fmt.Sprintf("utilityd query energy community %d", s.result.community.Id),
		s.positionCommand(0),
		fmt.Sprintf("utilityd query energy member-deeds %d %d 0", s.result.community.Id, s.result.examples),
		fmt.Sprintf("utilityd tx energy withdraw %d 0 1000000ueur --from %s --yes --wait", s.result.community.Id, s.input.meters[0]),
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
	t := s.result.community.Totals
	out := summary{
		Type: "summary", Epochs: t.Epochs, Members: uint64(len(s.result.members)), Readings: s.result.sent.readings,
		Rows:     s.result.sent.rows,
		SupplyWh: t.SupplyWh, DemandWh: t.DemandWh, NettedWh: t.NettedWh, FromGridWh: t.FromGridWh, ToGridWh: t.ToGridWh,
		InvariantsOK: len(checks) > 0 && broken(checks) == 0,
	}
	for _, m := range s.result.members {
		out.Charged += m.Wallet.Charged
		out.Credited += m.Wallet.Credited
	}
	return out
}

// printLines shows homes, deeds and positions to programs.
func (s *energyStory) printLines(out printer) {
	for i, in := range s.homes() {
		w := s.result.members[i].Wallet
		out.fact("home", map[string]any{
			"home": s.input.meters[i], "slot": i, "consumed_wh": in.consumed, "produced_wh": in.produced, "own_use_wh": in.ownUse,
			"from_community_wh": w.FromCommunityWh, "to_community_wh": w.ToCommunityWh, "from_grid_wh": w.FromGridWh,
			"to_grid_wh": w.ToGridWh, "charged": w.Charged, "credited": w.Credited,
		})
	}
	for _, d := range s.result.deeds {
		out.fact("deed", map[string]any{
			"epoch": s.result.examples, "from": s.input.meters[d.FromSlot], "to": s.input.meters[d.ToSlot], "energy_wh": d.EnergyWh,
		})
	}
	for _, p := range s.result.positions {
		out.fact("position", map[string]any{
			"epoch": s.result.examples, "home": s.input.meters[p.slot], "slot": p.slot, "explanation": p.explanation,
		})
	}
}
