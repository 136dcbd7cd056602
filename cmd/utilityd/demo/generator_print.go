package demo

import (
	"context"
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
)

// generatorSummary is the last line of the story for programs. Pledges are in base units of money, the rest in usolar. The
// revenue is that of the owners: what was sold without the part for maintenance. It is what was paid, is owed and is carried.
type generatorSummary struct {
	Type           string       `json:"type"`
	Pledged        uint64       `json:"pledged"`
	Refunded       uint64       `json:"refunded"`
	SoldUnits      uint64       `json:"sold_units"`
	DeliveredUnits uint64       `json:"delivered_units"`
	Revenue        uint64       `json:"revenue"`
	PaidToOwners   uint64       `json:"paid_to_owners"`
	Owed           uint64       `json:"owed"`
	Maintenance    uint64       `json:"maintenance"`
	Carry          uint64       `json:"carry"`
	Rows           gateway.Rows `json:"rows"`
	Invariants     bool         `json:"invariants_ok"`
}

// conclude prints where the money is.
func (s *generatorStory) conclude(ctx context.Context) error {
	res, err := s.queries.Generator(ctx, &generatortypes.QueryGeneratorRequest{Generator: roof})
	if err != nil {
		return err
	}
	view, purse := res.Generator, res.Generator.Purse
	sum := generatorSummary{
		Type: "generator_summary", Pledged: s.pledged, Refunded: s.refunded, SoldUnits: purse.SoldUnits, DeliveredUnits: view.DeliveredUnits,
		Revenue: purse.Revenue - (purse.MaintenanceUsolar - oneSolar), PaidToOwners: s.paid, Owed: purse.Owed, Maintenance: purse.MaintenanceUsolar,
		Carry: purse.Carry, Rows: s.sent.rows, Invariants: true, // or the last audit had ended the story
	}
	s.out.table("The generator: what it delivered, and where the money is", 2, nil, []table.Row{
		{"delivered", fmt.Sprintf("%d kWh", sum.DeliveredUnits), "proved by its meter"},
		{"sold", fmt.Sprintf("%d kWh", sum.SoldUnits), fmt.Sprintf("at %s SOLAR/kWh on average; the owners vote %s now",
			thousandths(purse.Revenue/max(sum.SoldUnits, 1)/1_000), thousandths(view.Price/1_000))},
		{"revenue of the owners", solarTokens(sum.Revenue), "nine tenths of the sales; the rest is for maintenance"},
		{"  paid to owners", solarTokens(sum.PaidToOwners), "by shares"},
		{"  still owed", solarTokens(sum.Owed), "can be withdrawn at any time"},
		{"  not yet divisible", solarTokens(sum.Carry), "kept for the next sale: revenue = paid + owed + this"},
		{"maintenance", solarTokens(sum.Maintenance), "with the SOLAR of the commissioning"},
	}, nil)
	s.out.showChecks(s.checks)
	s.out.object(sum)
	return verdict(s.checks, s.sent.rows)
}

// solarTokens shows usolar exactly.
func solarTokens(usolar uint64) string {
	return fmt.Sprintf("%d.%06d SOLAR", usolar/oneSolar, usolar%oneSolar)
}
