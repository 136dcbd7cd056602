package meterid

import autocliv1 "cosmossdk.io/api/cosmos/autocli/v1"

// Arguments of the examples: an account, a key and a signature of the right lengths.
const (
	exampleAccount   = "utility1qyqszqgpqyqszqgpqyqszqgpqyqszqgp06lyel"
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

func txCommands() []*autocliv1.RpcCommandOptions {
	return append(governanceCommands(), append(meterCommands(), changeCommands()...)...)
}

func governanceCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod:      "AuthorizeIssuer",
			Use:            "authorize-issuer-proposal [address] [name] [medium...]",
			Short:          "Propose to name a certification body",
			Example:        tx("authorize-issuer-proposal " + exampleAccount + ` "Calibration Office" electricity water --title "An issuer" --deposit 10000000uutl --from alice`),
			PositionalArgs: several(args("address", "name", "media")),
			GovProposal:    true,
		},
		{
			RpcMethod:      "RevokeIssuer",
			Use:            "revoke-issuer-proposal [address]",
			Short:          "Propose to end an issuer's right to certify",
			Example:        tx("revoke-issuer-proposal " + exampleAccount + ` --title "No longer an issuer" --deposit 10000000uutl --from alice`),
			PositionalArgs: args("address"),
			GovProposal:    true,
		},
		{
			RpcMethod: "UpdateParams",
			Use:       "update-params-proposal [params]",
			Short:     "Propose other parameters; all of them must be given",
			Example: tx(`update-params-proposal '{"max_readings_per_batch":1024,"gas_per_reading":"2000","max_clock_drift_seconds":"60",` +
				`"max_reading_age_seconds":"604800","key_rotation_delay_seconds":"172800","acceptance_seconds":"1209600","max_due_per_block":100}'` +
				` --title "Meters" --deposit 10000000uutl --from alice`),
			PositionalArgs: args("params"),
			GovProposal:    true,
		},
	}
}

func meterCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod: "RegisterMeter",
			Use:       "register-meter [serial] [medium] [direction] [owner] [key-type] [key] [register-unit] [max-rate-per-hour] [possession-signature]",
			Short:     "Certify a device, as its issuer",
			Example: tx("register-meter 1EMH0012345678 electricity bidirectional " + exampleAccount + " ed25519 " + exampleKey +
				" 1 25000 " + exampleSignature + " --from issuer"),
			PositionalArgs: args("serial", "medium", "direction", "owner", "public_key.type", "public_key.key",
				"register_unit_numerator", "max_rate_per_hour", "possession_signature"),
			FlagOptions: map[string]*autocliv1.FlagOptions{
				"register_unit_denominator": {
					DefaultValue: defaultUnitDenominator,
					Usage:        "Steps of a register that make register-unit Wh (or litres); 10 for steps of 0.1 Wh (default " + defaultUnitDenominator + ")",
				},
				"register_digits": {
					DefaultValue: defaultRegisterDigits,
					Usage:        "Decimal digits after which a register starts again at 0 (default " + defaultRegisterDigits + ": never)",
				},
			},
		},
		{
			RpcMethod:      "ActivateMeter",
			Use:            "activate-meter [meter] [time] [import] [export]",
			Short:          "Accept a meter, as its owner, with its opening registers",
			Example:        tx("activate-meter 7 1767225600 1200 0 --from alice"),
			PositionalArgs: args("meter", "opening.time", "opening.import_register", "opening.export_register"),
		},
		{
			RpcMethod:      "SubmitReadings",
			Use:            "submit-readings [reading...]",
			Short:          "Bring signed readings, each as JSON or as the name of a .json file",
			Example:        tx("submit-readings " + exampleReading + " --from gateway"),
			PositionalArgs: several(args("readings")),
		},
		{
			RpcMethod:      "ReleaseReading",
			Use:            "release-reading [meter]",
			Short:          "Accept the quarantined reading of a meter, as its issuer",
			Example:        tx("release-reading 7 --from issuer"),
			PositionalArgs: args("meter"),
		},
		{
			RpcMethod:      "SuspendMeter",
			Use:            "suspend-meter [meter] [reason]",
			Short:          "Stop a meter, as its issuer or owner",
			Example:        tx(`suspend-meter 7 "seal is broken" --from issuer`),
			PositionalArgs: args("meter", "reason"),
		},
		{
			RpcMethod:      "ResumeMeter",
			Use:            "resume-meter [meter]",
			Short:          "Let a suspended meter go on, as its issuer",
			Example:        tx("resume-meter 7 --from issuer"),
			PositionalArgs: args("meter"),
		},
		{
			RpcMethod:      "RetireMeter",
			Use:            "retire-meter [meter]",
			Short:          "Take a meter out of service for ever, as its owner",
			Example:        tx("retire-meter 7 --from alice"),
			PositionalArgs: args("meter"),
		},
		{
			RpcMethod:      "AttestClaim",
			Use:            "attest-claim [meter] [type]",
			Short:          "Attest something about a meter, as its issuer",
			Example:        tx("attest-claim 7 technology --renewable --from issuer"),
			PositionalArgs: args("meter", "type"),
		},
		{
			RpcMethod:      "RevokeClaim",
			Use:            "revoke-claim [meter] [type] [valid-from]",
			Short:          "Take a claim back, as the issuer",
			Example:        tx("revoke-claim 7 technology 1767225600 --from issuer"),
			PositionalArgs: args("meter", "type", "valid_from"),
		},
	}
}

