import type { ErrorEntry } from "@rulewright/sdk";

/** Codes of the command line (`RW5…`) and of its inputs (`RW62…`). */
export const CLI_ERRORS = {
  USAGE: { code: "RW5001", hint: "See `rulewright --help`." },
  INTERNAL: { code: "RW5002", hint: "Run again with --verbose and report it." },
  PATH_MISSING: { code: "RW5003", hint: "Check the path." },
  MODULE_UNREADABLE: {
    code: "RW5010",
    hint: "Mend the module; imports are looked up beside it, then in this installation.",
  },
  MODULE_THROWS: { code: "RW5011", hint: "Mend the module; --verbose shows the stack." },
  MODULE_EMPTY: {
    code: "RW5012",
    hint: "Export what defineRule, definePeriodicRule or defineConformancePack returns.",
  },
  RULE_UNKNOWN: {
    code: "RW5013",
    hint: "`rulewright rules` lists them; modules of your own are named with --rules.",
  },
  RULE_SOURCE_UNKNOWN: { code: "RW5014", hint: "Export the rule from a module, and import it in the pack from there." },
  NO_PACKS: { code: "RW5015", hint: "Name a pack module: rulewright synth my.pack.ts" },
  BUNDLE_FAILED: { code: "RW5016", hint: "Mend the module; a function's code must be bundled whole." },
  WRITE_FAILED: { code: "RW5017", hint: "Check the folder and its permissions." },
  EVENT_UNREADABLE: { code: "RW5018", hint: "Give the JSON of an event as AWS Config sends it to the function." },
  NOTHING_SELECTED: {
    code: "RW5019",
    hint: "`rulewright rules --json` lists rules with their severities, resource types and controls.",
  },
  NO_INPUTS: { code: "RW6201", hint: "Name a snapshot, a folder or `-` for standard input." },
  INPUT_UNREADABLE: { code: "RW6202", hint: "Fetch the file again; it is cut off or not what its name says." },
  INPUT_UNKNOWN: {
    code: "RW6203",
    hint: "Give a Config snapshot or history file, configuration items or an evidence file.",
  },
  SNAPSHOT_EMPTY: { code: "RW6204", hint: "Deliver a snapshot again: aws configservice deliver-config-snapshot." },
  PLACE_ABSENT: {
    code: "RW6205",
    hint: "Check what was typed, or add the files of these accounts and Regions; --allow-unreadable does without.",
  },
  INPUT_PARTIAL: { code: "RW6206", hint: "Fetch every page; with all of them at hand, --allow-unreadable goes on." },
  RESOURCE_TYPE_UNKNOWN: { code: "RW5030", hint: "Write the type as AWS Config does, such as AWS::S3::Bucket." },
  NOTHING_TO_EXPLAIN: {
    code: "RW5031",
    hint: "Name a rule (`rulewright rules`), a managed rule of AWS, a control such as cis-1.2.0/1.9 or a framework such as cis-1.2.0.",
  },
  ACCOUNT_UNKNOWN: { code: "RW5040", hint: "Check the credentials with `aws sts get-caller-identity`." },
  REGION_UNKNOWN: { code: "RW5041", hint: "Set AWS_REGION, or name Regions with --regions." },
  NOTHING_TO_COLLECT: {
    code: "RW5042",
    hint: "Only periodic rules, and rules with collect, need evidence; the others are judged from items alone.",
  },
  LIVE_UNREADABLE: { code: "RW6220", hint: "Check permissions, Region and recorder, then run again." },
  RESULT_UNREADABLE: { code: "RW6221", hint: "Give a result that `rulewright check --json` wrote." },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
