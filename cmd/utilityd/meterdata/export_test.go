package meterdata

// ReadNumber reads one cell with a fresh notation, and returns the signs that it showed.
func ReadNumber(text string, decimal, thousands byte, parts uint64, shift int) (Quantity, string, error) {
	n := notation{decimal, thousands}
	q, err := n.read([]byte(text), parts, shift)
	signs := ""
	for _, sign := range []byte{n.decimal, n.thousands} {
		if sign != 0 {
			signs += string(sign)
		}
	}
	return q, signs, err
}

// ReadMoment reads one cell; local times count as if the clock showed UTC.
func ReadMoment(text, order string, truncate bool) (seconds int64, local bool, err error) {
	m, err := calendar{order, truncate}.moment([]byte(text))
	return m.seconds, m.local, err
}

// DaysOf counts days since 1970.
var DaysOf = daysOf

// Instants returns when the clock of a zone showed a local time.
func Instants(zone string, locals ...int64) (found [][]int64, err error) {
	z, err := loadZone(zone)
	if err != nil {
		return nil, err
	}
	for _, local := range locals {
		first, second, ok := z.instants(local)
		switch {
		case !ok:
			found = append(found, nil)
		case first == second:
			found = append(found, []int64{first})
		default:
			found = append(found, []int64{first, second})
		}
	}
	return found, nil
}

// Parts returns how many parts one unit makes.
func Parts(u Unit) uint64 {
	m, _ := measureOf(string(u))
	return m.parts
}

// Split cuts a line into cells.
func Split(line string, separator byte) ([]string, error) {
	s := splitter{separator: separator}
	cells, err := s.split([]byte(line))
	texts := make([]string, len(cells))
	for i, cell := range cells {
		texts[i] = string(cell)
	}
	return texts, err
}