func changeCommands() []*autocliv1.RpcCommandOptions {
	return []*autocliv1.RpcCommandOptions{
		{
			RpcMethod:      "RotateKey",
			Use:            "rotate-key [meter] [key-type] [key] [possession-signature]",
			Short:          "Give a meter a new key: at once with --old-key-signature, after a delay as its issuer",
			Example:        tx("rotate-key 7 ed25519 " + exampleKey + " " + exampleSignature + " --from issuer"),
			PositionalArgs: args("meter", "new_key.type", "new_key.key", "possession_signature"),
		},
		{
			RpcMethod:      "VetoKeyRotation",
			Use:            "veto-key-rotation [meter]",
			Short:          "Refuse a key that the issuer proposed, as the owner",
			Example:        tx("veto-key-rotation 7 --from alice"),
			PositionalArgs: args("meter"),
		},
		{
			RpcMethod: "ReplaceMeter",
			Use: "replace-meter [meter] [new-meter] [closing-time] [closing-import] [closing-export] " +
				"[opening-time] [opening-import] [opening-export]",
			Short:   "Propose to exchange a device, as the issuer of both",
			Example: tx("replace-meter 7 8 1767225600 4711 0 1767225600 0 0 --from issuer"),
			PositionalArgs: args("meter", "new_meter", "closing.time", "closing.import_register", "closing.export_register",
				"opening.time", "opening.import_register", "opening.export_register"),
		},
		{
			RpcMethod:      "AcceptReplacement",
			Use:            "accept-replacement [meter]",
			Short:          "Have a device exchanged, as its owner",
			Example:        tx("accept-replacement 7 --from alice"),
			PositionalArgs: args("meter"),
		},
		{
			RpcMethod:      "TransferMeter",
			Use:            "transfer-meter [meter] [new-owner] [time] [import] [export]",
			Short:          "Propose a new owner, as the issuer, with the registers up to which the old one answers",
			Example:        tx("transfer-meter 7 " + exampleAccount + " 1767225600 4711 0 --from issuer"),
			PositionalArgs: args("meter", "new_owner", "closing.time", "closing.import_register", "closing.export_register"),
		},
		{
			RpcMethod: "RebaseRegisters",
			Use: "rebase-registers [meter] [closing-time] [closing-import] [closing-export] " +
				"[opening-time] [opening-import] [opening-export]",
			Short:   "Attest that registers were set to other values, as the issuer",
			Example: tx("rebase-registers 7 1767225600 4711 0 1767225600 0 0 --from issuer"),
			PositionalArgs: args("meter", "closing.time", "closing.import_register", "closing.export_register",
				"opening.time", "opening.import_register", "opening.export_register"),
		},
		{
			RpcMethod:      "AcceptTransfer",
			Use:            "accept-transfer [meter]",
			Short:          "Become the owner of a meter",
			Example:        tx("accept-transfer 7 --from bob"),
			PositionalArgs: args("meter"),
		},
		{
			RpcMethod:      "RetryDue",
			Use:            "retry-due [kind] [meter]",
			Short:          "Have failed block work tried again",
			Example:        tx("retry-due 1 7 --from alice"),
			PositionalArgs: args("kind", "meter"),
		},
	}
}
