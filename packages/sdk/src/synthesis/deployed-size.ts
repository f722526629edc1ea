import type { ConformancePack } from "./pack.ts";
import type { PackTemplate } from "./template.ts";
import { toYaml } from "./to-yaml.ts";

/** Longest partition, and longest Region of any partition. */
const ARN_START = "arn:aws-us-gov:lambda:ap-southeast-1:123456789012:function:".length;
const ROLE_START = "arn:aws-us-gov:iam::123456789012:role".length;
/** CloudFormation cuts the names it makes to what the service takes. */
const NAME_LENGTH = 64;
const DOCUMENT_NAME_LENGTH = 128;
/** A colon and the number of a published version. */
const VERSION_LENGTH = 8;

/** The length of the longest text that a token may be replaced by. */
function worstLength(token: string, { deployment }: Pick<ConformancePack, "deployment">): number {
  if (token.endsWith("RemediationRoleArn")) return ROLE_START + (deployment?.rolePath ?? "/").length + NAME_LENGTH;
  if (token.endsWith("RunbookName")) return DOCUMENT_NAME_LENGTH;
  return longestFunctionArn(deployment);
}

/** The length of the longest ARN that a pack's rules may name as their function. */
export function longestFunctionArn(deployment: ConformancePack["deployment"]): number {
  return ARN_START + NAME_LENGTH + (deployment?.publishedVersions ? VERSION_LENGTH : 0);
}

/** The most bytes that a pack's template can have once its tokens are filled in. */
export function deployedBytes(template: PackTemplate, pack: Pick<ConformancePack, "deployment">): number {
  const text = toYaml(template);
  const escapes = text.split("${!").length - 1;
  const added = [...text.matchAll(/\$\{([A-Za-z0-9]+)\}/g)].map(
    ([whole, token = ""]) => worstLength(token, pack) - whole.length,
  );
  return added.reduce((sum, bytes) => sum + bytes, Buffer.byteLength(text) - escapes);
}
