import { createHash } from "node:crypto";
import type { LintFinding, LintRule } from "./lint-finding.ts";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/**
 * The problems as SARIF 2.1.0. Its rules are the codes that were found, each with its severity and a link to the page
 * that states the fact.
 *
 * @param rules - By their names in the linter's table, such as `RULE_NAME_TAKEN`.
 * @param tool - Name and version, separated by a space.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function toLintSarif(
  findings: readonly LintFinding[],
  rules: Readonly<Record<string, LintRule>>,
  tool: string,
): string {
  const codes = new Set(findings.map(({ code }) => code));
  const used = Object.entries(rules)
    .filter(([, { code }]) => codes.has(code))
    .toSorted(([, a], [, b]) => (a.code < b.code ? -1 : 1));
  const index = new Map(used.map(([, { code }], position) => [code, position]));
  const [name = "rulewright", version] = tool.split(" ");
  const driver = {
    name,
    ...(version ? { version, semanticVersion: version } : {}),
    rules: used.map(([key, rule]) => descriptor(key, rule)),
  };
  const results = findings.map((finding) => resultOf(finding, index.get(finding.code)));
  const run = { tool: { driver }, columnKind: "utf16CodeUnits", results };
  return `${JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, null, 2)}\n`;
}

function descriptor(key: string, { code, hint, severity, source }: LintRule): object {
  const words = key.toLowerCase().split("_");
  return {
    id: code,
    name: words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(""),
    shortDescription: { text: `${words.join(" ")}.`.replace(/^./, (first) => first.toUpperCase()) },
    help: { text: `${hint}\n\n${source}` },
    helpUri: source,
    defaultConfiguration: { level: severity },
  };
}

function resultOf(finding: LintFinding, ruleIndex: number | undefined): object {
  const { code, severity, message, hint, path, file, line, column } = finding;
  const pointer = file !== undefined && path.startsWith(file) ? path.slice(file.length).replace(/^: /, "") : path;
  const region = line === undefined ? {} : { region: { startLine: line, ...(column ? { startColumn: column } : {}) } };
  const physical = { artifactLocation: artifact(file ?? "-"), ...region };
  return {
    ruleId: code,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: severity,
    message: { text: `${message} ${hint}` },
    locations: [
      {
        physicalLocation: physical,
        ...(pointer === "" ? {} : { logicalLocations: [{ fullyQualifiedName: pointer }] }),
      },
    ],
    partialFingerprints: { "rulewrightLint/v1": fingerprint(code, pointer, message) },
  };
}

/** The same wherever the place moves to in the file. */
function fingerprint(code: string, pointer: string, message: string): string {
  const identity = JSON.stringify([code, pointer, message.replaceAll(/\bline \d+/gi, "line")]);
  return createHash("sha256").update(identity).digest("hex").slice(0, 32);
}

/** A relative path stays relative to the repository's root, as code scanning wants it. */
function artifact(file: string): object {
  if (file === "-") return { uri: "stdin" };
  const path = file.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  if (path.startsWith("/")) return { uri: `file://${path}` };
  if (/^[a-z]%3A\//i.test(path)) return { uri: `file:///${path.replace("%3A", ":")}` };
  return { uri: path.replace(/^(\.\/)+/, ""), uriBaseId: "%SRCROOT%" };
}
