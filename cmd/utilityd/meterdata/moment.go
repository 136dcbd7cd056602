package meterdata

import (
	"bytes"
	"errors"
)

// Orders of the numbers of a date. A date that begins with the year needs none, one with dots is day first.
const (
	DayFirst   = "day-first"
	MonthFirst = "month-first"
)

// Errors of a cell that is no time. Milliseconds and an unknown order of the date concern the whole input.
var (
	errTime         = errors.New("expected a time such as 2026-11-20T00:15:00+01:00, or Unix seconds")
	errFraction     = errors.New("expected a time in whole seconds")
	errMilliseconds = errors.New("expected Unix seconds, got milliseconds or finer: divide the column by 1000")
	errDateOrder    = errors.New("expected a date of known order (--dates day-first or --dates month-first)")
)

// moment is a time as an input writes it.
type moment struct {
	// seconds are Unix seconds; if local, those that the moment would have if the local clock showed UTC.
	seconds int64
	local   bool
}

const day = 86_400

// calendar is how an input writes dates and times.
type calendar struct {
	// order is DayFirst, MonthFirst, or empty.
	order string
	// truncate drops fractions of a second; otherwise only those of zero are read.
	truncate bool
}

// moment reads a date with or without a time of day and an offset, or Unix seconds.
func (c calendar) moment(text []byte) (moment, error) {
	digits := leading(text)
	if digits == len(text) || digits > 8 && text[digits] == '.' {
		return c.unix(text[:digits], text[digits:])
	}
	days, rest, err := c.date(text)
	if err != nil || len(rest) == 0 {
		return moment{days * day, true}, err
	}
	if rest[0] != 'T' && rest[0] != 't' && rest[0] != ' ' {
		return moment{}, errTime
	}
	m, err := c.clock(bytes.TrimLeft(rest[1:], " "))
	m.seconds += days * day
	return m, err
}

// clock reads a time of day and an offset, if there is one. 24:00 is the end of the day.
func (c calendar) clock(text []byte) (moment, error) {
	hour, rest, ok := number(text, 1, 2, 24)
	if !ok || len(rest) == 0 || rest[0] != ':' {
		return moment{}, errTime
	}
	minute, rest, ok := number(rest[1:], 2, 2, 59)
	second := int64(0)
	if ok && len(rest) > 0 && rest[0] == ':' {
		second, rest, ok = number(rest[1:], 2, 2, 59)
	}
	if !ok || hour == 24 && minute+second > 0 {
		return moment{}, errTime
	}
	if len(rest) > 0 && (rest[0] == '.' || rest[0] == ',') {
		fraction := rest[1 : 1+leading(rest[1:])]
		if len(fraction) == 0 {
			return moment{}, errTime
		}
		if !c.truncate && !zeros(fraction) {
			return moment{}, errFraction
		}
		rest = rest[1+len(fraction):]
	}
	seconds := hour*3_600 + minute*60 + second
	rest = bytes.TrimLeft(rest, " ")
	if len(rest) == 0 {
		return moment{seconds, true}, nil
	}
	offset, ok := offsetOf(rest)
	if !ok {
		return moment{}, errTime
	}
	return moment{seconds - offset, false}, nil
}

