// Package meterdata reads what meters and their portals write: CSV exports, NEM12, Green Button, and the telegrams of the meters
// themselves. Each format has a file of its own. All of them stream, and all of them yield the same thing: a Record for each
// interval or register reading, or a RowError for each row that makes no sense, after which reading goes on.
//
// The package knows files and numbers. It knows no chain, no keys and no journal.
//
// # Exactness
//
// A Quantity holds fractions of a Wh or litre exactly: decimals of Wh, kWh and m3, average power over whole seconds, and
// gallons and cubic feet by their legal definitions. Nothing is rounded here. The gateway rounds the running sum down to whole
// register steps, so that no row adds an error of its own.
package meterdata
