package demo

import "github.com/utilityd/utilityd/cmd/utilityd/gateway"

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

// summarize prints the last line for programs.
func (s *energyStory) summarize(out printer, checks []check) { out.object(s.summary(checks)) }

// printLines shows homes, deeds and positions to programs.
func (s *energyStory) printLines(out printer) {
	for i, in := range s.homes() {
		w := s.result.members[i].Wallet
		out.object(struct {
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
			"home", s.input.meters[i], uint64(i), in.consumed, in.produced, in.ownUse, w.FromCommunityWh, w.ToCommunityWh,
			w.FromGridWh, w.ToGridWh, w.Charged, w.Credited,
		})
	}
	for _, d := range s.result.deeds {
		out.object(struct {
			Type     string `json:"type"`
			Epoch    uint64 `json:"epoch"`
			From     string `json:"from"`
			To       string `json:"to"`
			EnergyWh uint64 `json:"energy_wh"`
		}{"deed", s.result.examples, s.input.meters[d.FromSlot], s.input.meters[d.ToSlot], d.EnergyWh})
	}
	for _, p := range s.result.positions {
		out.object(struct {
			Type        string `json:"type"`
			Epoch       uint64 `json:"epoch"`
			Home        string `json:"home"`
			Slot        uint64 `json:"slot"`
			Explanation string `json:"explanation"`
		}{"position", s.result.examples, s.input.meters[p.slot], p.slot, p.explanation})
	}
}
