import type { ReportContext } from "../report-context.ts";
import { frameworkOf } from "../tally.ts";

/** Names of the frameworks of these controls, in the order of their ids; the id where the context has no name. */
export function frameworkNames(controls: Iterable<string>, context: ReportContext): ReadonlyMap<string, string> {
  const names = new Map((context.frameworks ?? []).map((each) => [each.id, nameOf(each)]));
  const ids = [...new Set([...controls].map(frameworkOf))].sort();
  return new Map(ids.map((id) => [id, names.get(id) ?? id]));
}

function nameOf({ name, version }: { readonly name: string; readonly version?: string }): string {
  return version && !name.includes(version) ? `${name} ${version}` : name;
}
