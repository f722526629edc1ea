import { codeOf, messageOf } from "@rulewright/sdk";
import { statusOf } from "../deployment/aws/aws-error.ts";
import type { Finding } from "./finding.ts";

const REFUSED = /^(AccessDenied\w*|UnauthorizedOperation|NotAuthorized\w*|Forbidden|OrganizationAccessDenied\w*)$/;

/** What a look brought: what was seen, or the finding that it could not be done. */
export type Look<T> = { readonly seen: T } | { readonly blocked: Finding };

/**
 * Asks AWS for one thing. A refusal is a finding that names the action; so is every other failure: the other checks go
 * on.
 * @param action - The IAM action, such as `config:DescribeConfigurationRecorders`.
 */
export async function look<T>(action: string, region: string | undefined, ask: () => Promise<T>): Promise<Look<T>> {
  try {
    return { seen: await ask() };
  } catch (error) {
    return { blocked: notLookedAt(action, region, error) };
  }
}

/** The finding of something that could not be asked. */
export function notLookedAt(action: string, region: string | undefined, error: unknown): Finding {
  const code = codeOf(error);
  const isRefused = REFUSED.test(code) || (code.startsWith("Unknown") && statusOf(error) === 403);
  const place = region === undefined ? "" : ` in ${region}`;
  const message = isRefused
    ? `Not looked at${place}: needs ${action}.`
    : `Not looked at${place}: ${action} failed: ${code}: ${messageOf(error).replace(/[.\s]*$/, "")}.`;
  return { id: "not-looked-at", severity: "warning", ...(region === undefined ? {} : { region }), message };
}

/** The findings of a look: those of what was seen, or the one that says why not. */
export function judged<T>(result: Look<T>, judge: (seen: T) => readonly Finding[]): readonly Finding[] {
  return "seen" in result ? judge(result.seen) : [result.blocked];
}
