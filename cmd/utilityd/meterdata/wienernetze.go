package meterdata

// wienerNetzeFormats describe the quarter-hour values of the smart-meter portal of Wiener Netze, and of other Austrian grids that
// use the same columns: day, begin and end of the quarter, kWh. In some files the number of the metering point stands before the
// name of the last column. The last quarter of a day ends at 00:00. Modelled on files of customers; the quarter-hour values
// themselves are those of the Austrian IME-VO.
var wienerNetzeFormats = []Format{
	wienerNetze("Zeit von", "Zeit bis", "*Verbrauch [kWh]"),
	wienerNetze("Zeit von", "Zeit bis", "*Verbrauch (kWh)"),
}

func wienerNetze(from, to, column string) Format {
	return Format{
		Name: "wiener-netze", Separator: ";", Decimal: ",", Unit: KilowattHour, Zone: "Europe/Vienna", Dates: DayFirst,
		Columns: Columns{Date: "Datum", Clock: from, EndClock: to, Import: []string{column}},
	}
}
