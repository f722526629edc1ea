import type { Manifest } from "../deployment/plan/manifest.ts";
import type { CodeState, Health, StatusRow } from "./row.ts";

/** A stack that rolled back runs what it ran before: its last operation failed all the same. */
export function stackHealth(status: string): Health {
  if (status.endsWith("_IN_PROGRESS")) return "busy";
  return status.endsWith("_FAILED") || status.includes("ROLLBACK") ? "failed" : "ok";
}

/** A stack instance's two words as one. */
export function instanceHealth(status: string, detailedStatus: string | undefined): Health {
  if (detailedStatus === "PENDING" || detailedStatus === "RUNNING") return "busy";
  if (status === "INOPERABLE") return "failed";
  // one that is merely behind has succeeded before, or was never tried
  return detailedStatus === undefined || detailedStatus === "SUCCEEDED" ? "ok" : "failed";
}

/** An organization pack's word for an account. */
export function organizationPackHealth(status: string): Health {
  if (status.endsWith("_FAILED")) return "failed";
  return status.endsWith("_IN_PROGRESS") ? "busy" : "ok";
}

/** What is deployed, against the manifest at hand. */
export function releaseOf(
  { stack, document }: Pick<Manifest, "stack" | "document">,
  parameters: Readonly<Record<string, string>>,
  manifestHash: string | undefined,
): Pick<StatusRow, "release" | "code"> {
  const code = (stack?.codeParameters ?? []).map(({ parameter, key }): CodeState => {
    const deployed = parameters[parameter];
    return { parameter, ...(deployed === undefined ? {} : { deployed: hashIn(deployed) }), expected: hashIn(key) };
  });
  const wanted = document["hash"];
  const isKnown = manifestHash !== undefined && typeof wanted === "string";
  const isBehind = code.some(({ deployed, expected }) => deployed !== expected) || (isKnown && manifestHash !== wanted);
  if (code.length === 0 && !isKnown) return {};
  return { release: isBehind ? "behind" : "current", ...(code.length === 0 ? {} : { code }) };
}

/** The content hash in a key, or the key where somebody else named it. */
function hashIn(key: string): string {
  return /-([0-9a-f]{8,64})\.zip$/.exec(key)?.[1] ?? key;
}
