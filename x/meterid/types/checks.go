package types

import (
	"fmt"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/meterid/signature"
)

// Checks of single fields, which messages and genesis share.

func checkMeterNumber(field string, id uint64) error {
	return check.Min(field, id, FirstMeter)
}

func checkMedium(m Medium) error { return check.Enum("medium", Medium_name, m) }

func checkMedia(media []Medium) error {
	if len(media) == 0 || len(media) >= len(Medium_name) {
		return check.Invalid("media: expected 1 to %d, got %d", len(Medium_name)-1, len(media))
	}
	for i, m := range media {
		if err := checkMedium(m); err != nil {
			return err
		}
		for _, before := range media[:i] {
			if before == m {
				return check.Invalid("media: expected each once, got %s twice", m)
			}
		}
	}
	return nil
}

func checkDirection(d Direction) error { return check.Enum("direction", Direction_name, d) }

// Validate checks that the key is a point its scheme accepts.
func (k PublicKey) Validate() error {
	if err := signature.CheckKey(k.Scheme(), k.Key); err != nil {
		return ErrInvalidKey.Wrap(err.Error())
	}
	return nil
}

// Scheme returns the signature scheme of the key; 0, which no scheme has, if its type is out of range.
func (k PublicKey) Scheme() signature.Scheme {
	if k.Type < 0 || int(k.Type) >= len(KeyType_name) {
		return 0
	}
	return signature.Scheme(k.Type) //nolint:gosec // checked above
}

// Validate checks the fields of the claim.
func (c Claim) Validate() error {
	if err := check.All(check.Time("valid_from", c.ValidFrom), check.Time("valid_until", c.ValidUntil)); err != nil {
		return err
	}
	if c.ValidUntil != 0 && c.ValidUntil <= c.ValidFrom {
		return ErrInvalidClaim.Wrapf("valid_until: expected 0 or more than %d, got %d", c.ValidFrom, c.ValidUntil)
	}
	return c.validateValue()
}

// validateValue checks that only the field of the claim's own type is set, and to a sensible value.
func (c Claim) validateValue() error {
	occupants, point, renewable := c.Occupants != 0, len(c.ServicePoint) != 0, c.Renewable
	switch c.Type {
	case CLAIM_TYPE_OCCUPANTS:
		if c.Occupants < 1 || c.Occupants > MaxOccupants {
			return ErrInvalidClaim.Wrapf("occupants: expected 1 to %d, got %d", MaxOccupants, c.Occupants)
		}
		occupants = false
	case CLAIM_TYPE_SERVICE_POINT:
		if len(c.ServicePoint) != ServicePointBytes {
			return ErrInvalidClaim.Wrapf("service_point: expected %d bytes, got %d", ServicePointBytes, len(c.ServicePoint))
		}
		point = false
	case CLAIM_TYPE_CALIBRATION:
		if c.ValidUntil == 0 {
			return ErrInvalidClaim.Wrap("valid_until: expected an end of the calibration, got 0")
		}
	case CLAIM_TYPE_TECHNOLOGY:
		renewable = false
	default:
		return ErrInvalidClaim.Wrapf("type: expected 1 to %d, got %d", len(ClaimType_name)-1, int32(c.Type))
	}
	if occupants || point || renewable {
		return ErrInvalidClaim.Wrapf("expected only the field of %s, got occupants %d, %d bytes of service_point, renewable %t",
			c.Type, c.Occupants, len(c.ServicePoint), c.Renewable)
	}
	return nil
}

// CheckDigits refuses registers that the meter has not digits enough to show.
func (m *Meter) CheckDigits(field string, r Registers) error {
	if f := m.Form(); f.Holds(r.ImportRegister) && f.Holds(r.ExportRegister) {
		return nil
	}
	return ErrTooManyDigits.Wrapf("%s of meter %d: expected at most %d digits, got %d and %d",
		field, m.Id, m.RegisterDigits, r.ImportRegister, r.ExportRegister)
}

// Validate checks the registers by themselves: any value may be read, at any time that there is.
func (r Registers) Validate(field string) error { return check.Time(field+" time", r.Time) }

// Describe returns the registers in one line, for errors.
func (r Registers) Describe() string {
	return fmt.Sprintf("%s import %d export %d", check.Moment(r.Time), r.ImportRegister, r.ExportRegister)
}
