package meterid

// RegisterDIDRoute is the route alone, without a node behind it.
var RegisterDIDRoute = registerDIDRoute
