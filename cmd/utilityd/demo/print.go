package demo

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
)

// printer writes for people (tables) or for programs (JSON lines).
type printer struct {
	out  io.Writer
	json bool
}

// line is one JSON line, or one line of text.
func (p printer) line(kind string, fields map[string]any, format string, args ...any) {
	if !p.json {
		fmt.Fprintf(p.out, format+"\n", args...)
		return
	}
	fields["type"] = kind
	_ = json.NewEncoder(p.out).Encode(fields)
}

// summary is the last line for programs. Energy in Wh, money in base units of the payment denom.
type summary struct {
	Type         string         `json:"type"`
	Epochs       uint64         `json:"epochs"`
	Members      uint64         `json:"members"`
	Readings     gateway.Counts `json:"readings"`
	SupplyWh     uint64         `json:"supply_wh"`
	DemandWh     uint64         `json:"demand_wh"`
	NettedWh     uint64         `json:"netted_wh"`
	FromGridWh   uint64         `json:"from_grid_wh"`
	ToGridWh     uint64         `json:"to_grid_wh"`
	Charged      uint64         `json:"charged"`
	Credited     uint64         `json:"credited"`
	InvariantsOK bool           `json:"invariants_ok"`
}

func (r result) summary() summary {
	t := r.community.Totals
	s := summary{
		Type: "summary", Epochs: t.Epochs, Members: uint64(len(r.members)), Readings: r.readings,
		SupplyWh: t.SupplyWh, DemandWh: t.DemandWh, NettedWh: t.NettedWh, FromGridWh: t.FromGridWh, ToGridWh: t.ToGridWh,
		InvariantsOK: r.invariantOK,
	}
	for _, m := range r.members {
		s.Charged += m.Wallet.Charged
		s.Credited += m.Wallet.Credited
	}
	return s
}

func (p printer) result(n neighbourhood, r result) {
	if p.json {
		p.resultLines(n, r)
		return
	}
	p.homes(n, r)
	p.totals(r)
	p.deeds(n, r)
	for _, c := range r.invariants {
		if c.Broken != "" {
			fmt.Fprintf(p.out, "BROKEN %s: %s: %s\n", c.Module, c.Name, c.Broken)
		}
	}
	if r.invariantOK {
		fmt.Fprintf(p.out, "All %d invariants hold.\n", len(r.invariants))
	}
}

func (p printer) resultLines(n neighbourhood, r result) {
	enc := json.NewEncoder(p.out)
	for _, m := range r.members {
		in := n.input[m.Member.Slot]
		_ = enc.Encode(struct {
			Type            string `json:"type"`
			Home            string `json:"home"`
			Slot            uint64 `json:"slot"`
			ConsumedWh      uint64 `json:"consumed_wh"`
			ProducedWh      uint64 `json:"produced_wh"`
			OwnUseWh        uint64 `json:"own_use_wh"`
			FromCommunityWh uint64 `json:"from_community_wh"`
			ToCommunityWh   uint64 `json:"to_community_wh"`
			FromGridWh      uint64 `json:"from_grid_wh"`
			ToGridWh        uint64 `json:"to_grid_wh"`
			Charged         uint64 `json:"charged"`
			Credited        uint64 `json:"credited"`
		}{
			"home", n.homes[m.Member.Slot], m.Member.Slot, in.consumed, in.produced, in.ownUse, m.Wallet.FromCommunityWh, m.Wallet.ToCommunityWh,
			m.Wallet.FromGridWh, m.Wallet.ToGridWh, m.Wallet.Charged, m.Wallet.Credited,
		})
	}
	for _, d := range r.deeds {
		_ = enc.Encode(struct {
			Type     string `json:"type"`
			Epoch    uint64 `json:"epoch"`
			From     string `json:"from"`
			To       string `json:"to"`
			EnergyWh uint64 `json:"energy_wh"`
		}{"deed", r.deedsEpoch, n.homes[d.FromSlot], n.homes[d.ToSlot], d.EnergyWh})
	}
	for _, c := range r.invariants {
		_ = enc.Encode(struct {
			Type string `json:"type"`
			check
		}{"invariant", c})
	}
	_ = enc.Encode(r.summary())
}

func (p printer) homes(n neighbourhood, r result) {
	t := newTable(p.out, "What each home used, shared and paid (consumed = own use + from community + from grid)")
	t.AppendHeader(table.Row{"home, kWh", "consumed", "produced", "own use", "from community", "to community", "from grid", "to grid", "paid EUR", "earned EUR"})
	s := r.summary()
	var all sums
	for _, m := range r.members {
		in := n.input[m.Member.Slot]
		all = all.plus(in)
		w := m.Wallet
		t.AppendRow(table.Row{
			n.homes[m.Member.Slot], kWh(in.consumed), kWh(in.produced), kWh(in.ownUse), kWh(w.FromCommunityWh), kWh(w.ToCommunityWh),
			kWh(w.FromGridWh), kWh(w.ToGridWh), euro(w.Charged), euro(w.Credited),
		})
	}
	t.AppendFooter(table.Row{
		"all", kWh(all.consumed), kWh(all.produced), kWh(all.ownUse), kWh(s.NettedWh), kWh(s.NettedWh), kWh(s.FromGridWh), kWh(s.ToGridWh), euro(s.Charged), euro(s.Credited),
	})
	t.Render()
}

func (p printer) totals(r result) {
	t := newTable(p.out, "The community")
	c := r.community.Totals
	t.AppendRows([]table.Row{
		{"epochs settled", c.Epochs},
		{"surplus of members, kWh", kWh(c.SupplyWh)},
		{"deficit of members, kWh", kWh(c.DemandWh)},
		{"given from member to member, kWh", kWh(c.NettedWh)},
		{"self-sufficiency of what came over the wires", fmt.Sprintf("%d.%d %%", r.sufficiency/10_000, r.sufficiency/1_000%10)},
		{"readings committed", fmt.Sprintf("%d in %d blocks, %d a second", r.readings.Done(), r.blocks, perSecond(r.readings.Done(), r.sent))},
	})
	t.Render()
}

func (p printer) deeds(n neighbourhood, r result) {
	if len(r.deeds) == 0 {
		return
	}
	t := newTable(p.out, fmt.Sprintf("Three deeds of epoch %d", r.deedsEpoch))
	t.AppendHeader(table.Row{"from", "to", "Wh"})
	for _, d := range r.deeds {
		t.AppendRow(table.Row{n.homes[d.FromSlot], n.homes[d.ToSlot], d.EnergyWh})
	}
	t.Render()
	if r.position != nil {
		fmt.Fprintf(p.out, "Why %s got that: %s\n", n.homes[r.deeds[0].ToSlot], r.position.Explanation)
	}
}

func newTable(out io.Writer, title string) table.Writer {
	t := table.NewWriter()
	t.SetOutputMirror(out)
	t.SetTitle(title)
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = text.FormatDefault
	t.Style().Format.Footer = text.FormatDefault
	var columns []table.ColumnConfig
	for i := 2; i <= 10; i++ {
		columns = append(columns, table.ColumnConfig{Number: i, Align: text.AlignRight, AlignFooter: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(columns)
	return t
}

// kWh shows watt-hours exactly, as kilowatt-hours with three decimals.
func kWh(wh uint64) string { return fmt.Sprintf("%d.%03d", wh/1_000, wh%1_000) }

// euro shows millionths exactly.
func euro(micro uint64) string { return fmt.Sprintf("%d.%06d", micro/1_000_000, micro%1_000_000) }

func perSecond(n uint64, d time.Duration) uint64 {
	return n * uint64(time.Second) / max(1, uint64(d))
}
