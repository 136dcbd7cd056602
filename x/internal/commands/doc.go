// Package commands builds the command line of a module from tables with a row for each call of its services. A row holds only
// the parts that do not follow from the others:
//
//	{
//		RPC: "Source", Args: "area number=source",
//		Short:   "A source and what its producer can collect",
//		Example: "1 1",
//	},
//
// As a query of the module water this becomes
//
//	Usage:   source [area] [number]
//	Example: utilityd query water source 1 1
//
// Args lists the arguments in order, separated by spaces:
//
//	payment_denom          the field of that name, shown as [payment-denom]
//	key-type=new_key.type  a field, here within another, that is shown by the name [key-type]
//	reading...=readings    a repeated field that takes all remaining arguments, shown as [reading...]
//	--commission           a flag that belongs to the usage, shown as it stands
//
// All other fields of the message are flags.
package commands
