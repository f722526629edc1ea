import type { Manifest } from "../manifest.ts";
import { change, keysOf, named, type Change, type Side } from "./change.ts";
import { stackResources, type StackResource, type StackResources } from "./stack-resources.ts";
import { typeWord, wordsFor, type Words } from "./stack-words.ts";
import { differencesOf, fromTo, type Difference } from "./values.ts";

/** What differs in the stacks' resources, without what rules, roles and parameters say already. */
export function stackChanges(before: Side, after: Side): Change[] {
  const [was, is] = [stackResources(before), stackResources(after)];
  if (!was || !is) return unreadable(before, after);
  const manifests = [before.release.manifest, after.release.manifest] as const;
  return [
    ...arrivals(was, is, manifests).map(({ ids, type, text }) =>
      change("stack-added", named(ids), `${typeWord(type)} ${named(ids)} is new${text}`),
    ),
    ...arrivals(is, was, manifests).map(({ ids, type, text }) =>
      type === ALARM
        ? change("alarms-removed", named(ids), `alarm ${named(ids)} is gone: nobody learns what it told`, true)
        : change("stack-removed", named(ids), `${typeWord(type)} ${named(ids)} is gone${text}`),
    ),
    ...propertyChanges(was, is, manifests),
  ];
}

/** Where only the names of the templates are known, these tell that something differs. */
function unreadable(before: Side, after: Side): Change[] {
  const areStacks = [before, after].every(({ target }) => target.topology !== "organization-pack");
  const [was, is] = [before.release.stackTemplateKey, after.release.stackTemplateKey];
  if (!areStacks || was === is) return [];
  const message = "the stack's template differs; what is published of it cannot be read";
  return [change("stack-changed", "stack", message, true)];
}

const ALARM = "AWS::CloudWatch::Alarm";
const FUNCTION = "AWS::Lambda::Function";

interface Arrival {
  readonly ids: readonly string[];
  readonly type: string;
  readonly text: string;
}

/** Resources that only the second stack has, those of a type together; what belongs to a new function comes with it. */
function arrivals(was: StackResources, is: StackResources, manifests: readonly Manifest[]): Arrival[] {
  const fresh = [...is].filter(([id]) => !was.has(id));
  const functions = fresh.flatMap(([id, { type }]) => (type === FUNCTION ? [id] : []));
  const ofRules = idsOfRules(manifests);
  const byType = new Map<string, string[]>();
  for (const [id, { type }] of fresh) {
    const isPart = functions.some((each) => id !== each && id.startsWith(each));
    if (!isPart && !ofRules.has(id)) byType.set(type, [...(byType.get(type) ?? []), id]);
  }
  return [...byType].map(([type, ids]) => ({
    ids,
    type,
    text: type === FUNCTION ? ", with its role, logs, queue and alarms" : "",
  }));
}

/** Runbooks and roles of remediations come and go with these. */
function idsOfRules(manifests: readonly Manifest[]): ReadonlySet<string> {
  const rules = manifests.flatMap((manifest) => manifest.rules);
  return new Set(
    rules.flatMap(({ logicalId, remediation }) => [
      `${logicalId}RemediationRole`,
      ...(remediation?.runbook ? [remediation.runbook.logicalId] : []),
    ]),
  );
}

interface Told {
  readonly words: Words;
  readonly values: string;
  readonly needsAcceptance: boolean;
  readonly names: string[];
}

/** Properties that differ; the same difference of many resources is one line. */
function propertyChanges(was: StackResources, is: StackResources, manifests: readonly Manifest[]): Change[] {
  const told = new Map<string, Told>();
  for (const id of keysOf(was.keys(), is.keys())) {
    const [old, now] = [was.get(id), is.get(id)];
    if (!old || !now) continue;
    for (const difference of differencesBetween(id, old, now, manifests)) {
      const words = wordsFor(now.type, difference.path);
      const needsAcceptance = takesGuard(words, difference);
      const values = words.isPrivate ? presence(difference) : fromTo(difference.was, difference.is);
      const key = JSON.stringify([words.what, values, needsAcceptance]);
      const name = `${typeWord(now.type)} ${id}`;
      const line = told.get(key);
      if (line) line.names.push(name);
      else told.set(key, { words, values, needsAcceptance, names: [name] });
    }
  }
  return [...told.values()].map(({ words, values, needsAcceptance, names }) => {
    const kind = (needsAcceptance ? words.kind : undefined) ?? "stack-changed";
    return change(kind, named(names), `${words.what} of ${named(names)}${values}`, needsAcceptance);
  });
}

/** Environments often hold secrets. */
function presence({ was, is }: Difference): string {
  return was === undefined ? " is new" : is === undefined ? " is gone" : " differs";
}

function takesGuard({ guards }: Words, { was, is }: Difference): boolean {
  if (guards === "always") return was !== undefined;
  return guards === "when-unset" && was !== undefined && is === undefined;
}

function differencesBetween(
  id: string,
  was: StackResource,
  is: StackResource,
  manifests: readonly Manifest[],
): Difference[] {
  const differences = differencesOf(was.properties, is.properties);
  const hasKey = differences.some(({ path }) => path[0] === "KmsMasterKeyId");
  return [
    ...differences.filter(({ path: [first = ""] }) => {
      if (first === "SqsManagedSseEnabled" && hasKey) return false; // a key of one's own takes its place
      if (is.type === "AWS::SSM::Document" && first === "Content") return !isToldAsRunbook(id, manifests);
      return !TOLD.has(`${is.type} ${first}`);
    }),
    ...differencesOf({ Type: was.type, ...was.attributes }, { Type: is.type, ...is.attributes }),
  ];
}

/** What lines of rules, roles and parameters tell. */
const TOLD = new Set([
  "AWS::Config::ConformancePack ConformancePackInputParameters",
  "AWS::Config::ConformancePack TemplateBody",
  "AWS::IAM::Role Policies",
]);

function isToldAsRunbook(id: string, manifests: readonly Manifest[]): boolean {
  return manifests.every(({ rules }) =>
    rules.some(({ remediation }) => remediation?.runbook?.logicalId === id && remediation.runbook.sha256 !== undefined),
  );
}
