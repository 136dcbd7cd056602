package meterdata

// homeAssistantFormats describe two exports of Home Assistant. The first is the history that its own page downloads: every
// change of a sensor, in UTC with milliseconds, and without a unit. A register counts from the second in which it was reached.
// The second is the CSV or TSV of the integration "import_statistics": a row for each hour, named by its begin in local time,
// with the state of the sensor at the end of the hour. Both hold registers; sensors that are reset daily are no meters. Sources:
// home-assistant.io, page "History", and developers.home-assistant.io on long-term statistics for what state means.
var homeAssistantFormats = []Format{{
	Name: "home-assistant", Separator: ",", Decimal: ".", Truncate: true,
	Columns: Columns{Time: "last_changed", Meter: "entity_id", Register: []string{"state"}},
}, {
	Name: "home-assistant", Decimal: ".", Times: Start, StepSeconds: 3_600,
	Columns: Columns{Time: "start", Meter: "statistic_id", Unit: "unit", Register: []string{"state"}},
}}
