package types

import (
	"slices"

	"github.com/utilityd/utilityd/x/internal/check"
)

// DefaultGenesis returns a chain without meters.
func DefaultGenesis() *GenesisState {
	return &GenesisState{Params: DefaultParams(), NextMeter: FirstMeter}
}

// Validate checks that the state is possible. Addresses are decoded when it is imported, with the codec of the
// chain.
func (g GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	v := genesisValidator{
		issuers: map[string]Issuer{},
		meters:  map[uint64]*Meter{},
		pending: map[uint64]PendingKey{},
		serials: map[serialOfIssuer]uint64{},
		keys:    map[string]uint64{},
	}
	for _, step := range []func(GenesisState) error{
		v.checkIssuers,
		v.checkMeters,
		v.checkRegisters,
		v.checkQuarantine,
		v.checkPendingKeys,
		v.checkProposals,
	} {
		if err := step(g); err != nil {
			return err
		}
	}
	return nil
}

// genesisValidator has the entries seen so far. Its maps are only looked up.
type genesisValidator struct {
	issuers map[string]Issuer
	meters  map[uint64]*Meter
	pending map[uint64]PendingKey
	serials map[serialOfIssuer]uint64
	keys    map[string]uint64
}

type serialOfIssuer struct{ issuer, serial string }

func (v genesisValidator) checkIssuers(g GenesisState) error {
	for _, i := range g.Issuers {
		if _, twice := v.issuers[i.Address]; twice {
			return ErrInvalidGenesis.Wrapf("issuer %s: expected once, got twice", i.Address)
		}
		if err := check.All(check.Text("name", i.Name, 1, MaxNameBytes), checkMedia(i.Media)); err != nil {
			return ErrInvalidGenesis.Wrapf("issuer %s: %s", i.Address, err)
		}
		if !slices.IsSorted(i.Media) {
			return ErrInvalidGenesis.Wrapf("issuer %s: expected media ascending, got %s", i.Address, i.Media)
		}
		v.issuers[i.Address] = i
	}
	for _, i := range g.Issuers {
		if _, known := v.issuers[i.Successor]; i.Successor != "" && (!known || i.Active || i.Successor == i.Address) {
			return ErrInvalidGenesis.Wrapf("issuer %s: successor: expected another issuer of the list, for a revoked one, got %s",
				i.Address, i.Successor)
		}
	}
	return nil
}

func (v genesisValidator) checkMeters(g GenesisState) error {
	if g.NextMeter < FirstMeter {
		return ErrInvalidGenesis.Wrapf("next_meter: expected at least %d, got %d", FirstMeter, g.NextMeter)
	}
	if err := ascending("meters", g.Meters, func(m Meter) uint64 { return m.Id }); err != nil {
		return err
	}
	for i := range g.Meters {
		m := &g.Meters[i]
		if m.Id < FirstMeter || m.Id >= g.NextMeter {
			return ErrInvalidGenesis.Wrapf("meter %d: expected a number from %d to below next_meter, %d", m.Id, FirstMeter, g.NextMeter)
		}
		if err := m.validate(); err != nil {
			return ErrInvalidGenesis.Wrapf("meter %d: %s", m.Id, err)
		}
		if _, known := v.issuers[m.Issuer]; !known {
			return ErrInvalidGenesis.Wrapf("meter %d: expected an issuer of the list, got %q", m.Id, m.Issuer)
		}
		serial := serialOfIssuer{m.Issuer, m.Serial}
		if other, used := v.serials[serial]; used {
			return ErrInvalidGenesis.Wrapf("meter %d: expected a serial number of its own, got that of meter %d", m.Id, other)
		}
		v.serials[serial] = m.Id
		if m.IsLive() {
			if err := v.takeKey(m.PublicKey, m.Id); err != nil {
				return err
			}
		}
		v.meters[m.Id] = m
	}
	for i := range g.Meters {
		m := &g.Meters[i]
		if m.ReplacedBy != 0 && (v.meters[m.ReplacedBy] == nil || m.ReplacedBy == m.Id) {
			return ErrInvalidGenesis.Wrapf("meter %d: replaced_by: expected another meter, got %d", m.Id, m.ReplacedBy)
		}
	}
	return nil
}

// validate checks a meter by itself.
func (m *Meter) validate() error {
	errs := []error{
		check.Text("serial", m.Serial, 1, MaxNameBytes),
		checkMedium(m.Medium),
		checkDirection(m.Direction),
		m.PublicKey.Validate(),
		check.Range("key_version", uint64(m.KeyVersion), 1, 1<<32-1),
		check.Range("register_unit_numerator", m.RegisterUnitNumerator, 1, MaxRegisterUnit),
		check.Range("register_unit_denominator", m.RegisterUnitDenominator, 1, MaxRegisterUnit),
		check.Range("register_digits", uint64(m.RegisterDigits), 0, MaxRegisterDigits),
		check.Range("max_rate_per_hour", m.MaxRatePerHour, 1, MaxRatePerHour),
		check.Range("claims", uint64(len(m.Claims)), 0, MaxClaims),
	}
	for i, c := range m.Claims {
		errs = append(errs, c.Validate())
		if i > 0 && compareClaims(m.Claims[i-1], c) >= 0 {
			errs = append(errs, check.Invalid("claims: expected ascending by type and valid_from, got %s %d after %s %d",
				c.Type, c.ValidFrom, m.Claims[i-1].Type, m.Claims[i-1].ValidFrom))
		}
	}
	if !m.IsLive() && m.Status != METER_STATUS_RETIRED {
		errs = append(errs, check.Invalid("status: expected one that is stored, got %s", m.Status))
	}
	if m.IsBound() && !m.HasRegisters() {
		errs = append(errs, check.Invalid("binding: expected none while %s, got one to %s", m.Status, m.Binding.Module))
	}
	if err := check.Time("bound_at", m.BoundAt); err != nil {
		errs = append(errs, err)
	}
	if !m.IsBound() && m.BoundAt != 0 {
		errs = append(errs, check.Invalid("bound_at: expected 0 without a binding, got %d", m.BoundAt))
	}
	if !m.IsBound() && m.Binding != (Binding{}) {
		errs = append(errs, check.Invalid("binding: expected no place without a module, got %d, %d", m.Binding.Ref, m.Binding.Slot))
	}
	if m.ReplacedBy != 0 && m.Status != METER_STATUS_RETIRED {
		errs = append(errs, check.Invalid("replaced_by: expected none while %s, got %d", m.Status, m.ReplacedBy))
	}
	return check.All(errs...)
}

// takeKey refuses a key of another live meter, current or pending.
func (v genesisValidator) takeKey(key PublicKey, id uint64) error {
	index := string(key.Index())
	if other, used := v.keys[index]; used {
		return ErrInvalidGenesis.Wrapf("meter %d: expected a key of its own, got that of meter %d", id, other)
	}
	v.keys[index] = id
	return nil
}

// Index returns the key with its scheme in front: 33 bytes may be a point on both curves.
func (k PublicKey) Index() []byte { return append([]byte{byte(k.Scheme())}, k.Key...) }

// ascending refuses a list that is out of order or names one of its keys twice.
func ascending[T any](list string, items []T, id func(T) uint64) error {
	for i := 1; i < len(items); i++ {
		if id(items[i-1]) >= id(items[i]) {
			return ErrInvalidGenesis.Wrapf("%s: expected ascending, got %d after %d", list, id(items[i]), id(items[i-1]))
		}
	}
	return nil
}
