import { loadArtifacts } from "../deployment/artifacts/load-packs.ts";
import { compareReleases } from "../deployment/plan/diff.ts";
import type { Intent, TargetOptions } from "../deployment/plan/read-target.ts";
import type { Artifacts } from "../deployment/plan/release.ts";
import { diffDocument, renderDiff, type PackDiff } from "../deployment/plan/render-diff.ts";
import { releaseProblems, toRelease } from "../deployment/plan/release.ts";
import { fetchRecord, findRecords } from "../deployment/observe/observe.ts";
import type { Session } from "../deployment/observe/session.ts";
import { openSession, type SessionOptions } from "../deployment/session.ts";
import { EXIT, type ExitCode, type Io } from "../io.ts";
import { regionOfChain } from "../live/live-aws.ts";
import { ProblemsError } from "../problems-error.ts";
import { readIntents } from "./publish.ts";

/** Options of `rulewright diff`. */
export interface DiffOptions extends TargetOptions, SessionOptions {
  readonly out: string;
  /** Agrees to remediation that becomes automatic and to wider roles. */
  readonly accept?: boolean;
  /** File that lists variants. */
  readonly targets?: string;
  readonly json?: boolean;
}

/** Compares what is published with what would be. Changes nothing. */
export async function diffCommand(paths: readonly string[], options: DiffOptions, io: Io): Promise<ExitCode> {
  const region = options.regions ? undefined : await regionOfChain();
  const intents = await readIntents(options, region);
  const packs = await loadArtifacts(paths, options.out, io);
  const problems = intents.flatMap(({ target, parameters }) =>
    packs.flatMap((artifacts) => releaseProblems(artifacts, target, parameters)),
  );
  if (problems.length > 0) throw new ProblemsError(problems);
  const session = await openSession(options, intents[0]?.target.regions[0] ?? "");
  const diffs: PackDiff[] = [];
  for (const artifacts of packs) for (const intent of intents) diffs.push(await packDiff(session, artifacts, intent));
  io.out(options.json ? `${JSON.stringify(diffDocument(diffs), null, 2)}\n` : renderDiff(diffs, io.color));
  const needsAcceptance = diffs.some(({ changes }) => changes.some((change) => change.needsAcceptance));
  return needsAcceptance && options.accept !== true ? EXIT.NON_COMPLIANT : EXIT.CLEAN;
}

async function packDiff(session: Session, artifacts: Artifacts, { target, parameters }: Intent): Promise<PackDiff> {
  const release = toRelease(artifacts, target, parameters);
  const { home, pointer } = await findRecords(session, release.pack, target);
  const before = await fetchRecord(session, release.pack, target, home, pointer.current);
  return {
    pack: release.pack,
    ...(target.variant === undefined ? {} : { variant: target.variant }),
    ...(before ? { published: before.release.hash } : {}),
    ...(pointer.pending === undefined ? {} : { pending: pointer.pending }),
    release: release.hash,
    changes: before ? compareReleases(before, { release, target }) : [],
  };
}
