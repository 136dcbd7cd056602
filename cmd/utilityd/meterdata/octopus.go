package meterdata

// octopusFormats describe the consumption that Octopus Energy lets customers in Great Britain download: kWh, begin and end of
// the half hour with the offset of the local clock. There is a blank behind each comma of the header line, newer files have two
// more columns with costs, half hours of zero can be missing, and 0 can be written as 0E-20. Modelled on files of customers;
// the begin is included and the end is not, as the REST API of Octopus documents for interval_start and interval_end.
var octopusFormats = []Format{{
	Name: "octopus", Separator: ",", Decimal: ".", Unit: KilowattHour, Zone: "Europe/London",
	Columns: Columns{Time: "Start", End: "End", Import: []string{"Consumption (kWh)"}},
}}