// offsetOf reads Z, UTC, +02, +0200 or +02:00, in seconds east of Greenwich.
func offsetOf(text []byte) (seconds int64, ok bool) {
	if bytes.EqualFold(text, []byte("Z")) || bytes.EqualFold(text, []byte("UTC")) {
		return 0, true
	}
	if text[0] != '+' && text[0] != '-' {
		return 0, false
	}
	hours, rest, ok := number(text[1:], 2, 2, 23)
	minutes := int64(0)
	if ok && len(rest) > 0 {
		minutes, rest, ok = number(bytes.TrimPrefix(rest, []byte{':'}), 2, 2, 59)
	}
	if !ok || len(rest) > 0 {
		return 0, false
	}
	if seconds = hours*3_600 + minutes*60; text[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}

// unix reads a moment of digits only: seconds, or the compact forms 20261120, 202611200015 and 20261120001500.
func (c calendar) unix(digits, fraction []byte) (moment, error) {
	if len(fraction) > 0 && leading(fraction[1:]) < len(fraction)-1 {
		return moment{}, errTime
	}
	switch n := len(digits); {
	case len(fraction) == 0 && (n == 8 || n == 12 || n == 14):
		return compact(digits)
	case n > 11:
		return moment{}, errMilliseconds
	case n == 0:
		return moment{}, errTime
	case len(fraction) > 0 && !c.truncate && !zeros(fraction[1:]):
		return moment{}, errFraction
	}
	seconds, _, ok := number(digits, 1, 11, 1<<40)
	if !ok || seconds == 0 {
		return moment{}, errTime
	}
	return moment{seconds, false}, nil
}

func compact(digits []byte) (moment, error) {
	field := func(from, to int) int64 {
		if from >= len(digits) {
			return 0
		}
		n, _, _ := number(digits[from:to], 1, 4, 9_999)
		return n
	}
	days, ok := daysOf(field(0, 4), field(4, 6), field(6, 8))
	hour, minute, second := field(8, 10), field(10, 12), field(12, 14)
	if !ok || hour > 23 || minute > 59 || second > 59 {
		return moment{}, errTime
	}
	return moment{days*day + hour*3_600 + minute*60 + second, true}, nil
}

// date reads 2026-11-20 or 20.11.2026, with dashes, dots or slashes.
func (c calendar) date(text []byte) (days int64, rest []byte, err error) {
	first, rest, ok := number(text, 1, 4, 9_999)
	width := len(text) - len(rest)
	if !ok || width == 3 || len(rest) == 0 || rest[0] != '-' && rest[0] != '.' && rest[0] != '/' {
		return 0, nil, errTime
	}
	sign := rest[0]
	second, rest, ok := number(rest[1:], 1, 2, 31)
	if !ok || len(rest) == 0 || rest[0] != sign {
		return 0, nil, errTime
	}
	if width == 4 {
		third, rest, ok := number(rest[1:], 1, 2, 31)
		days, valid := daysOf(first, second, third)
		if !ok || !valid {
			return 0, nil, errTime
		}
		return days, rest, nil
	}
	year, rest, ok := number(rest[1:], 4, 4, 9_999)
	if c.order == "" && sign == '/' && first <= 12 && second <= 12 && first != second {
		return 0, nil, errDateOrder
	}
	dayOf, month := first, second
	if c.order == MonthFirst || c.order == "" && sign == '/' && second > 12 {
		dayOf, month = second, first
	}
	days, valid := daysOf(year, month, dayOf)
	if !ok || !valid {
		return 0, nil, errTime
	}
	return days, rest, nil
}

// daysOf counts the days since 1970-01-01, by the Gregorian calendar. The year begins in March so that February is its end.
func daysOf(year, month, day int64) (days int64, ok bool) {
	if year < 1970 || year > 2999 || month < 1 || month > 12 || day < 1 || day > lengthOf(year, month) {
		return 0, false
	}
	if month -= 2; month <= 0 {
		month, year = month+12, year-1
	}
	return year*365 + year/4 - year/100 + year/400 + month*367/12 + day - 719_499, true
}

func lengthOf(year, month int64) int64 {
	switch {
	case month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0):
		return 29
	case month == 2:
		return 28
	case month == 4 || month == 6 || month == 9 || month == 11:
		return 30
	default:
		return 31
	}
}

// number reads a number of a width and of at most limit.
func number(text []byte, narrowest, widest int, limit int64) (value int64, rest []byte, ok bool) {
	n := 0
	for ; n < len(text) && n < widest && text[n] >= '0' && text[n] <= '9'; n++ {
		value = value*10 + int64(text[n]-'0')
	}
	return value, text[n:], n >= narrowest && value <= limit
}

// leading returns how many digits text begins with.
func leading(text []byte) (n int) {
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n
}

func zeros(text []byte) bool { return len(bytes.Trim(text, "0")) == 0 }
