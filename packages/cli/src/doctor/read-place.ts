import { dirname, basename, join } from "node:path";
import { stat } from "node:fs/promises";
import { isRegion, problem, RulewrightError } from "@rulewright/sdk";
import { CLI_ERRORS } from "../errors.ts";
import { DEPLOYMENT_ERRORS } from "../deployment/errors.ts";
import { packFolders } from "../deployment/artifacts/read-artifacts.ts";
import { regionOfChain } from "../live/live-aws.ts";
import { ProblemsError } from "../problems-error.ts";

/** Where rules about the account itself go, when it is among the Regions and nobody says otherwise: as in `publish`. */
const USUAL_GLOBAL_REGION = "us-east-1";

/** Regions as they were typed. */
export interface RegionOptions {
  readonly regions?: readonly string[];
  readonly globalRulesRegion?: string;
}

/** The Regions to look at; that of the chain where none is named. @throws ProblemsError, RulewrightError `RW5041`. */
export async function readRegions({ regions, globalRulesRegion }: RegionOptions): Promise<{
  readonly regions: readonly [string, ...string[]];
  readonly globalRulesRegion: string;
}> {
  const named = [...new Set((regions ?? []).flatMap((text) => text.split(",")).map((word) => word.trim()))];
  const given = [
    ...named.filter((word) => word !== ""),
    ...(globalRulesRegion === undefined ? [] : [globalRulesRegion]),
  ];
  const problems = given
    .filter((region) => !isRegion(region))
    .map((region) =>
      problem(DEPLOYMENT_ERRORS.TARGET_INVALID, "", `${region} is no Region.`, { hint: "Write Regions as eu-west-1." }),
    );
  if (problems.length > 0) throw new ProblemsError(problems);
  const [first = await regionOfChain(), ...others] = named.filter((word) => word !== "");
  const all: readonly [string, ...string[]] = [first, ...others];
  return {
    regions: all,
    globalRulesRegion: globalRulesRegion ?? (all.includes(USUAL_GLOBAL_REGION) ? USUAL_GLOBAL_REGION : first),
  };
}

/** A time as it was typed, or the clock. @throws RulewrightError `RW5001`. */
export function readNow(text: string | undefined): Date {
  const now = text === undefined ? new Date() : new Date(text);
  if (!Number.isNaN(now.getTime())) return now;
  const hint = "Write a time as 2026-01-31T12:00:00Z.";
  throw new RulewrightError(CLI_ERRORS.USAGE, `--now ${text} is no time.`, { hint });
}

/** Paths as artifacts are loaded from: a manifest stands for its folder. */
export function packPaths(paths: readonly string[]): readonly string[] {
  return paths.map((path) => (basename(path) === "manifest.json" ? dirname(path) : path));
}

/** The folder that `synth` writes to, where there are packs in it and none is named. */
export async function packPathsOr(paths: readonly string[], out: string): Promise<readonly string[]> {
  if (paths.length > 0) return packPaths(paths);
  const isFolder = (await stat(join(out)).catch(() => undefined))?.isDirectory() === true;
  return isFolder && (await packFolders(out)) ? [out] : [];
}
