import { Option } from "commander";

/** Options of `check` that choose rules and what they judge. */
export function selectionOptions(): readonly Option[] {
  return [
    new Option("--pack <module...>", "the rules of packs, with the packs' settings").conflicts("rules"),
    new Option("--severity <severity...>", "only rules of these severities"),
    new Option("--framework <id...>", "only rules for controls of these: cis-5.0.0, fsbp, securityhub …"),
    new Option("--resource-types <type...>", "only resources of these types: AWS::S3::Bucket …"),
    new Option("--accounts <id...>", "only these accounts"),
    new Option("--regions <region...>", "only these Regions, and global for what is in none (--live: read these)"),
    new Option("--parameter <setting...>", "rule-name.ParameterName=value"),
  ];
}

/** Options of `check` that read items from AWS Config. */
export function liveOptions(): readonly Option[] {
  return [
    new Option("--live", "judge the current items of the account of the AWS credentials"),
    new Option("--aggregator <name>", "judge the current items of this aggregator"),
  ];
}

/** Options of `check` that decide what its result says and how it ends. */
export function outcomeOptions(): readonly Option[] {
  return [
    new Option(
      "--exemptions <file>",
      "who is excused from what, until when (default: exemptions.yaml, if there is one)",
    ),
    new Option("--no-exemptions", "exempt nothing, whatever exemptions.yaml says"),
    new Option("--compare <file>", "tell what changed since this result of check --json"),
    new Option(
      "--fail-on <what...>",
      "what exits 1: non-compliant, a severity (or worse), undetermined; or errors alone",
    ),
  ];
}
