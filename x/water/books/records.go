package books

// record holds a stored value: the one in the store, and the one that replaces it.
type record[T comparable] struct {
	Now, was T
	loaded   bool
}

// get returns the value, which is loaded the first time.
func (r *record[T]) get(load func() (T, error)) (*T, error) {
	if !r.loaded {
		v, err := load()
		if err != nil {
			return nil, err
		}
		r.Now, r.was, r.loaded = v, v, true
	}
	return &r.Now, nil
}

// store calls set with a value that has changed.
func (r *record[T]) store(set func(T) error) error {
	if r.Now == r.was {
		return nil
	}
	return set(r.Now)
}

// records holds stored values by their numbers, in the order in which they were loaded.
type records[T comparable] struct {
	order []*record[T]
	of    map[uint64]*record[T]
}

func newRecords[T comparable]() records[T] { return records[T]{of: map[uint64]*record[T]{}} }

// get returns the value of a number, which is loaded the first time.
func (rs *records[T]) get(number uint64, load func() (T, error)) (*T, error) {
	if r, loaded := rs.of[number]; loaded {
		return &r.Now, nil
	}
	r := &record[T]{}
	v, err := r.get(load)
	if err != nil {
		return nil, err
	}
	rs.order = append(rs.order, r)
	rs.of[number] = r
	return v, nil
}

// add adds a value that is not in the store yet.
func (rs *records[T]) add(number uint64, v T) *T {
	r := &record[T]{Now: v, loaded: true}
	rs.order = append(rs.order, r)
	rs.of[number] = r
	return &r.Now
}

// store calls set with each value that has changed.
func (rs *records[T]) store(set func(T) error) error {
	for _, r := range rs.order {
		if err := r.store(set); err != nil {
			return err
		}
	}
	return nil
}
