package gateway

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// lookAgain is how long a device that cannot count yet is left alone.
const lookAgain = 10 * time.Second

// Registry is the queries of x/meterid for the status of meters.
type Registry interface {
	MeterBySerial(ctx context.Context, in *meteridtypes.QueryMeterBySerialRequest, opts ...grpc.CallOption) (*meteridtypes.QueryMeterBySerialResponse, error)
	Meter(ctx context.Context, in *meteridtypes.QueryMeterRequest, opts ...grpc.CallOption) (*meteridtypes.QueryMeterResponse, error)
}

// Member is a device as the chain sees it.
type Member struct {
	// Device signs. Of several keys with one serial number it is the one that the chain has.
	Device
	// Unit is how its registers count.
	Unit Unit
	// Counting is true if the meter has registers, so that rows can be signed.
	Counting bool
	// Waiting is why its readings cannot be submitted at present, empty if they can.
	Waiting string
	// Gone is true if the meter is retired and not replaced: its readings will never be taken.
	Gone bool
	// Registers are the last ones that the chain took when it was looked at.
	Registers meteridtypes.Registers

	next    string // serial number of the device that took its place
	checked time.Time
}

// Roster holds the devices of a gateway and keeps up with the chain.
type Roster struct {
	registry Registry
	now      func() time.Time
	order    []string            // serial numbers, in the order of the file
	keys     map[string][]Device // the keys of each serial number
	members  map[string]*Member
}

// NewRoster takes the devices of a file. Nothing is known of them before they are looked up.
func NewRoster(registry Registry, devices []Device, now func() time.Time) *Roster {
	r := &Roster{registry: registry, now: now, members: map[string]*Member{}}
	r.SetDevices(devices)
	return r
}

// SetDevices takes the devices of a file that may have changed. It returns the serial numbers that are new or have other keys.
func (r *Roster) SetDevices(devices []Device) (changed []string) {
	before := r.keys
	r.order, r.keys = nil, map[string][]Device{}
	for _, d := range devices {
		if r.keys[d.Serial] == nil {
			r.order = append(r.order, d.Serial)
		}
		r.keys[d.Serial] = append(r.keys[d.Serial], d)
	}
	for _, serial := range r.order {
		if len(r.keys[serial]) != len(before[serial]) {
			changed = append(changed, serial)
		}
	}
	return changed
}

// Serials returns the serial numbers of all devices, in the order of the file.
func (r *Roster) Serials() []string { return r.order }

// Find returns the member that signs for a name of the input, following replacements; nil: there is no such device.
func (r *Roster) Find(name string) *Member {
	for range len(r.members) + 1 {
		m := r.members[name]
		if m == nil || m.next == "" {
			return m
		}
		name = m.next
	}
	return nil
}

// Refresh looks a device up on the chain. An error is one of the network: the device is as it was.
func (r *Roster) Refresh(ctx context.Context, serial string) (*Member, error) {
	keys := r.keys[serial]
	m := &Member{Device: Device{Serial: serial}, checked: r.now()}
	if len(keys) == 0 {
		m.Waiting = "it is not in the file of devices: add its key"
		r.members[serial] = m
		return m, nil
	}
	m.Device = keys[0]
	found, err := r.registry.MeterBySerial(ctx, &meteridtypes.QueryMeterBySerialRequest{Issuer: m.Issuer, Serial: serial})
	switch status.Code(err) {
	case codes.OK:
	case codes.NotFound:
		m.Waiting = fmt.Sprintf("it is not registered by %s: its issuer runs utilityd tx meterid register-meter", m.Issuer)
		r.members[serial] = m
		return m, nil
	case codes.InvalidArgument:
		m.Waiting = fmt.Sprintf("expected an issuer of this chain in the file of devices, got %q: %s", m.Issuer, status.Convert(err).Message())
		r.members[serial] = m
		return m, nil
	default:
		return nil, fmt.Errorf("look for device %s: %w", serial, err)
	}
	full, err := r.registry.Meter(ctx, &meteridtypes.QueryMeterRequest{Meter: found.Meter.Id})
	if err != nil {
		return nil, fmt.Errorf("look for device %s: %w", serial, err)
	}
	if err := r.see(ctx, m, keys, full); err != nil {
		return nil, err
	}
	r.members[serial] = m
	return m, nil
}

