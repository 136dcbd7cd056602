// Package meterdata reads what meters and their portals write: CSV exports, NEM12, Green Button, and the telegrams of the meters
// themselves. Each format has a file of its own. All of them yield a Record for each interval or register reading, or a RowError for
// each invalid row, after which reading goes on. CSV and telegrams stream; NEM12 and Green Button hold one meter or one file, because
// import and export stand in separate blocks.
//
// The package is limited to files and numbers; chain, keys and journal belong to the gateway.
//
//	Open ─▶ decode (gzip, UTF-16) ─▶ lines ─▶ cells ─▶ table (Format, numbers, moments) ─▶ Record
//	                              └▶ NEM12, Green Button ─────────────────────────────────▶ Record
//
// # Formats
//
// CSV has one reader, and a Format that describes an input to it: the separator, how numbers and times are written, and the
// columns by their names. Presets are such descriptions; our own layouts are read name by name; people write descriptions as JSON.
// Open recognises the header line. If the zone, the meter or the length of the intervals is missing, the error names the option that
// supplies it.
//
// # Time
//
// Local time is turned into Unix seconds by the zone. In the hour that comes twice in autumn the order of the rows of a meter
// decides: a row continues where the last one left off. Intervals are [Start, End).
//
// # Exactness
//
// A Quantity holds fractions of a Wh or litre exactly: decimals of Wh, kWh and m3, average power over whole seconds, and
// gallons and cubic feet by their legal definitions. Digits below a part, 2.8·10^-13 Wh, are cut off, as a register shows only what
// has passed in full; nothing else is rounded here. The gateway rounds the running sum down to whole register steps, so that no row
// adds an error of its own.
package meterdata
