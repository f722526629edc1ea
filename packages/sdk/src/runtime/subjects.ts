import type { AnyPeriodicRule } from "../core/any-rule.ts";
import { RulewrightError } from "../core/errors.ts";
import { isObject, shown } from "../core/json.ts";
import type { Account, Aws, Subject } from "../core/rule.ts";
import { RUNTIME_ERRORS } from "./errors.ts";
import type { ResourceKey } from "./evaluation.ts";

/** What a rule's `list` is given. */
interface ListInputs {
  readonly aws: Aws;
  readonly account: Account;
  readonly parameters: { readonly [name: string]: unknown };
}

/** A subject, and the resource that it stands for. */
export interface ListedSubject {
  readonly subject: Subject;
  readonly resource: ResourceKey;
}

/**
 * The subjects of a periodic rule: what its `list` yields, or the account itself where it has none. One without an id, or
 * of a type that the rule does not claim, breaks the listing at its end: the others are yielded, but it is not whole.
 * @param refusal - Why a subject is none, beyond that.
 * @throws RulewrightError `RW2022` for such a subject, and at once where `list` gives nothing to iterate. Whatever `list`
 * throws.
 */
export async function* listedSubjects(
  rule: AnyPeriodicRule,
  inputs: ListInputs,
  refusal: (subject: Subject) => string | undefined = () => undefined,
): AsyncGenerator<ListedSubject> {
  let refused: string | undefined;
  for await (const subject of subjectsOf(rule, inputs)) {
    const resource = resourceOf(rule, subject);
    const reason = resource && refusal(subject);
    if (resource && reason === undefined) yield { subject, resource };
    else refused ??= `${shown(subject)}, which is no subject${reason === undefined ? "" : `: ${reason}`}`;
  }
  if (refused === undefined) return;
  throw new RulewrightError(RUNTIME_ERRORS.SUBJECT_INVALID, `list of rule ${rule.name} yielded ${refused}.`);
}

function subjectsOf(
  rule: AnyPeriodicRule,
  { aws, account, parameters }: ListInputs,
): AsyncIterable<Subject> | readonly Subject[] {
  if (!rule.list) return [{ resourceId: account.accountId, ...firstType(rule) }];
  const listed = rule.list({ aws, account, parameters });
  if (isIterable(listed)) return listed;
  forget(listed);
  const message = `list of rule ${rule.name} returned ${shown(listed)}, which yields no subjects; make it an async generator.`;
  throw new RulewrightError(RUNTIME_ERRORS.SUBJECT_INVALID, message);
}

/** Tells what yields subjects; the `list` of a plain JavaScript rule may return anything, or nothing. */
function isIterable(value: unknown): boolean {
  return typeof value === "object" && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value);
}

/** A promise that is refused may be rejected yet, which would end the process before anything is reported. */
function forget(value: unknown): void {
  if (value instanceof Promise) value.catch(() => undefined);
}

function firstType({ resourceTypes: [resourceType] }: AnyPeriodicRule): { readonly resourceType?: string } {
  return resourceType === undefined ? {} : { resourceType };
}

/** The resource of a listed subject, which a plain JavaScript rule may have made of anything. */
function resourceOf(rule: AnyPeriodicRule, subject: unknown): ResourceKey | undefined {
  if (!isObject(subject)) return undefined;
  const { resourceId, resourceType = rule.resourceTypes.length === 1 ? rule.resourceTypes[0] : undefined } = subject;
  if (typeof resourceId !== "string" || resourceId === "" || typeof resourceType !== "string") return undefined;
  return rule.resourceTypes.includes(resourceType) ? { resourceType, resourceId } : undefined;
}
