package types

import "github.com/utilityd/utilityd/x/water/ledger"

// NewEventInflowMeasured sums up what a source delivered in one batch, and the stock with it.
func NewEventInflowMeasured(area, source uint64, f ledger.Inflow, stock int64) *EventInflowMeasured {
	return &EventInflowMeasured{
		Area: area, Source: source, InflowLitres: f.Measured(), OverflowLitres: f.Overflow, RepaidLitres: f.Repaid,
		MintedLitres: f.Minted, ReservedLitres: f.Reserved, StockLitres: stock,
	}
}

// NewEventConsumptionMeasured sums up what households drew in one batch, the tokens that were burned, those for overdrafts
// included, and the stock with it.
func NewEventConsumptionMeasured(area, readings uint64, c ledger.Consumption, burned uint64, stock int64) *EventConsumptionMeasured {
	return &EventConsumptionMeasured{
		Area: area, Readings: readings, ConsumedLitres: c.Measured(), LifelineLitres: c.Lifeline, TokenLitres: c.Tokens,
		OverdraftLitres: c.Overdraft, UnconsentedLitres: c.Unconsented, UncountedLitres: c.Uncounted, BurnedLitres: burned,
		StockLitres: stock,
	}
}

// NewEventPeriodFinished reports what a period came to, and where its money went.
func NewEventPeriodFinished(p Period, pay ledger.Payout) *EventPeriodFinished {
	return &EventPeriodFinished{
		Area: p.Area, Period: p.Number, MintedLitres: p.MintedLitres, Paid: pay.Paid,
		FromStabilisation: pay.FromFund, ToStabilisation: pay.ToFund, Carried: pay.Carried,
	}
}
