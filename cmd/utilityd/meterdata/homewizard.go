package meterdata

// homeWizardFormats describe the CSV that the app of HomeWizard exports: the registers of a P1 meter for two tariffs, or those
// of a kWh meter, every quarter of an hour in local time. Tariffs add up to one register. Columns with the greatest power of
// each phase are passed over. Modelled on files of customers; helpdesk.homewizard.com describes the export.
var homeWizardFormats = []Format{
	homeWizard([]string{"Import T1 kWh", "Import T2 kWh"}, []string{"Export T1 kWh", "Export T2 kWh"}),
	homeWizard([]string{"Import T1 kWh", "Import T2 kWh"}, nil),
	homeWizard([]string{"Import kWh"}, []string{"Export kWh"}),
}

func homeWizard(imported, exported []string) Format {
	return Format{
		Name: "homewizard", Separator: ",", Decimal: ".", Unit: KilowattHour, Zone: "Europe/Amsterdam",
		Columns: Columns{Time: "time", ImportRegister: imported, ExportRegister: exported},
	}
}
