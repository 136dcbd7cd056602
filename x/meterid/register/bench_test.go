package register_test

import (
	"testing"

	"github.com/utilityd/utilityd/x/meterid/register"
)

func BenchmarkAmount(b *testing.B) {
	for _, bc := range []struct {
		name string
		form register.Form
	}{
		{name: "whole units", form: register.Form{Numerator: 1, Denominator: 1}},
		{name: "fractions", form: register.Form{Numerator: 473_176_473, Denominator: 125_000_000}},
	} {
		b.Run(bc.name, func(b *testing.B) {
			for i := range uint64(b.N) {
				if _, err := bc.form.Amount(register.Base{}, i, 100); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
