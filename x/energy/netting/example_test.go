package netting_test

import (
	"fmt"

	"github.com/utilityd/utilityd/x/energy/netting"
)

// Four households in epoch 0: the example of the package.
func Example() {
	members := []netting.Member{
		{ExportWh: 200},
		{ExportWh: 100},
		{ImportWh: 100, Prepaid: 50},
		{ImportWh: 100, Prepaid: 50},
	}
	result, err := netting.Settle(netting.Terms{Key: netting.Dynamic, Price: 250}, 0, members)
	if err != nil {
		fmt.Println(err)
		return
	}

	fmt.Println("netted", result.Netted, "Wh, collected", result.Collected)
	for i, s := range result.Shares {
		fmt.Printf("household %d: gives %d, takes %d, left %d Wh; pays %d, earns %d\n",
			i+1, s.Give, s.Take, s.Residual, s.Charge, s.Credit)
	}
	// Output:
	// netted 200 Wh, collected 50
	// household 1: gives 133, takes 0, left 67 Wh; pays 0, earns 33
	// household 2: gives 67, takes 0, left 33 Wh; pays 0, earns 17
	// household 3: gives 0, takes 100, left 0 Wh; pays 25, earns 0
	// household 4: gives 0, takes 100, left 0 Wh; pays 25, earns 0
}

// The deeds follow from the shares alone.
func ExampleDeeds() {
	deeds, err := netting.Deeds([]uint64{133, 67, 0, 0}, []uint64{0, 0, 100, 100})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range deeds {
		fmt.Printf("household %d gave %d Wh to household %d\n", d.Giver+1, d.Wh, d.Taker+1)
	}
	// Output:
	// household 1 gave 100 Wh to household 3
	// household 1 gave 33 Wh to household 4
	// household 2 gave 67 Wh to household 4
}

// A page of the other side is enough for one member's deeds: household 2 gave [133, 200), the page begins at 0.
func ExampleRange_Parts() {
	own := netting.Range{From: 133, To: 200}
	for _, part := range own.Parts(nil, 0, []uint64{0, 0, 100, 100}) {
		fmt.Printf("%d Wh to household %d\n", part.Wh, part.Index+1)
	}
	// Output:
	// 67 Wh to household 4
}

// A settlement walks page by page; here each page has two households.
func ExampleRule_SharePage() {
	pages := []netting.Reports{
		{Import: []uint64{0, 0}, Export: []uint64{200, 100}},
		{Import: []uint64{100, 100}, Export: []uint64{0, 0}},
	}
	pg := netting.NewPage(2)

	var totals netting.Totals
	for _, reports := range pages {
		pg.Fill(reports)
		if err := totals.AddPage(pg); err != nil {
			fmt.Println(err)
			return
		}
	}
	rule, err := netting.NewRule(netting.Terms{Key: netting.Dynamic}, 0, totals)
	if err != nil {
		fmt.Println(err)
		return
	}
	var p netting.Prefix
	for _, reports := range pages {
		fmt.Printf("before: %+v\n", p)
		pg.Fill(reports)
		rule.SharePage(&p, pg)
		fmt.Println("give", pg.Give, "take", pg.Take)
	}
	fmt.Println("adds up:", rule.Check(p) == nil)
	// Output:
	// before: {Supply:0 Demand:0 Weight:0 Given:0 Taken:0}
	// give [133 67] take [0 0]
	// before: {Supply:300 Demand:0 Weight:0 Given:200 Taken:0}
	// give [0 0] take [100 100]
	// adds up: true
}

// The explanation of a share holds the numbers with which anyone redoes it: floor((200·300 + 0) / 300) − floor((200·200 + 0) / 300).
func ExampleRule_Why() {
	rule, err := netting.NewRule(netting.Terms{Key: netting.Dynamic}, 0, netting.Totals{Supply: 300, Demand: 200})
	if err != nil {
		fmt.Println(err)
		return
	}
	why := rule.Why(netting.Prefix{Supply: 200, Given: 133}, netting.Side{Supply: 100})
	fmt.Println(why.Total, why.Weight, why.Offset, why.Prefix, why.Own)
	fmt.Println(why.High, "-", why.Low, "=", why.Share)
	// Output:
	// 200 300 0 200 100
	// 200 - 133 = 67
}
