import { loadArtifacts } from "../deployment/artifacts/load-packs.ts";
import { TOPOLOGIES } from "../deployment/plan/target.ts";
import { examine, type Examination } from "../doctor/examine.ts";
import { packNeeds } from "../doctor/pack-needs.ts";
import { packPaths, readNow, readRegions, type RegionOptions } from "../doctor/read-place.ts";
import { countFindings, doctorDocument, toFindingsTable } from "../doctor/render-findings.ts";
import { EXIT, type ExitCode, type Io } from "../io.ts";
import { fetchCallerIdentity } from "../live/caller-identity.ts";
import { createLiveAws } from "../live/live-aws.ts";

/** Options of `rulewright doctor`. */
export interface DoctorOptions extends RegionOptions {
  readonly topology?: string;
  /** Folder that pack modules are synthesized to. */
  readonly out: string;
  /** ISO 8601; the clock where absent. */
  readonly now?: string;
  readonly json?: boolean;
}

/** Looks at what packs need of an account, its Regions and its organization. Changes nothing. */
export async function doctorCommand(paths: readonly string[], options: DoctorOptions, io: Io): Promise<ExitCode> {
  const now = readNow(options.now);
  const { regions, globalRulesRegion } = await readRegions(options);
  const artifacts = paths.length === 0 ? [] : await loadArtifacts(packPaths(paths), options.out, io);
  const examination: Examination = {
    aws: createLiveAws(regions[0]),
    account: await fetchCallerIdentity(regions[0]),
    regions,
    globalRulesRegion,
    topology: TOPOLOGIES.find((topology) => topology === options.topology) ?? "account",
    packs: artifacts.map(packNeeds),
    now,
  };
  const findings = await examine(examination);
  const { color, width } = io;
  if (options.json) io.out(`${JSON.stringify(doctorDocument(examination, findings), null, 2)}\n`);
  else io.out(toFindingsTable(examination, findings, { color, width }));
  const { errors, notLookedAt } = countFindings(findings);
  if (notLookedAt > 0) return EXIT.FAILED;
  return errors > 0 ? EXIT.NON_COMPLIANT : EXIT.CLEAN;
}
