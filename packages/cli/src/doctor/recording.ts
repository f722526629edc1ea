import { findResourceType } from "@rulewright/catalog/resource-types";

/** How often changes are recorded. */
export type Frequency = "continuous" | "daily";

/** A recorder of an account and Region, as far as it says what is recorded. */
export interface RecorderFacts {
  readonly name: string;
  readonly roleArn: string;
  readonly recording: boolean;
  /** The last delivery failed: AWS's own code and words. */
  readonly failure?: string;
  readonly strategy: Strategy;
  readonly frequency: Frequency;
  /** Types with a frequency of their own. */
  readonly overrides: readonly { readonly resourceTypes: readonly string[]; readonly frequency: Frequency }[];
}

/** Which types a recorder records. */
export type Strategy =
  | { readonly kind: "all"; readonly includesGlobalTypes: boolean }
  | { readonly kind: "inclusion"; readonly resourceTypes: readonly string[] }
  | { readonly kind: "exclusion"; readonly resourceTypes: readonly string[] };

/** Whether and how often a type is recorded; `why` ends a sentence. */
export type Recording =
  | { readonly state: Frequency }
  | { readonly state: "not-recorded"; readonly why: string; readonly canBeMended: boolean };

/**
 * The types that `includeGlobalResourceTypes` is about. All others that belong to no Region are recorded at home only.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html
 */
const BUNDLED = new Set(["AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User"]);

/**
 * Regions where AWS Config began after February 2022: the bundled types cannot be recorded there.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
 */
const LATE_REGIONS = new Set([
  "ap-east-2",
  "ap-south-2",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-west-1",
  "eu-central-2",
  "eu-south-2",
  "il-central-1",
  "me-central-1",
  "mx-central-1",
]);

/** The account's own pseudo type, which AWS Config judges and never records. */
const ACCOUNT = "AWS::::Account";

/** What becomes of a type in a Region. */
export function recordingOf(resourceType: string, recorder: RecorderFacts, region: string): Recording {
  if (resourceType === ACCOUNT) return { state: recorder.frequency };
  const elsewhere = recordedElsewhere(resourceType, region);
  if (elsewhere !== undefined) return { state: "not-recorded", why: elsewhere, canBeMended: false };
  const left = leftOut(resourceType, recorder.strategy);
  if (left !== undefined) return { state: "not-recorded", why: left, canBeMended: true };
  const override = recorder.overrides.find(({ resourceTypes }) => resourceTypes.includes(resourceType));
  return { state: override?.frequency ?? recorder.frequency };
}

function recordedElsewhere(resourceType: string, region: string): string | undefined {
  if (BUNDLED.has(resourceType)) {
    return LATE_REGIONS.has(region) ? `AWS Config cannot record it in ${region}` : undefined;
  }
  const home = findResourceType(resourceType)?.global?.homeRegion;
  // what the catalogue knows of homes is of the commercial partition
  if (home === undefined || home === region || /^(cn|us-gov|us-iso\w*|eu-isoe)-/.test(region)) return undefined;
  return `AWS Config records it in ${home} only`;
}

function leftOut(resourceType: string, strategy: Strategy): string | undefined {
  switch (strategy.kind) {
    case "all":
      return strategy.includesGlobalTypes || !BUNDLED.has(resourceType)
        ? undefined
        : "the recorder leaves the global IAM types out";
    case "inclusion":
      return strategy.resourceTypes.includes(resourceType) ? undefined : "it is not among the types of the recorder";
    case "exclusion":
      return strategy.resourceTypes.includes(resourceType) ? "the recorder excludes it" : undefined;
  }
}

/**
 * What the recorder must be told to record some types as well, and `late` ones continuously: the rest of it stays.
 * AWS takes one override, so equal ones are joined.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingMode.html
 */
export function widened(recorder: RecorderFacts, missing: readonly string[], late: readonly string[]): RecorderFacts {
  const others = recorder.overrides
    .filter(({ frequency }) => frequency !== recorder.frequency)
    .flatMap(({ resourceTypes }) => resourceTypes);
  const isDaily = recorder.frequency === "daily";
  const types = isDaily ? [...new Set([...others, ...late])] : others.filter((type) => !late.includes(type));
  return {
    ...recorder,
    strategy: widenedStrategy(recorder.strategy, missing),
    overrides: types.length === 0 ? [] : [{ resourceTypes: types, frequency: isDaily ? "continuous" : "daily" }],
  };
}

function widenedStrategy(strategy: Strategy, missing: readonly string[]): Strategy {
  if (missing.length === 0) return strategy;
  switch (strategy.kind) {
    case "all":
      return { ...strategy, includesGlobalTypes: true };
    case "inclusion":
      return { ...strategy, resourceTypes: [...new Set([...strategy.resourceTypes, ...missing])].toSorted() };
    case "exclusion":
      return { ...strategy, resourceTypes: strategy.resourceTypes.filter((type) => !missing.includes(type)) };
  }
}
