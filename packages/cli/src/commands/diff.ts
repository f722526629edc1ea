import { compareReleases } from "../deployment/plan/diff.ts";
import { keepingGlobalRegion, type Intent, type TargetOptions } from "../deployment/plan/read-target.ts";
import { diffDocument, renderDiff, type PackDiff } from "../deployment/plan/render-diff.ts";
import { toRelease, type Artifacts } from "../deployment/plan/release.ts";
import { fetchRecord, findRecords } from "../deployment/observe/observe.ts";
import { fetchStackTemplate, parseStackTemplate } from "../deployment/observe/stack-template.ts";
import type { Session } from "../deployment/observe/session.ts";
import { readPublication, type PublicationOptions } from "../deployment/read-publication.ts";
import type { SessionOptions } from "../deployment/session.ts";
import { EXIT, type ExitCode, type Io } from "../io.ts";

/** Options of `rulewright diff`. */
export interface DiffOptions extends PublicationOptions, TargetOptions, SessionOptions {
  /** Agrees to what lets Rulewright do more, or takes a guard away. */
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

async function packDiff(session: Session, artifacts: Artifacts, intent: Intent): Promise<PackDiff> {
  const { pack } = artifacts.manifest;
  const { home, pointer } = await findRecords(session, pack, intent.target);
  const before = await fetchRecord(session, pack, intent.target, home, pointer.current);
  const target = keepingGlobalRegion(intent, before?.target);
  const release = toRelease(artifacts, target, intent.parameters);
  const published = before && { ...before, ...(await fetchStackTemplate(session, before, home)) };
  const after = { release, target, ...parseStackTemplate(artifacts.stackText) };
  return {
    pack: release.pack,
    ...(target.variant === undefined ? {} : { variant: target.variant }),
    ...(published ? { published: published.release.hash } : {}),
    ...(pointer.pending === undefined ? {} : { pending: pointer.pending }),
    release: release.hash,
    changes: published ? compareReleases(published, after) : [],
  };
}
