import { loadArtifacts } from "../deployment/artifacts/load-packs.ts";
import { TOPOLOGIES } from "../deployment/plan/target.ts";
import { readTargetsFile } from "../deployment/read-targets-file.ts";
import { packPathsOr, readRegions, type RegionOptions } from "../doctor/read-place.ts";
import { EXIT, type ExitCode, type Io } from "../io.ts";
import { fetchCallerIdentity } from "../live/caller-identity.ts";
import { createLiveAws } from "../live/live-aws.ts";
import { guardrailsOf } from "../status/guardrails.ts";
import { toStatusTable } from "../status/render-status.ts";
import { statusRows } from "../status/rows.ts";
import type { AskedPack, AskedVariant, Asking } from "../status/stack-row.ts";
import { createStatusTally, type StatusTally } from "../status/tally.ts";
import { TOOL } from "../version.ts";
import { createProgressLine, grouped } from "./progress-line.ts";

/** Options of `rulewright status`. */
export interface StatusOptions extends Pick<RegionOptions, "regions"> {
  readonly topology?: string;
  readonly callAs?: string;
  /** File that lists variants, as `publish` takes it; those that are there are found without it. */
  readonly targets?: string;
  /** File of exemptions that pack modules were published with: without it their functions are others. */
  readonly exemptions?: string;
  /** Folder that pack modules are synthesized to; its packs are looked at where none is named. */
  readonly out: string;
  readonly json?: boolean;
}

/** Tells how published packs stand. Changes nothing. */
export async function statusCommand(paths: readonly string[], options: StatusOptions, io: Io): Promise<ExitCode> {
  const { regions } = await readRegions(options);
  const variants = await askedVariants(options, regions);
  const asked = await askedPacks(await packPathsOr(paths, options.out), options, io);
  const { accountId } = await fetchCallerIdentity(regions[0]);
  const asking: Asking = {
    aws: createLiveAws(regions[0]),
    accountId,
    regions,
    topology: TOPOLOGIES.find((topology) => topology === options.topology) ?? "account",
    callAs: options.callAs === "DELEGATED_ADMIN" ? options.callAs : "SELF",
    now: new Date(),
    ...(variants ? { variants } : {}),
  };
  const tally = createStatusTally();
  if (options.json) await writeJson(asking, asked, tally, io);
  else {
    const progress = createProgressLine(io);
    let rows = 0;
    for (const pack of asked) {
      for await (const row of statusRows(asking, pack)) {
        tally.add(row);
        rows += 1;
        progress.show(() => `${grouped(rows)} places`);
      }
    }
    progress.end();
    io.out(toStatusTable(tally, { color: io.color, width: io.width }));
  }
  if (tally.notRead().length > 0) return EXIT.FAILED;
  return tally.needingAttention() > 0 ? EXIT.NON_COMPLIANT : EXIT.CLEAN;
}

/** The variants that a file lists. @throws ProblemsError, RulewrightError `RW5003` */
async function askedVariants(
  { targets: file, topology, callAs }: StatusOptions,
  regions: readonly string[],
): Promise<readonly AskedVariant[] | undefined> {
  if (file === undefined) return undefined;
  const bucketPrefix = "none"; // the records are not asked
  const given = { regions, bucketPrefix, ...(topology === undefined ? {} : { topology }) };
  const intents = await readTargetsFile(file, { ...given, ...(callAs === undefined ? {} : { callAs }) });
  return intents.flatMap(({ target: { variant, regions: own } }) =>
    variant === undefined ? [] : [{ variant, regions: own }],
  );
}

async function askedPacks(
  paths: readonly string[],
  { out, exemptions }: StatusOptions,
  io: Io,
): Promise<readonly AskedPack[]> {
  const artifacts = await loadArtifacts(paths, out, io, exemptions);
  return artifacts.map((each) => ({
    pack: each.manifest.pack,
    manifest: each.manifest,
    guardrails: guardrailsOf(each),
  }));
}

/** One document (`schemas/status.schema.json`), whose rows are written as they come. */
async function writeJson(asking: Asking, asked: readonly AskedPack[], tally: StatusTally, io: Io): Promise<void> {
  const { accountId, topology, regions, now } = asking;
  const head = { version: 1, tool: TOOL, askedAt: now.toISOString(), accountId, topology, regions };
  io.out(`${JSON.stringify(head).slice(0, -1)},"rows":[`);
  let separator = "\n";
  for (const pack of asked) {
    for await (const row of statusRows(asking, pack)) {
      tally.add(row);
      io.out(`${separator}${JSON.stringify(row)}`);
      separator = ",\n";
      if (io.takesMore && !(await io.takesMore())) return;
    }
  }
  const summary = { needingAttention: tally.needingAttention(), notRead: tally.notRead(), places: tally.places() };
  io.out(`\n],"summary":${JSON.stringify(summary)}}\n`);
}
