package demo

import (
	"fmt"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
)

const clockFormat = "2006-01-02 15:04"

// announce says what goes in.
func (s *energyStory) announce(out printer) {
	from, to := time.Unix(s.input.start(), 0).UTC(), time.Unix(s.input.end(), 0).UTC()
	p := s.params()
	out.line("replay", map[string]any{
		"from": from, "to": to, "shift_seconds": s.shift, "step_seconds": s.input.step,
		"intervals": len(s.input.records), "homes": len(s.input.meters),
	}, "Input", "%s, %s of %s each, from %s to %s UTC, moved by %s so that the last one ends now",
		count(uint64(len(s.input.meters)), "home"), count(uint64(len(s.input.records)), "interval"), span(s.input.step),
		from.Format(clockFormat), to.Format(clockFormat), days(s.shift))
	out.line("genesis", map[string]any{
		"max_reading_age_seconds": p.MaxReadingAgeSeconds, "max_backdate_seconds": p.MaxBackdateSeconds,
		"late_window_seconds": p.LateWindowSeconds, "retention_epochs": p.RetentionEpochs,
	}, "Genesis", "lets the past be brought in a moment, which another chain refuses:\n"+
		"max_reading_age_seconds %d, max_backdate_seconds %d, late_window_seconds %d, retention_epochs %d",
		p.MaxReadingAgeSeconds, p.MaxBackdateSeconds, p.LateWindowSeconds, p.RetentionEpochs)
}

func (s *energyStory) announceSetUp(out printer) {
	out.line("setup", map[string]any{
		"community": s.set.community, "price_per_kwh": pricePerKWh, "prepaid": s.set.prepaid,
	}, "Set-up", "%s certified by their issuer, activated by their owners; all join community %d: energy of others costs %s EUR per kWh, %s EUR in each wallet",
		count(uint64(len(s.input.meters)), "meter"), s.set.community, euro(pricePerKWh), euro(s.set.prepaid))
}

func (s *energyStory) announceReadings(out printer, r sent) {
	out.line("readings", map[string]any{
		"accepted": r.readings.Accepted, "duplicate": r.readings.Duplicate, "quarantined": r.readings.Quarantined,
		"overtaken": r.readings.Overtaken, "rejected": r.readings.Rejected, "unnetted": r.readings.Unnetted, "milliseconds": r.took.Milliseconds(), "blocks": r.blocks,
	}, "Readings", "%d signed, sent and committed in %s: %s",
		r.readings.Done(), count(r.blocks, "block"), outcomes(r.readings))
}

func (s *energyStory) announceSettlements(out printer, took time.Duration) {
	out.line("settled", map[string]any{"epochs": s.result.community.Totals.Epochs, "milliseconds": took.Milliseconds()},
		"Settled", "%s of %s, %s after the last reading",
		count(s.result.community.Totals.Epochs, "epoch"), span(s.input.step), seconds(took))
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

// howToAsk says how to get at a node that can be asked.
func (s *energyStory) howToAsk() string {
	return "The devnet is gone now. utilityd demo --keep leaves it running for your own questions; the README shows the same by hand."
}
