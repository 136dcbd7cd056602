package meterdata

// enedisFormats describe the load curve that Enedis lets customers in France download: a row for each half hour with its begin,
// its end and the average power in kW, as spreadsheets there write it (byte-order mark, semicolons, decimal commas, local time).
// The file does not name the meter. Modelled on files of customers; Enedis describes the meaning of the values in its guide to
// "courbe de charge". Files with the columns Horodate and Valeur are not read, for they have the same header line whether they
// hold power, energy or registers.
var enedisFormats = []Format{{
	Name: "enedis", Separator: ";", Decimal: ",", Unit: Kilowatt, Zone: "Europe/Paris", Dates: DayFirst,
	Columns: Columns{Time: "Début", End: "Fin", Import: []string{"Valeur (en kW)"}},
}, {
	Name: "enedis", Separator: ";", Decimal: ",", Unit: Watt, Zone: "Europe/Paris", Dates: DayFirst,
	Columns: Columns{Time: "Début", End: "Fin", Import: []string{"Valeur (en W)"}},
}}
