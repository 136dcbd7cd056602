package app

// NewWaterBank is the bank as x/water has it.
var NewWaterBank = newWaterBank
