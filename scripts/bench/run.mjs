// npm run bench [-- --quick] [-- --only runtime]: ratios within one run. Nothing here fails on a slow machine.
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { benchOffline } from "./offline.mjs";
import { benchRuntime } from "./runtime.mjs";
import { benchSynthesis } from "./synthesis.mjs";

const SUITES = { runtime: benchRuntime, synthesis: benchSynthesis, offline: benchOffline };
const quick = process.argv.includes("--quick");
const only = process.argv[process.argv.indexOf("--only") + 1];
const chosen = process.argv.includes("--only") ? { [only]: SUITES[only] } : SUITES;

const folder = await realpath(await mkdtemp(join(tmpdir(), "rulewright-bench-")));
try {
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0].model}${quick ? ", quick: too few runs to quote" : ""}\n`,
  );
  const rows = [];
  for (const bench of Object.values(chosen)) rows.push(...(await bench({ folder, quick })));
  for (const { what, ours, floor, ratio, goal, spread } of rows) {
    console.log(
      `${what}\n    ${ours} against ${floor}: ${ratio} ×${goal ? `  (goal ${goal})` : ""}${spread ? `  ${spread}` : ""}`,
    );
  }
  const output = process.argv.includes("--output") ? process.argv[process.argv.indexOf("--output") + 1] : undefined;
  if (output) await writeFile(output, `${JSON.stringify(rows, null, 2)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
