import { canonicalJson, type JsonObject } from "@rulewright/sdk";
import type { ManifestExemption, ManifestRule } from "../manifest.ts";
import { change, isSame, type Change } from "./change.ts";
import { differencesOf, fromTo } from "./values.ts";

/**
 * What differs in the exemptions of a rule's function. Where the remediation is automatic, a resource that is no longer
 * exempt is one that it changes without a person.
 */
export function exemptionChanges(was: ManifestRule, is: ManifestRule): Change[] {
  if (was.exemptions === undefined || is.exemptions === undefined) return []; // an earlier version did not tell
  const { name } = is;
  const isAutomatic = is.remediation?.automatic === true;
  const [left, added] = withoutEqual(was.exemptions.entries, is.exemptions.entries);
  const ids = new Set([...left, ...added].map(({ id }) => id));
  const changes = [...ids].flatMap((id) => {
    const [old, now] = [left.find((each) => each.id === id), added.find((each) => each.id === id)];
    if (old === undefined)
      return [change("exemptions-changed", name, `exemption ${id} of ${name} is new${until(now)}`)];
    if (now === undefined) {
      return [change("exemptions-changed", name, `${name} loses exemption ${id}${acting(isAutomatic)}`, isAutomatic)];
    }
    const isLess = isAutomatic && !isAsWide(old.covers, now.covers);
    return differencesOf(old.covers, now.covers).map(({ path, was: before, is: after }) =>
      change(
        "exemptions-changed",
        name,
        `${path.join(".")} of exemption ${id} of ${name}${fromTo(before, after)}${acting(isLess)}`,
        isLess,
      ),
    );
  });
  return [...changes, ...showingChanges(was, is, isAutomatic)];
}

/** What only one side has: an exemption that only moved in its file counts as the same. */
function withoutEqual(
  was: readonly ManifestExemption[],
  is: readonly ManifestExemption[],
): [readonly ManifestExemption[], readonly ManifestExemption[]] {
  const textOf = ({ covers }: ManifestExemption) => canonicalJson(covers);
  const [old, now] = [new Set(was.map(textOf)), new Set(is.map(textOf))];
  return [was.filter((each) => !now.has(textOf(each))), is.filter((each) => !old.has(textOf(each)))];
}

function until(exemption: ManifestExemption | undefined): string {
  const expires = exemption?.covers["expires"];
  return typeof expires === "string" ? `, until ${expires}` : "";
}

function acting(isTrue: boolean): string {
  return isTrue ? ": automatic remediation acts on what it covered" : "";
}

/** What a resource must fit one of. */
const LISTS = ["accounts", "regions", "resourceTypes", "resourceIds"] as const;

/** Whether an exemption covers, for as long, all that it did: every list still names all that it named. */
function isAsWide(was: JsonObject, is: JsonObject): boolean {
  const keepsTags = isSame(was["tags"], is["tags"]);
  const keepsLists = LISTS.every((key) => {
    const [old, now] = [was[key], is[key]];
    if (now === undefined) return old === undefined || (key !== "resourceIds" && key !== "accounts");
    return Array.isArray(old) && Array.isArray(now) && old.every((each) => now.includes(each));
  });
  return keepsTags && keepsLists && String(was["expires"]) <= String(is["expires"]);
}

/** AWS Config remedies what is shown as NON_COMPLIANT, exempt or not. */
function showingChanges({ exemptions: was }: ManifestRule, is: ManifestRule, isAutomatic: boolean): Change[] {
  const [old, now] = [was?.exemptAs, is.exemptions?.exemptAs];
  if (old === undefined || now === undefined || old === now) return [];
  const isActedOn = isAutomatic && now === "non-compliant";
  const message = `what is exempt from ${is.name} shows as ${now}, not ${old} (exemptAs)${
    isActedOn ? ": automatic remediation acts on it" : ""
  }`;
  return [change("exemptions-changed", is.name, message, isActedOn)];
}
