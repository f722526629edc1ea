import type { ErrorEntry } from "@rulewright/sdk";

/** Codes of publishing (`RW4…`). */
export const DEPLOYMENT_ERRORS = {
  TARGET_INVALID: { code: "RW4001", hint: "See `rulewright publish --help`." },
  TARGET_CONFLICT: { code: "RW4002", hint: "Remove one of the options, or choose another --topology." },
  TOO_MANY_EXCLUSIONS: {
    code: "RW4003",
    hint: "AWS Config takes 1,000 excluded accounts: use --topology stack-set, which targets organizational units.",
  },
  PACK_NEEDS_FUNCTIONS: {
    code: "RW4004",
    hint: "Use --topology stack-set: an organization conformance pack brings no functions to the accounts.",
  },
  ARTIFACTS_UNREADABLE: { code: "RW4005", hint: "Run `rulewright synth` again, and publish the folder it writes." },
  ARTIFACTS_CHANGED: {
    code: "RW4006",
    hint: "Run `rulewright synth` again: a file is not the one that the manifest lists.",
  },
  PARAMETER_UNKNOWN: { code: "RW4007", hint: "Correct the name: the pack's stack has other parameters." },
  PARAMETER_MISSING: { code: "RW4008", hint: "Say --parameter Name=value." },
  TARGETS_OVERLAP: { code: "RW4009", hint: "Give each account to one of the targets: narrow the others." },
  ACCOUNT_OTHER: { code: "RW4010", hint: "Use credentials of the account that --account names." },
  ACCOUNT_NOT_ADMINISTRATOR: {
    code: "RW4011",
    hint: "Use credentials of the management account or of a registered delegated administrator.",
  },
  ORGANIZATION_MISSING: {
    code: "RW4012",
    hint: "Use --topology account, or credentials of an organization's account.",
  },
  TARGET_EMPTY: { code: "RW4013", hint: "Check the organizational units and the excluded accounts." },
  BUCKET_MISSING: {
    code: "RW4014",
    hint: "Deploy the template that `rulewright bootstrap` writes, once in each Region.",
  },
  BUCKET_REFUSED: { code: "RW4015", hint: "Check who owns the bucket, and the policies of bucket and credentials." },
  RECORDER_MISSING: {
    code: "RW4016",
    hint: "`rulewright doctor` says what is missing; Rulewright never touches recorders.",
  },
  AWS_REFUSED: { code: "RW4017", hint: "Grant the action; docs/publishing.md lists what each command needs." },
  AWS_FAILED: { code: "RW4018", hint: "See the reason; the same command again continues where this one stopped." },
  NOTHING_PUBLISHED: {
    code: "RW4020",
    hint: "Check pack, --bucket-prefix and --regions: the record of what is published is in that bucket.",
  },
  NOTHING_BEFORE: { code: "RW4021", hint: "There is nothing to go back to; `rulewright destroy` removes the pack." },
  RECORD_UNREADABLE: { code: "RW4022", hint: "Restore an earlier version of the object, or publish the pack again." },
  CONFIRMATION_MISSING: { code: "RW4023", hint: "Look at the plan with --plan, then say --yes." },
  REMOVAL_NOT_ACCEPTED: {
    code: "RW4024",
    hint: "Say --accept-removals, or name the Regions and accounts again that shall keep the pack.",
  },
  NAME_OF_ANOTHER: {
    code: "RW4025",
    hint: "Rename the pack or the variant: pack a-b, and variant b of pack a, would both have stacks named rulewright-a-b.",
  },
  STACK_STUCK: { code: "RW4030", hint: "Mend the stack as its reason says, then run the same command again." },
  STEP_FAILED: { code: "RW4031", hint: "Mend the cause, then run the same command again: it does what is left." },
  BAKE_FAILED: {
    code: "RW4033",
    hint: "Mend it, then run the same command again: it looks once more; or go back with `rulewright rollback`.",
  },
  INTERRUPTED: { code: "RW4032", hint: "Run the same command again: it does what is left." },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
