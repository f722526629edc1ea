import { findResourceType, resourceTypeNames, type ResourceTypeFacts } from "@rulewright/catalog/resource-types";
import { resourceTree } from "@rulewright/catalog/resource-trees";
import { RulewrightError, didYouMean } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";
import { EXIT, type ExitCode, type Io } from "../io.ts";
import { skeletonItem } from "../item/skeleton-item.ts";
import { writeOutput } from "../write-output.ts";

/** Options of `rulewright item`. */
export interface ItemOptions {
  readonly output?: string;
}

/** Prints a configuration item to start a fixture from. */
export async function itemCommand(resourceType: string, options: ItemOptions, io: Io): Promise<ExitCode> {
  const facts = findType(resourceType);
  const tree = resourceTree(facts.name);
  const item = skeletonItem(facts, tree);
  await writeOutput([`${JSON.stringify(item, null, 2)}\n`], options.output, io);
  if (facts.scope === "account")
    io.err(`note: AWS Config does not record ${facts.name}; only periodic rules judge it.\n`);
  else if (!tree) io.err(`note: no source lists the properties of ${facts.name}; its configuration is empty.\n`);
  return EXIT.CLEAN;
}

function findType(name: string): ResourceTypeFacts {
  const facts = findResourceType(name);
  if (facts) return facts;
  const names = resourceTypeNames();
  const sameButCase = names.find((each) => each.toLowerCase() === name.toLowerCase());
  const hint = sameButCase === undefined ? didYouMean(name, names) : `Did you mean ${sameButCase}?`;
  throw new RulewrightError(
    CLI_ERRORS.RESOURCE_TYPE_UNKNOWN,
    `The catalogue has no resource type ${name}.`,
    hint ? { hint } : {},
  );
}
