import { isObject, type JsonObject } from "@rulewright/sdk";
import { parse } from "yaml";
import { getText } from "../aws/buckets.ts";
import { bucketIn } from "../aws/clients.ts";
import type { PublishedRecord } from "../plan/record.ts";
import type { Session } from "./session.ts";

/** A stack's template, where there is one that can be read. */
export interface StackTemplateOf {
  readonly stackTemplate?: JsonObject;
}

/** The template of a published stack, from the bucket of a Region that it was published to. */
export async function fetchStackTemplate(
  session: Session,
  { release, target }: PublishedRecord,
  home: string,
): Promise<StackTemplateOf> {
  const { stackTemplateKey } = release;
  if (stackTemplateKey === undefined || target.topology === "organization-pack") return {};
  for (const region of new Set([home, ...target.regions])) {
    const text = await getText(bucketIn(session.clients, target, region, session.bucketOwner), stackTemplateKey);
    if (text !== undefined) return parseStackTemplate(text);
  }
  return {};
}

/** Reads the text of a template. */
export function parseStackTemplate(text: string | undefined): StackTemplateOf {
  const template: unknown = text === undefined ? undefined : parse(text, { version: "1.1", logLevel: "silent" });
  return isObject(template) ? { stackTemplate: template } : {};
}