// see stores the chain's state of a meter.
func (r *Roster) see(ctx context.Context, m *Member, keys []Device, full *meteridtypes.QueryMeterResponse) error {
	meter := &full.Meter
	m.Unit = unitOf(meter)
	m.Meter, m.KeyVersion = meter.Id, meter.KeyVersion
	hasKey := m.take(keys, meter.PublicKey.Key)
	if !hasKey {
		m.KeyVersion = 0 // what another key signs is signed anew once the right one is there
	}
	if full.Registers != nil {
		m.Registers, m.Counting = *full.Registers, true
	}
	switch {
	case meter.Status == meteridtypes.METER_STATUS_RETIRED:
		m.Counting, m.Gone, m.Waiting = false, meter.ReplacedBy == 0, fmt.Sprintf("meter %d is retired", meter.Id)
		return r.follow(ctx, m, meter.ReplacedBy)
	case !m.Counting:
		m.Waiting = fmt.Sprintf("meter %d is not activated: its owner runs utilityd tx meterid activate-meter", meter.Id)
	case meter.Status == meteridtypes.METER_STATUS_SUSPENDED:
		m.Waiting = fmt.Sprintf("meter %d is suspended: its issuer can resume it", meter.Id)
	case !hasKey:
		m.Waiting = fmt.Sprintf("meter %d has another key on the chain, of version %d: add it to the file of devices", meter.Id, meter.KeyVersion)
	case !meter.IsBound():
		m.Waiting = fmt.Sprintf("meter %d is in no community, area or generator that counts it", meter.Id)
	}
	return nil
}

// follow finds the device that took the place of a retired one among those of the file.
func (r *Roster) follow(ctx context.Context, m *Member, replacement uint64) error {
	if replacement == 0 {
		return nil
	}
	res, err := r.registry.Meter(ctx, &meteridtypes.QueryMeterRequest{Meter: replacement})
	if err != nil {
		return fmt.Errorf("look for meter %d, which replaces %s: %w", replacement, m.Serial, err)
	}
	m.Waiting = fmt.Sprintf("meter %d was replaced by %s: add the key of that device to the file of devices", m.Meter, res.Meter.Serial)
	if keys := r.keys[res.Meter.Serial]; len(keys) > 0 && res.Meter.Serial != m.Serial {
		m.next = res.Meter.Serial
		m.Waiting = fmt.Sprintf("meter %d was replaced by %s, which goes on", m.Meter, m.next)
		if next := r.members[m.next]; next == nil || next.Waiting != "" {
			_, err = r.Refresh(ctx, m.next)
		}
	}
	return err
}

// take chooses the key that the chain has, and reports whether it is there.
func (m *Member) take(keys []Device, public []byte) bool {
	for _, d := range keys {
		if bytes.Equal(d.Key.Public(), public) {
			d.Meter, d.KeyVersion = m.Meter, m.KeyVersion
			m.Device = d
			return true
		}
	}
	return false
}

// waiting returns how many entries of a journal belong to devices that cannot count at present.
func (r *Roster) waiting(j *Journal) (n int) {
	for serial, m := range r.members {
		if d := j.devices[serial]; d != nil && m.Waiting != "" {
			n += d.open
		}
	}
	return n
}

// Due returns the devices that cannot count at present and were not looked at for a while, at most n.
func (r *Roster) Due(n int) []string {
	var due []string
	for _, serial := range r.order {
		m := r.members[serial]
		if len(due) < n && (m == nil || m.Waiting != "" && m.next == "" && r.now().Sub(m.checked) >= lookAgain) {
			due = append(due, serial)
		}
	}
	return due
}

// unitOf is how the registers of a meter count.
func unitOf(m *meteridtypes.Meter) Unit {
	u := Unit{
		Medium:    m.Medium,
		Numerator: m.RegisterUnitNumerator, Denominator: m.RegisterUnitDenominator,
		Exports: m.Direction == meteridtypes.DIRECTION_PRODUCTION,
	}
	if m.RegisterDigits > 0 {
		u.Modulus = 1
		for range m.RegisterDigits {
			u.Modulus *= 10
		}
	}
	return u
}
