import { synthesizePack } from "../synthesize-pack.ts";
import { toYaml } from "../to-yaml.ts";
import type { TemplateValue } from "../template.ts";
import type { NamedResource, StackContext } from "./context.ts";
import { packInputs } from "./parameters.ts";
import type { Intrinsic } from "./values.ts";

/** The logical id of the pack. */
export const PACK = "ConformancePack";

/** What stands for each token of the pack's text. */
export type TokenValues = ReadonlyMap<string, TemplateValue>;

/**
 * The pack itself. Its template is the very text of `conformance-pack.yaml`, in which CloudFormation fills the tokens
 * in: AWS Config sees only literals.
 * @param needs - Logical ids that must be there first, beside those that the tokens stand for.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-config-conformancepack.html
 */
export function packResource(context: StackContext, values: TokenValues, needs: readonly string[]): NamedResource {
  const template = synthesizePack(context.pack);
  const inputs = packInputs(context, Object.keys(template.Parameters ?? {}));
  return [
    PACK,
    {
      Type: "AWS::Config::ConformancePack",
      ...(needs.length === 0 ? {} : { DependsOn: needs }),
      Properties: {
        ConformancePackName: context.pack.name,
        ...(inputs.length === 0 ? {} : { ConformancePackInputParameters: inputs }),
        TemplateBody: templateBody(toYaml(template), values),
      },
    },
  ];
}

function templateBody(text: string, values: TokenValues): string | Intrinsic {
  const tokens = new Set([...text.matchAll(/\$\{([A-Za-z0-9]+)\}/g)].map(([, token = ""]) => token));
  if (tokens.size === 0) return text.replaceAll("${!", "${");
  const filled = [...tokens].sort().flatMap((token): [string, TemplateValue][] => {
    const value = values.get(token);
    return value === undefined ? [] : [[token, value]];
  });
  return { "Fn::Sub": [text, Object.fromEntries(filled)] };
}
