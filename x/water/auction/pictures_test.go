package auction_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/utilityd/utilityd/testutil/scenario"
	"github.com/utilityd/utilityd/x/water/auction"
)

// The pictures under testdata/books: an order is a letter, a litre is one of its letters, buyers are capitals. Of the price
// levels, highest first, each shows who would buy and who would sell there; > is the price. The last
// column shows what demand has more than supply, or less.
func TestPictures(t *testing.T) {
	scenario.Run(t, "testdata/books", func(t *testing.T, cmd scenario.Command) string {
		if cmd.Name != "clear" {
			cmd.Fatalf(t, "expected clear, got %s", cmd.Name)
		}
		b := book{
			orders:    readOrders(t, cmd),
			reference: auction.Floor(auction.Price(cmd.UintOr(t, "reference", 0))),
			number:    cmd.UintOr(t, "number", 0),
		}
		holds(t, b)
		return draw(b, b.cleared(t))
	})
}

// readOrders reads lines such as "buy 4 at 12".
func readOrders(t *testing.T, cmd scenario.Command) []auction.Order {
	t.Helper()
	var orders []auction.Order
	for line := range strings.Lines(cmd.Input()) {
		var side string
		var o auction.Order
		var limit auction.Price
		if _, err := fmt.Sscanf(line, "%s %d at %d", &side, &o.Litres, &limit); err != nil {
			cmd.Fatalf(t, "expected an order such as \"buy 4 at 12\", got %q: %v", line, err)
		}
		if o.Limit = auction.LevelOf(limit); o.Limit == 0 {
			cmd.Fatalf(t, "expected a price of the grid, got %d", limit)
		}
		switch side {
		case "buy":
			o.Side = auction.Buy
		case "sell":
			o.Side = auction.Sell
		default:
			cmd.Fatalf(t, "expected buy or sell, got %q", side)
		}
		orders = append(orders, o)
	}
	return orders
}

// letters names the orders, each side in the order in which they were placed.
func letters(orders []auction.Order) []string {
	names := make([]string, len(orders))
	next := map[auction.Side]rune{auction.Buy: 'A', auction.Sell: 'a'}
	for i, o := range orders {
		names[i] = string(next[o.Side])
		next[o.Side]++
	}
	return names
}

// bar draws who accepts a price, in the order of the names.
func bar(orders []auction.Order, side auction.Side, price auction.Level) string {
	var bar strings.Builder
	for i, name := range letters(orders) {
		if o := orders[i]; o.Side == side && o.Accepts(price) {
			bar.WriteString(strings.Repeat(name, int(o.Litres)))
		}
	}
	return bar.String()
}

// draw draws a cleared book.
func draw(b book, r cleared) string {
	prices := []auction.Level{r.Price}
	width := map[auction.Side]int{auction.Buy: len("demand"), auction.Sell: len("supply")}
	for _, o := range b.orders {
		prices = append(prices, o.Limit)
		for side := range width {
			width[side] = max(width[side], len(bar(b.orders, side, o.Limit)))
		}
	}
	slices.SortFunc(prices, func(a, b auction.Level) int { return cmp.Compare(b, a) })

	var out strings.Builder
	line := func(format string, args ...any) {
		out.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), " ") + "\n")
	}
	buys, sells := width[auction.Buy], width[auction.Sell]
	line("  price  %-*s      %-*s     volume  excess", buys, "demand", sells, "supply")
	for _, p := range slices.Compact(prices) {
		if p == 0 {
			continue
		}
		mark := " "
		if p == r.Price {
			mark = ">"
		}
		demand, supply := bar(b.orders, auction.Buy, p), bar(b.orders, auction.Sell, p)
		excess := strings.TrimSuffix(fmt.Sprintf("%+d", len(demand)-len(supply)), "+0")
		line("%s %5d  %-*s %3d  %-*s %3d  %6d  %6s", mark, p.Price(),
			buys, demand, len(demand), sells, supply, len(supply), min(len(demand), len(supply)), excess)
	}

	if r.Volume == 0 {
		line("no trade")
		return out.String()
	}
	line("the greatest volume trades from %d to %d, closest to %d: %d", r.Low.Price(), r.High.Price(), b.reference.Price(), r.Price.Price())
	line("%d litres for %d", r.Volume, r.Value)
	names := letters(b.orders)
	for i, d := range r.deals {
		o := b.orders[i]
		switch {
		case o.Side == auction.Sell && d.Filled == 0:
			line("%s sells nothing", names[i])
		case o.Side == auction.Sell:
			line("%s sells %d of %d for %d", names[i], d.Filled, o.Litres, d.Value)
		case d.Filled == 0:
			line("%s buys nothing, gets back %d", names[i], d.Back)
		default:
			line("%s buys %d of %d for %d, gets back %d", names[i], d.Filled, o.Litres, d.Value, d.Back)
		}
	}
	return out.String()
}
