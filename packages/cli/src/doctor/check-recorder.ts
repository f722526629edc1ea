import { counted } from "@rulewright/reports";
import { named, quoted, type Finding } from "./finding.ts";
import { rulesIn, type PackNeeds } from "./pack-needs.ts";
import { recordingOf, widened, type Recording, type RecorderFacts } from "./recording.ts";

/** Where is looked, and for which packs. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly globalRulesRegion: string;
  readonly packs: readonly PackNeeds[];
}

/** Judges a Region's recorder: is it there, does it run, and does it record what the rules look at? Pure. */
export function checkRecorder(recorder: RecorderFacts | undefined, place: Place): Finding[] {
  const { region, accountId, partition } = place;
  if (!recorder) {
    const role = `arn:${partition}:iam::${accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
    const message = `AWS Config has no recorder in ${region}: no pack can be deployed, and no change rule sees anything.`;
    const group = quoted('{"allSupported":true,"includeGlobalResourceTypes":false}');
    const mend = `aws configservice put-configuration-recorder --region ${region} --configuration-recorder name=default,roleARN=${role} --recording-group ${group}`;
    return [{ id: "recorder-missing", severity: "error", region, message, mend }];
  }
  const types = checkTypes(recorder, place);
  return [...checkRunning(recorder, region), ...types];
}

function checkRunning({ name, recording, failure }: RecorderFacts, region: string): Finding[] {
  if (!recording) {
    const message = `Recorder ${name} of ${region} is stopped: change rules see nothing new and keep their old verdicts.`;
    const mend = `aws configservice start-configuration-recorder --region ${region} --configuration-recorder-name ${quoted(name)}`;
    return [{ id: "recorder-stopped", severity: "error", region, message, ...mendOf(name, mend) }];
  }
  if (failure !== undefined) {
    const message = `Recorder ${name} of ${region} runs, and its last delivery failed: ${failure}.`;
    const mend = `aws configservice describe-configuration-recorder-status --region ${region}`;
    return [{ id: "recorder-failing", severity: "warning", region, message, mend }];
  }
  return [];
}

interface SeenType {
  readonly resourceType: string;
  readonly rules: readonly string[];
  readonly recording: Recording;
}

function checkTypes(recorder: RecorderFacts, place: Place): Finding[] {
  const { region } = place;
  const seen = typesIn(place).map(([resourceType, rules]): SeenType => {
    return { resourceType, rules, recording: recordingOf(resourceType, recorder, region) };
  });
  const blind = seen.filter(({ recording }) => recording.state === "not-recorded");
  const late = seen.filter(({ recording }) => recording.state === "daily");
  const missing = blind.filter(({ recording }) => "canBeMended" in recording && recording.canBeMended);
  const mend = putRecorder(widened(recorder, typeNames(missing), typeNames(late)), region);
  const findings = [
    ...blind.map((each) => cannotSee(each, place, missing.includes(each) ? mendOf(recorder.name, mend) : {})),
    ...late.map((each) => seesLate(each, region, mendOf(recorder.name, mend))),
  ];
  if (findings.length > 0 || !recorder.recording) return findings;
  const message = `Recorder ${recorder.name} of ${region} records all ${counted(seen.length, "type")} that the packs' change rules look at.`;
  return seen.length === 0 ? [] : [{ id: "recorder-fine", severity: "info", region, message }];
}

/** Types that change rules of this Region look at, each with those rules. */
function typesIn({ packs, region, globalRulesRegion }: Place): [string, readonly string[]][] {
  const byType = new Map<string, Set<string>>();
  for (const { name, recordedTypes } of packs.flatMap((pack) => rulesIn(pack, region, globalRulesRegion))) {
    for (const type of recordedTypes) byType.set(type, (byType.get(type) ?? new Set()).add(name));
  }
  return [...byType]
    .map(([type, rules]): [string, readonly string[]] => [type, [...rules].toSorted()])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function typeNames(types: readonly SeenType[]): readonly string[] {
  return types.map(({ resourceType }) => resourceType);
}

function cannotSee({ resourceType, rules, recording }: SeenType, place: Place, mend: Pick<Finding, "mend">): Finding {
  const { region } = place;
  const why = "why" in recording ? recording.why : "";
  const look = rules.length === 1 ? "looks" : "look";
  const message = `${named(rules)} cannot see ${resourceType} in ${region} and ${look} clean: ${why}.`;
  return { id: "type-cannot-be-seen", severity: "error", region, resourceType, rules, message, ...mend };
}

function seesLate({ resourceType, rules }: SeenType, region: string, mend: Pick<Finding, "mend">): Finding {
  const see = rules.length === 1 ? "sees" : "see";
  const message = `${named(rules)} ${see} ${resourceType} in ${region} up to 24 hours late: it is recorded once a day.`;
  return { id: "type-seen-late", severity: "warning", region, resourceType, rules, message, ...mend };
}

/** Control Tower puts back whatever others change of its recorders. */
function mendOf(name: string, mend: string): Pick<Finding, "mend"> {
  return name.startsWith("aws-controltower") ? {} : { mend };
}

/** The whole recorder as it should be: the call replaces all of it. The command line takes the group by itself. */
function putRecorder(recorder: RecorderFacts, region: string): string {
  const frequency = (each: RecorderFacts["frequency"]) => each.toUpperCase();
  const configuration = {
    name: recorder.name,
    roleARN: recorder.roleArn,
    recordingMode: {
      recordingFrequency: frequency(recorder.frequency),
      ...(recorder.overrides.length === 0
        ? {}
        : {
            recordingModeOverrides: recorder.overrides.map((each) => ({
              resourceTypes: each.resourceTypes,
              recordingFrequency: frequency(each.frequency),
            })),
          }),
    },
  };
  return [
    `aws configservice put-configuration-recorder --region ${region}`,
    `--configuration-recorder ${quoted(JSON.stringify(configuration))}`,
    `--recording-group ${quoted(JSON.stringify(groupOf(recorder.strategy)))}`,
  ].join(" ");
}

function groupOf(strategy: RecorderFacts["strategy"]): object {
  switch (strategy.kind) {
    case "all":
      return { allSupported: true, includeGlobalResourceTypes: strategy.includesGlobalTypes };
    case "inclusion":
      return {
        allSupported: false,
        resourceTypes: strategy.resourceTypes,
        recordingStrategy: { useOnly: "INCLUSION_BY_RESOURCE_TYPES" },
      };
    case "exclusion":
      if (strategy.resourceTypes.length === 0) return { allSupported: true, includeGlobalResourceTypes: true };
      return {
        allSupported: false,
        exclusionByResourceTypes: { resourceTypes: strategy.resourceTypes },
        recordingStrategy: { useOnly: "EXCLUSION_BY_RESOURCE_TYPES" },
      };
  }
}
