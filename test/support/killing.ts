import { join } from "node:path";
import { afterEach, beforeAll, expect } from "@jest/globals";
import type { AwsEndpoint } from "@rulewright/testing";
import { BUCKETS, PACK_SOURCES, changesOf, finalState, killedAt, runAgainst, startAws } from "./publishing.ts";
import { rulewright } from "./rulewright.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A command that is killed, what was done before it, and what there has to be. */
export interface Scenario {
  readonly pack: string;
  readonly regions: readonly string[];
  readonly isOrganizational: boolean;
  readonly before?: readonly string[];
  readonly argv: readonly string[];
  /** Only changes by these operations are cut short; by all where absent. */
  readonly only?: RegExp;
}

const PLACE = ["--bucket-prefix", BUCKETS, "--yes"];

/** Arguments of `publish`; the pack is named by what it is called. */
export function publishing(pack: string, regions: readonly string[], ...options: readonly string[]): readonly string[] {
  return ["publish", pack, ...PLACE, "--regions", ...regions, ...options];
}

/** Arguments of `destroy`. */
export function destroying(pack: string, regions: readonly string[]): readonly string[] {
  return ["destroy", pack, ...PLACE, "--regions", ...regions];
}

/**
 * Makes the test of a scenario: the command is killed at each of its changes, given again, and what AWS holds then is what
 * it holds after a run that nobody cut short.
 */
export function killingTest(): (scenario: Scenario) => Promise<void> {
  let folder: string;
  let endpoint: AwsEndpoint | undefined;
  beforeAll(async () => {
    folder = await temporaryFolder(PACK_SOURCES);
    const modules = Object.keys(PACK_SOURCES).map((name) => join(folder, name));
    expect(await rulewright(["synth", ...modules, "--out", folder])).toMatchObject({ code: 0 });
  });
  afterEach(() => endpoint?.close());

  const withFolder = ([command = "", pack = "", ...rest]: readonly string[]) =>
    command === "publish" ? [command, join(folder, pack), ...rest] : [command, pack, ...rest];

  const start = async ({ regions, isOrganizational, before }: Scenario) => {
    await endpoint?.close();
    const started = await startAws(regions, isOrganizational);
    endpoint = started;
    const run = (argv: readonly string[]) => runAgainst(started, withFolder(argv));
    if (before) expect(await run(before)).toMatchObject({ code: 0 });
    return { started, run };
  };

  return async (scenario) => {
    const { pack, regions, argv, only = /./ } = scenario;
    const whole = await start(scenario);
    const from = whole.started.calls.length;
    expect(await whole.run(argv)).toMatchObject({ code: 0, stderr: "" });
    const uninterrupted = finalState(whole.started, pack, regions);
    const changes = changesOf(whole.started.calls.slice(from)).filter(({ operation }) => only.test(operation));
    expect(changes.length).toBeGreaterThanOrEqual(3);
    for (const change of changes) {
      // what comes after an object was put is what comes before the next change
      for (const moment of change.operation === "PutObject" ? (["before"] as const) : (["before", "after"] as const)) {
        const { started, run } = await start(scenario);
        const isKilled = await killedAt(started, withFolder(argv), change, moment);
        const again = await run(argv);
        // nothing recorded any more is how the end of a pack looks when only the process did not see it
        const isGone = argv[0] === "destroy" && again.stderr.startsWith("RW4020");
        const ended = isGone ? [0, ""] : [again.code, again.stderr];
        expect([change, moment, isKilled || moment === "after", ...ended]).toEqual([change, moment, true, 0, ""]);
        expect([change, moment, finalState(started, pack, regions)]).toEqual([change, moment, uninterrupted]);
      }
    }
  };
}
