import { counted } from "@rulewright/reports";
import type { Change } from "./diff.ts";

/** What publishing would change of a pack. */
export interface PackDiff {
  readonly pack: string;
  readonly variant?: string;
  /** Absent where nothing is published. */
  readonly published?: string;
  /** A release whose publication was not finished. */
  readonly pending?: string;
  readonly release: string;
  readonly changes: readonly Change[];
}

const [RED, RESET] = ["\u001b[31m", "\u001b[0m"];

/** Differences for people; `!` marks what somebody should agree to. */
export function renderDiff(diffs: readonly PackDiff[], color: boolean): string {
  return diffs.map((diff) => `${heading(diff)}\n${lines(diff, color)}`).join("\n");
}

function heading({ pack: name, variant, published, pending, release, changes }: PackDiff): string {
  const pack = variant === undefined ? name : `${name}, variant ${variant}`;
  const unfinished = pending === undefined ? "" : ` The publication of ${pending.slice(0, 12)} was not finished.`;
  if (published === undefined) return `${pack}: nothing is published; everything would be new.${unfinished}`;
  if (published === release) return `${pack}: release ${release.slice(0, 12)} is published.${unfinished}`;
  const number = counted(changes.length, "change");
  return `${pack}: ${number} from ${published.slice(0, 12)} to ${release.slice(0, 12)}.${unfinished}`;
}

function lines({ changes }: PackDiff, color: boolean): string {
  const risky = changes.filter(({ needsAcceptance }) => needsAcceptance);
  const others = changes.filter(({ needsAcceptance }) => !needsAcceptance);
  const text = [
    ...risky.map(({ message }) => (color ? `${RED}! ${message}${RESET}` : `! ${message}`)),
    ...others.map(({ kind, message }) => `${SIGNS[kind] ?? "~"} ${message}`),
  ];
  const hint = risky.length > 0 ? HINT : "";
  return text.map((line) => `  ${line}\n`).join("") + hint;
}

const HINT = "  Lines with ! let Rulewright do more than before, or take a guard away; --accept agrees to them.\n";

const SIGNS: Partial<Record<Change["kind"], string>> = {
  "rule-added": "+",
  "rule-removed": "-",
  "remediation-added": "+",
  "remediation-removed": "-",
  "stack-added": "+",
  "stack-removed": "-",
};

/** Differences for machines: `schemas/diff.schema.json`. */
export function diffDocument(diffs: readonly PackDiff[]): object {
  const needsAcceptance = diffs.some(({ changes }) => changes.some((change) => change.needsAcceptance));
  return { version: 1, needsAcceptance, packs: diffs };
}
