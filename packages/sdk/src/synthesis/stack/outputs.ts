import type { TemplateValue } from "../template.ts";
import type { StackContext } from "./context.ts";
import { PACK, type TokenValues } from "./pack-resource.ts";
import { ref } from "./values.ts";

/** What a deployed stack tells: the pack, the code it runs, and its functions' ARNs. */
export function stackOutputs(
  { functions }: StackContext,
  values: TokenValues,
): { readonly [name: string]: TemplateValue } {
  const arns = functions.flatMap(({ token }): [string, TemplateValue][] => {
    const value = values.get(token);
    return value === undefined ? [] : [[token, { Value: value }]];
  });
  const hashes = functions.map(({ name, codeHash }) => `${name}=${codeHash}`).join(" ");
  return {
    PackName: { Value: ref(PACK) },
    ...(functions.length === 0 ? {} : { CodeHashes: { Value: hashes } }),
    ...Object.fromEntries(arns),
  };
}
