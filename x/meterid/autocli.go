package meterid

import (
	autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

	"github.com/utilityd/utilityd/x/internal/commands"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// AutoCLIOptions returns the commands of the module, each with an example.
func (AppModule) AutoCLIOptions() *autocliv1.ModuleOptions {
	return commands.Options(types.ModuleName, messages, queries)
}

// Arguments of the examples: a key and a signature of the right lengths, and a reading.
const (
	exampleKey       = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
	exampleSignature = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
	exampleReading   = `'{"meter":"7","time":"1767225600","import_register":"1200","export_register":"0",` +
		`"signature":"5VZDAMNgrHKQhuLMgG6CioSHfx645dl02HPgZSJJAVVfuIIVkKM7rMYeOXAc+bRr0lv18FlbviRlUUFDjnoQCw=="}'`
)

// Defaults of the flags of register-meter: whole Wh or litres, on a register that does not wrap.
const (
	defaultUnitDenominator = "1"
	defaultRegisterDigits  = "0"
)

// Arguments for the registers of a meter at the end of one device or owner, and at the start of the next.
const (
	closing = "closing-time=closing.time closing-import=closing.import_register closing-export=closing.export_register"
	opening = "opening-time=opening.time opening-import=opening.import_register opening-export=opening.export_register"
)

var messages = []commands.Command{
	// Issuers and parameters, by governance.
	{
		RPC: "AuthorizeIssuer", Args: "address name medium...=media", Proposal: true,
		Short:   "Propose to name a certification body",
		Example: commands.Account + ` "Calibration Office" electricity water --title "An issuer" --deposit 10000000uutl --from alice`,
	},
	{
		RPC: "RevokeIssuer", Args: "address", Proposal: true,
		Short:   "Propose to end an issuer's right to certify",
		Example: commands.Account + ` --title "No longer an issuer" --deposit 10000000uutl --from alice`,
	},
	{
		RPC: "ReassignMeters", Args: "from to", Proposal: true,
		Short:   "Propose an issuer that acts for the meters of a revoked one",
		Example: commands.Account + " " + commands.Account + ` --title "A successor" --deposit 10000000uutl --from alice`,
	},
	{
		RPC: "UpdateParams", Args: "params", Proposal: true,
		Short: "Propose other parameters; all of them must be given",
		Example: `'{"max_readings_per_batch":1024,"gas_per_reading":"2000","max_clock_drift_seconds":"60",` +
			`"max_reading_age_seconds":"604800","veto_seconds":"172800","acceptance_seconds":"1209600"}'` +
			` --title "Meters" --deposit 10000000uutl --from alice`,
	},

	// Meters, readings and claims.
	{
		RPC: "RegisterMeter",
		Args: "serial medium direction owner key-type=public_key.type key=public_key.key " +
			"register-unit=register_unit_numerator max_rate_per_hour possession_signature",
		Short: "Certify a device, as its issuer",
		Example: "1EMH0012345678 electricity bidirectional " + commands.Account + " ed25519 " + exampleKey +
			" 1 25000 " + exampleSignature + " --from issuer",
		Flags: commands.Flags{
			"register_unit_denominator": {
				DefaultValue: defaultUnitDenominator,
				Usage:        "Steps of a register per register-unit Wh (or litres); 10 for steps of 0.1 Wh (default " + defaultUnitDenominator + ")",
			},
			"register_digits": {
				DefaultValue: defaultRegisterDigits,
				Usage:        "Decimal digits after which a register starts again at 0 (default " + defaultRegisterDigits + ": never)",
			},
		},
	},
	{
		RPC: "ActivateMeter", Args: "meter time=opening.time import=opening.import_register export=opening.export_register signature",
		Short:   "Accept a meter, as its owner, with its opening registers, which its device signs: utilityd gateway opening prints all of it",
		Example: "7 1767225600 1200 0 " + exampleSignature + " --from alice",
	},
	{
		RPC: "SubmitReadings", Args: "reading...=readings",
		Short:   "Submit signed readings, each as JSON or as the name of a .json file",
		Example: exampleReading + " --from gateway",
	},
	{
		RPC: "ReleaseReading", Args: "meter time=registers.time import=registers.import_register export=registers.export_register import_delta export_delta",
		Short:   "Accept the quarantined reading of a meter, as its issuer, with the registers and amounts that were inspected",
		Example: "7 1767225600 90000 0 89900 0 --from issuer",
	},
	{
		RPC: "SuspendMeter", Args: "meter reason",
		Short:   "Stop a meter, as its issuer or owner",
		Example: `7 "seal is broken" --from issuer`,
	},
	{
		RPC: "ResumeMeter", Args: "meter",
		Short:   "Resume a suspended meter, as its issuer",
		Example: "7 --from issuer",
	},
	{
		RPC: "RetireMeter", Args: "meter",
		Short:   "Take a meter out of service permanently, as its owner",
		Example: "7 --from alice",
	},
	{
		RPC: "AttestClaim", Args: "meter type",
		Short:   "Attest a claim about a meter, as its issuer",
		Example: "7 technology --renewable --from issuer",
	},
	{
		RPC: "RevokeClaim", Args: "meter type valid_from",
		Short:   "Revoke a claim, as the issuer",
		Example: "7 technology 1767225600 --from issuer",
	},

	// Changes of key, device, owner and registers.
	{
		RPC: "RotateKey", Args: "meter key-type=new_key.type key=new_key.key possession_signature",
		Short:   "Set a new key: at once with --old-key-signature, after a delay as its issuer",
		Example: "7 ed25519 " + exampleKey + " " + exampleSignature + " --from issuer",
	},
	{
		RPC: "DropPending", Args: "meter kind",
		Short:   "Veto, as the owner, or withdraw, as the issuer, a pending key, transfer or replacement",
		Example: "7 key --from alice",
	},
	{
		RPC: "ReplaceMeter", Args: "meter new_meter " + closing + " " + opening,
		Short:   "Propose to replace a device, as the issuer of both",
		Example: "7 8 1767225600 4711 0 1767225600 0 0 --from issuer",
	},
	{
		RPC: "AcceptReplacement", Args: "meter new_meter " + closing + " " + opening,
		Short:   "Accept the replacement of a device, as its owner, with the registers as proposed",
		Example: "7 8 1767225600 4711 0 1767225600 0 0 --from alice",
	},
	{
		RPC: "TransferMeter", Args: "meter new_owner time=closing.time import=closing.import_register export=closing.export_register",
		Short:   "Propose a new owner, as the issuer, with the registers up to which the old one is accountable",
		Example: "7 " + commands.Account + " 1767225600 4711 0 --from issuer",
	},
	{
		RPC: "RebaseRegisters", Args: "meter " + closing + " " + opening,
		Short:   "Attest that registers were set to other values, as the issuer",
		Example: "7 1767225600 4711 0 1767225600 0 0 --from issuer",
	},
	{
		RPC:     "ConsentToTransfer",
		Args:    "meter new_owner time=closing.time import=closing.import_register export=closing.export_register",
		Short:   "Let the new owner accept a transfer at once, as the present one",
		Example: "7 " + commands.Account + " 1767225600 4711 0 --from alice",
	},
	{
		RPC: "AcceptTransfer", Args: "meter time=closing.time import=closing.import_register export=closing.export_register key_version",
		Short:   "Become the owner of a meter, with the registers as proposed and the key as it is",
		Example: "7 1767225600 4711 0 1 --from bob",
	},
}

var queries = []commands.Command{
	{RPC: "Params", Short: "The parameters of meters and readings"},
	{
		RPC: "Issuer", Args: "address",
		Short:   "A certification body",
		Example: commands.Account,
	},
	{RPC: "Issuers", Short: "All certification bodies", Example: "--page-limit 20"},
	{
		RPC: "Meter", Args: "number=meter",
		Short:   "A meter, its last registers and what is pending for it",
		Example: "7",
	},
	{RPC: "Meters", Short: "All meters with their last registers, by number", Example: "--page-limit 100"},
	{
		RPC: "MetersByOwner", Args: "owner",
		Short:   "The meters of an owner with their last registers",
		Example: commands.Account,
	},
	{
		RPC: "MeterBySerial", Args: "issuer serial",
		Short:   "The meter with a serial number of an issuer",
		Example: commands.Account + " 1EMH0012345678",
	},
	{
		RPC: "DIDDocument", Args: "did",
		Short:   "The DID document of a meter",
		Example: "did:utility:utility-1:7",
	},
	{RPC: "Quarantine", Short: "Quarantined readings, pending their issuer's decision"},
	{
		RPC:     "Silent",
		Short:   "Active meters that have reported nothing since a time: of an owner, of a record of a module, or of all",
		Example: "--since 1767225600 --module energy --ref 1",
		Flags: commands.Flags{
			"since":  {Usage: "Unix seconds: meters whose last accepted reading is older"},
			"owner":  {Usage: "Only meters of this owner"},
			"module": {Usage: "Only meters that this module counts: energy, water or generator; --ref says which record of it"},
			"ref":    {Usage: "Number of the community, area or generator"},
		},
	},
}
