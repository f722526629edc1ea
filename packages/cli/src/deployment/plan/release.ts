import { createHash } from "node:crypto";
import { canonicalJson, isObject, problem, type JsonObject, type Problem } from "@rulewright/sdk";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import { valueProblems } from "./check-values.ts";
import type { Manifest } from "./manifest.ts";
import type { Target } from "./target.ts";

/** What `synth` wrote for a pack, as far as deployment needs it. */
export interface Artifacts {
  readonly manifest: Manifest;
  /** The text of `conformance-pack.yaml`, and what it says. */
  readonly packText: string;
  readonly packTemplate: JsonObject;
  /** The text of `stack.template.yaml`, and the parameters that it declares. */
  readonly stackText?: string;
  readonly stackParameters: JsonObject;
  /** Zips by their path in the pack's folder. */
  readonly zips: ReadonlyMap<string, Uint8Array>;
}

/** One content of a pack with the values of its parameters: what a stack is at or is not at. */
export interface Release {
  readonly pack: string;
  readonly tool: string;
  /** Tells releases apart; 64 hexadecimal digits. */
  readonly hash: string;
  readonly manifest: Manifest;
  readonly packTemplate: JsonObject;
  /** Values of the stack's parameters, those of the code included. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Key of the stack's template; absent for a pack without one. */
  readonly stackTemplateKey?: string;
  /** Key of the pack's template, for organization packs. */
  readonly packTemplateKey: string;
  /** Keys of the functions' code. */
  readonly codeKeys: readonly string[];
  /** Contents by key; a release that is gone back to has none, they are in the buckets. */
  readonly bodies: ReadonlyMap<string, Uint8Array>;
}

/** Where everything of a pack lies in a bucket. */
export function prefixOf(pack: string): string {
  return `rulewright/${pack}/`;
}

/** Makes a release of what `synth` wrote. Pure: equal content and parameters give an equal hash. */
export function toRelease(artifacts: Artifacts, target: Target, parameters: Readonly<Record<string, string>>): Release {
  const { manifest, packTemplate, stackText, stackParameters, zips } = artifacts;
  const packText = artifacts.packText.replaceAll("${!", "${"); // no Fn::Sub stands around an organization's pack
  const code = manifest.stack?.codeParameters ?? [];
  const own = Object.entries(ownParameters(target)).filter(([name]) => Object.hasOwn(stackParameters, name));
  const all = { ...codeValues(code), ...Object.fromEntries(own), ...parameters };
  const prefix = prefixOf(manifest.pack);
  const packTemplateKey = `${prefix}pack-${sha256(packText).slice(0, 16)}.template.yaml`;
  const stackTemplateKey =
    stackText === undefined ? undefined : `${prefix}stack-${sha256(stackText).slice(0, 16)}.template.yaml`;
  const bodies = new Map<string, Uint8Array>([[packTemplateKey, Buffer.from(packText)]]);
  if (stackTemplateKey !== undefined && stackText !== undefined) bodies.set(stackTemplateKey, Buffer.from(stackText));
  for (const { key, zip } of code) bodies.set(key, zips.get(zip) ?? new Uint8Array());
  const { tool: _tool, ...content } = manifest.document;
  return {
    pack: manifest.pack,
    tool: manifest.tool,
    hash: sha256(canonicalJson({ content, packTemplateKey, stackTemplateKey, parameters: all })),
    manifest,
    packTemplate,
    parameters: all,
    ...(stackTemplateKey === undefined ? {} : { stackTemplateKey }),
    packTemplateKey,
    codeKeys: code.map(({ key }) => key),
    bodies,
  };
}

function codeValues(code: readonly { readonly parameter: string; readonly key: string }[]): Record<string, string> {
  return Object.fromEntries(code.map(({ parameter, key }) => [parameter, key]));
}

/** The stack's parameters that the target decides. */
function ownParameters({ bucketPrefix, globalRulesRegion }: Target): Record<string, string> {
  return { CodeBucketPrefix: bucketPrefix, GlobalRulesRegion: globalRulesRegion };
}

