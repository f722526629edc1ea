import { compareReleases } from "../deployment/plan/diff.ts";
import type { Intent, TargetOptions } from "../deployment/plan/read-target.ts";
import { diffDocument, renderDiff, type PackDiff } from "../deployment/plan/render-diff.ts";
import { toRelease, type Artifacts } from "../deployment/plan/release.ts";
import { fetchRecord, findRecords } from "../deployment/observe/observe.ts";
import type { Session } from "../deployment/observe/session.ts";
import { readPublication, type PublicationOptions } from "../deployment/read-publication.ts";
import type { SessionOptions } from "../deployment/session.ts";
import { EXIT, type ExitCode, type Io } from "../io.ts";

/** Options of `rulewright diff`. */
export interface DiffOptions extends PublicationOptions, TargetOptions, SessionOptions {
  /** Agrees to remediation that becomes automatic and to wider roles. */
  readonly accept?: boolean;
  readonly json?: boolean;
}

/** Compares what is published with what would be. Changes nothing. */
export async function diffCommand(paths: readonly string[], options: DiffOptions, io: Io): Promise<ExitCode> {
  const { intents, packs, session } = await readPublication(paths, options, io);
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
