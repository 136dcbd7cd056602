package types

import (
	"cmp"
	"slices"

	"github.com/utilityd/utilityd/x/meterid/rate"
	"github.com/utilityd/utilityd/x/meterid/register"
)

// ClaimAt returns the claim of the type that counts at the time: the one with the latest valid_from not after it, unless that
// one has ended.
func (m Meter) ClaimAt(t ClaimType, at int64) (Claim, bool) {
	for i := len(m.Claims) - 1; i >= 0; i-- {
		c := &m.Claims[i]
		if c.Type != t || c.ValidFrom > at {
			continue
		}
		if c.ValidUntil != 0 && c.ValidUntil <= at {
			return Claim{}, false
		}
		return *c, true
	}
	return Claim{}, false
}

// IsRenewable reports whether the production behind the meter at the time is attested as renewable.
func (m Meter) IsRenewable(at int64) bool {
	c, ok := m.ClaimAt(CLAIM_TYPE_TECHNOLOGY, at)
	return ok && c.Renewable
}

// Occupants returns the attested number of people behind the meter at the time; 1 if nothing is attested.
func (m Meter) Occupants(at int64) uint32 {
	c, ok := m.ClaimAt(CLAIM_TYPE_OCCUPANTS, at)
	if !ok {
		return 1
	}
	return c.Occupants
}

// IsLive reports whether the meter holds its key: all but retired ones do.
func (m Meter) IsLive() bool {
	return m.Status == METER_STATUS_REGISTERED || m.HasRegisters()
}

// HasRegisters reports whether the owner has accepted the meter and it is in service, even if suspended.
func (m Meter) HasRegisters() bool {
	return m.Status == METER_STATUS_ACTIVE || m.Status == METER_STATUS_SUSPENDED
}

// Form returns the unit and the digits of the registers of the meter.
func (m *Meter) Form() register.Form {
	return register.Form{Numerator: m.RegisterUnitNumerator, Denominator: m.RegisterUnitDenominator, Digits: m.RegisterDigits}
}

// Limit returns the rate at which each register of the meter may run.
func (m *Meter) Limit() rate.Limit { return rate.Of(m.MaxRatePerHour, m.Form()) }

// IsBound reports whether a module counts the readings of the meter.
func (m Meter) IsBound() bool { return m.Binding.Module != "" }

// WithClaim returns the meter with the claim added, or in place of the one of the same type and valid_from.
func (m Meter) WithClaim(c Claim) Meter {
	i, found := slices.BinarySearchFunc(m.Claims, c, compareClaims)
	claims := slices.Clone(m.Claims)
	if found {
		claims[i] = c
	} else {
		claims = slices.Insert(claims, i, c)
	}
	m.Claims = claims
	return m
}

// WithoutClaim returns the meter without the claim of that type and valid_from, and whether there was one.
func (m Meter) WithoutClaim(t ClaimType, validFrom int64) (Meter, bool) {
	i, found := slices.BinarySearchFunc(m.Claims, Claim{Type: t, ValidFrom: validFrom}, compareClaims)
	if !found {
		return m, false
	}
	m.Claims = slices.Delete(slices.Clone(m.Claims), i, i+1)
	return m, true
}

// TakeClaims returns the meter with the claims of another one added. For a type that both have, the meter's own stay.
func (m Meter) TakeClaims(from Meter) Meter {
	own := m
	for _, c := range from.Claims {
		if !slices.ContainsFunc(own.Claims, func(o Claim) bool { return o.Type == c.Type }) {
			m = m.WithClaim(c)
		}
	}
	return m
}

func compareClaims(a, b Claim) int {
	return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.ValidFrom, b.ValidFrom))
}

// MayAdvance reports whether a meter of this direction may advance the registers by these amounts.
func (d Direction) MayAdvance(imported, exported uint64) bool {
	switch d {
	case DIRECTION_CONSUMPTION:
		return exported == 0
	case DIRECTION_PRODUCTION:
		return imported == 0
	default:
		return true
	}
}

// WaitsForIssuer reports whether a reading with this outcome is kept for the issuer of the meter.
func (c ReadingCode) WaitsForIssuer() bool {
	return c == READING_CODE_QUARANTINED || c == READING_CODE_REGISTER_WENT_BACK
}

// Certifies reports whether the issuer may certify meters of the medium.
func (i Issuer) Certifies(m Medium) bool { return slices.Contains(i.Media, m) }

// AuthorOf returns the issuer that attested a claim, or nothing if the meter has none of the type from that time on.
func (m Meter) AuthorOf(t ClaimType, validFrom int64) string {
	for _, c := range m.Claims {
		if c.Type == t && c.ValidFrom == validFrom {
			return c.Issuer
		}
	}
	return ""
}

// Registers returns the registers of a reading, without its signature.
func (m *Reading) Registers() Registers {
	return Registers{Time: m.Time, ImportRegister: m.ImportRegister, ExportRegister: m.ExportRegister}
}