/** What keeps a pack from being published as the target says, all at once. */
export function releaseProblems(
  artifacts: Artifacts,
  target: Target,
  parameters: Readonly<Record<string, string>>,
): Problem[] {
  const { pack, rules, stack } = artifacts.manifest;
  const problems: Problem[] = [];
  const custom = rules.filter(({ isCustom }) => isCustom);
  if (target.topology === "organization-pack" && custom.length > 0) {
    const named = custom.map(({ name }) => name);
    const shown = named.length > 8 ? `${named.slice(0, 8).join(", ")} and ${named.length - 8} more` : named.join(", ");
    const message = `Pack ${pack} has rules of our own, which need functions in every account: ${shown}.`;
    problems.push(problem(DEPLOYMENT_ERRORS.PACK_NEEDS_FUNCTIONS, pack, message));
  }
  if (target.topology !== "organization-pack" && stack === undefined) {
    problems.push(problem(DEPLOYMENT_ERRORS.ARTIFACTS_UNREADABLE, pack, `Pack ${pack} was written without a stack.`));
    return problems;
  }
  return [...problems, ...parameterProblems(artifacts, target, parameters)];
}

function parameterProblems(
  { manifest, packTemplate, stackParameters }: Artifacts,
  target: Target,
  parameters: Readonly<Record<string, string>>,
): Problem[] {
  const { pack, rules, stack } = manifest;
  const ofPack = target.topology === "organization-pack";
  const declared = ofPack ? packParametersOf(packTemplate) : stackParameters;
  const code = (stack?.codeParameters ?? []).map(({ parameter }) => parameter);
  const switches = rules.flatMap((rule) => rule.switch ?? []);
  const reserved = new Set([...Object.keys(ownParameters(target)), ...code, "DeployGlobalRules", ...switches]);
  const open = Object.keys(declared).filter((name) => !reserved.has(name));
  const known = Object.fromEntries(Object.entries(parameters).filter(([name]) => open.includes(name)));
  const unknown = Object.keys(parameters).filter((name) => !open.includes(name));
  const missing = open.filter((name) => !Object.hasOwn(parameters, name) && !hasDefault(declared[name]));
  return [
    ...unknown.map((name) =>
      reserved.has(name)
        ? problem(DEPLOYMENT_ERRORS.PARAMETER_UNKNOWN, pack, `--parameter ${name} is set by Rulewright itself.`, {
            hint: "Remove it; --bucket-prefix, --global-rules-region and --regions decide it.",
          })
        : problem(DEPLOYMENT_ERRORS.PARAMETER_UNKNOWN, pack, `Pack ${pack} has no parameter ${name}.`, {
            hint: open.length === 0 ? "It has none to set." : `It has ${open.join(", ")}.`,
          }),
    ),
    ...missing.map((name) =>
      problem(DEPLOYMENT_ERRORS.PARAMETER_MISSING, pack, `Parameter ${name} of pack ${pack} has no default.`, {
        hint: `Say --parameter ${name}=value.`,
      }),
    ),
    ...valueProblems({ manifest, packTemplate, declared, given: known, variant: target.variant }),
  ];
}

function hasDefault(declaration: unknown): boolean {
  return isObject(declaration) && "Default" in declaration;
}

/** The declared parameters of a pack's template. */
export function packParametersOf(packTemplate: JsonObject): JsonObject {
  const parameters = packTemplate["Parameters"];
  return isObject(parameters) ? parameters : {};
}

/** The pack's own parameters in a Region, where no stack sets them. */
export function organizationPackParameters(release: Release, target: Target, region: string): Record<string, string> {
  const declared = Object.keys(packParametersOf(release.packTemplate));
  const isGlobal = region === target.globalRulesRegion;
  const switches = release.manifest.rules.flatMap((rule): [string, string][] => {
    if (rule.switch === undefined) return [];
    const isHere = rule.regions?.includes(region) ?? true;
    return [[rule.switch, String(isHere)]];
  });
  const given = { DeployGlobalRules: String(isGlobal), ...Object.fromEntries(switches), ...release.parameters };
  return Object.fromEntries(Object.entries(given).filter(([name]) => declared.includes(name)));
}

/** SHA-256 as lower-case hexadecimal digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
