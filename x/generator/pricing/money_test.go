package pricing_test

import (
	"errors"
	"math"
	"testing"

	"github.com/utilityd/utilityd/x/generator/pricing"
)

func TestShares(t *testing.T) {
	tests := []struct {
		name string
		cost uint64

		price, surplus uint64
	}{
		{name: "a cost that 10,000 divides", cost: 30_000, price: 3, surplus: 0},
		{name: "a base unit more makes every share dearer", cost: 30_001, price: 4, surplus: 9_999},
		{name: "a base unit less leaves one over", cost: 29_999, price: 3, surplus: 1},
		{name: "nothing", cost: 0, price: 0, surplus: 0},
		{name: "the least cost", cost: 1, price: 1, surplus: 9_999},
		{name: "the greatest cost", cost: math.MaxUint64, price: 1_844_674_407_370_956, surplus: 8_385},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := pricing.SharePrice(tt.cost); got != tt.price {
				t.Errorf("expected a share for %d, got %d", tt.price, got)
			}
			if got := pricing.Surplus(tt.cost); got != tt.surplus {
				t.Errorf("expected %d over, got %d", tt.surplus, got)
			}
		})
	}
}

func TestPledge(t *testing.T) {
	tests := []struct {
		name         string
		cost, shares uint64

		want    uint64
		wantErr error
	}{
		{name: "some shares", cost: 30_001, shares: 7, want: 28},
		{name: "no share", cost: 30_001, shares: 0, want: 0},
		{name: "all shares pay for more than the cost", cost: 30_001, shares: 10_000, want: 40_000},
		{name: "a share too many", cost: 30_001, shares: 10_001, wantErr: pricing.ErrTooManyShares},
		{name: "any number of shares", cost: 0, shares: math.MaxUint64, wantErr: pricing.ErrTooManyShares},
		{name: "all shares of the greatest cost that they pay for", cost: math.MaxUint64 / 10_000 * 10_000, shares: 10_000, want: math.MaxUint64 / 10_000 * 10_000},
		{name: "all shares of a greater cost", cost: math.MaxUint64, shares: 10_000, wantErr: pricing.ErrTooMuch},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := pricing.Pledge(tt.cost, tt.shares)
			if got != tt.want || !errors.Is(err, tt.wantErr) {
				t.Errorf("expected %d, %v, got %d, %v", tt.want, tt.wantErr, got, err)
			}
		})
	}
}

func TestSplit(t *testing.T) {
	tests := []struct {
		name         string
		payment, bps uint64

		maintenance, owners uint64
		wantErr             error
	}{
		{name: "five percent", payment: 1_000, bps: 500, maintenance: 50, owners: 950},
		{name: "the owners gain the rest of the division", payment: 1_019, bps: 500, maintenance: 50, owners: 969},
		{name: "too little to divide", payment: 19, bps: 500, maintenance: 0, owners: 19},
		{name: "nothing to maintenance", payment: 1_000, bps: 0, maintenance: 0, owners: 1_000},
		{name: "all to maintenance", payment: 1_000, bps: 10_000, maintenance: 1_000, owners: 0},
		{name: "nothing paid", payment: 0, bps: 500, maintenance: 0, owners: 0},
		{name: "the greatest payment", payment: math.MaxUint64, bps: 9_999, maintenance: 18444899399302180659, owners: 1844674407370956},
		{name: "more than all", payment: 1_000, bps: 10_001, wantErr: pricing.ErrBps},
		{name: "any part", payment: math.MaxUint64, bps: math.MaxUint64, wantErr: pricing.ErrBps},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			maintenance, owners, err := pricing.Split(tt.payment, tt.bps)
			if maintenance != tt.maintenance || owners != tt.owners || !errors.Is(err, tt.wantErr) {
				t.Errorf("expected %d and %d, %v, got %d and %d, %v", tt.maintenance, tt.owners, tt.wantErr, maintenance, owners, err)
			}
		})
	}
}

func TestUpfront(t *testing.T) {
	tests := []struct {
		name      string
		cost, bps uint64

		want    uint64
		wantErr error
	}{
		{name: "a third, rounded down", cost: 1_000, bps: 3_333, want: 333},
		{name: "nothing", cost: 1_000, bps: 0, want: 0},
		{name: "all", cost: math.MaxUint64, bps: 10_000, want: math.MaxUint64},
		{name: "more than all", cost: 1, bps: 10_001, wantErr: pricing.ErrBps},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := pricing.Upfront(tt.cost, tt.bps)
			if got != tt.want || !errors.Is(err, tt.wantErr) {
				t.Errorf("expected %d, %v, got %d, %v", tt.want, tt.wantErr, got, err)
			}
		})
	}
}

func TestPurchase(t *testing.T) {
	tests := []struct {
		name         string
		price, limit pricing.Price
		units        uint64

		want    uint64
		wantErr error
	}{
		{name: "below the limit", price: 25, units: 4, limit: 30, want: 100},
		{name: "at the limit", price: 30, units: 4, limit: 30, want: 120},
		{name: "above the limit", price: 31, units: 4, limit: 30, wantErr: pricing.ErrAboveLimit},
		{name: "nothing bought", price: 25, units: 0, limit: 30, want: 0},
		{name: "nothing bought above the limit", price: 31, units: 0, limit: 30, wantErr: pricing.ErrAboveLimit},
		{name: "free", price: 0, units: math.MaxUint64, limit: 0, want: 0},
		{name: "the greatest cost", price: 1, units: math.MaxUint64, limit: math.MaxUint64, want: math.MaxUint64},
		{name: "a greater cost", price: 2, units: 1 << 63, limit: 2, wantErr: pricing.ErrTooMuch},
		{name: "the greatest of everything", price: math.MaxUint64, units: math.MaxUint64, limit: math.MaxUint64, wantErr: pricing.ErrTooMuch},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := pricing.Purchase(tt.price, tt.units, tt.limit)
			if got != tt.want || !errors.Is(err, tt.wantErr) {
				t.Errorf("expected %d, %v, got %d, %v", tt.want, tt.wantErr, got, err)
			}
		})
	}
}
