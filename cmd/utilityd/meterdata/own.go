package meterdata

import (
	"slices"
	"strings"
)

// Own is the name of our own layouts.
const Own = "utilityd"

// ownFormat reads the names of our own columns: time or start, end, step_s, meter, and numbers whose names end with their unit,
// such as consumed_wh, export_register_kwh or register_gal. Only time and one number are needed. If a file has several kinds of
// numbers, registers win, because the next register makes up for a lost row.
func ownFormat(header []string) (Format, bool) {
	f := Format{Name: Own}
	c := &f.Columns
	found := map[string]Unit{} // role → unit
	names := map[string]string{}
	for _, cell := range header {
		switch name := tidy(cell); name {
		case "time", "start":
			c.Time = name
		case "end":
			c.End = name
		case "step_s":
			c.Step = name
		case "meter":
			c.Meter = name
		default:
			if role, unit, ok := ownColumn(name); ok {
				if _, twice := found[role]; !twice {
					found[role], names[role] = unit, name
				}
			}
		}
	}
	for _, roles := range [][]string{{"import_register", "export_register"}, {"register"}, {"consumed", "produced"}, {"import", "export"}} {
		for _, role := range roles {
			unit, ok := found[role]
			if !ok {
				continue
			}
			if f.Unit != "" && f.Unit != unit {
				return Format{}, false
			}
			f.Unit = unit
			c.set(role, names[role])
		}
		if f.Unit != "" {
			break
		}
	}
	return f, f.Unit != "" && c.Time != "" && f.Validate() == nil
}

// ownColumn splits a name into role and unit.
func ownColumn(name string) (role string, unit Unit, ok bool) {
	for _, m := range measures {
		if role, found := strings.CutSuffix(name, "_"+strings.ToLower(string(m.unit))); found && slices.Contains(ownRoles, role) {
			return role, m.unit, true
		}
	}
	return "", "", false
}

var ownRoles = []string{"consumed", "produced", "import", "export", "import_register", "export_register", "register"}

func (c *Columns) set(role, name string) {
	for i, column := range []*[]string{&c.Consumed, &c.Produced, &c.Import, &c.Export, &c.ImportRegister, &c.ExportRegister, &c.Register} {
		if ownRoles[i] == role {
			*column = []string{name}
		}
	}
}
