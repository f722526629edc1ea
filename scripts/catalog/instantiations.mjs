// Guards what the catalogue's types cost a program that uses them (packages/catalog/types-test/two-types.ts):
//   node scripts/catalog/instantiations.mjs      after tsc -b packages/catalog
// The limits are the numbers measured with TypeScript 7.0.2 and 10 % more. They do not depend on the machine.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../", import.meta.url);
const PROJECT = "packages/catalog/types-test/tsconfig.two-types.json";
const BUILT = "packages/catalog/dist/generated/resource-types.generated.d.ts";

/** @type {{ readonly [measure: string]: number }} */
const LIMITS = { Instantiations: 139, Types: 1934 };

function main() {
  if (!existsSync(new URL(BUILT, ROOT))) return complain(`${BUILT} is missing. Run: npx tsc -b packages/catalog`);
  const tsc = fileURLToPath(new URL("node_modules/typescript/bin/tsc", ROOT));
  const run = spawnSync(process.execPath, [tsc, "-p", PROJECT, "--extendedDiagnostics"], {
    cwd: fileURLToPath(ROOT),
    encoding: "utf8",
  });
  if (run.status !== 0) return complain(`${PROJECT} does not compile:\n${run.stdout}${run.stderr}`);
  for (const [measure, limit] of Object.entries(LIMITS)) {
    const value = new RegExp(`^${measure}:\\s+(\\d+)$`, "m").exec(run.stdout)?.[1];
    if (value === undefined) complain(`tsc printed no number of ${measure.toLowerCase()}.`);
    else if (Number(value) > limit) complain(`${measure}: ${value}, more than the ${limit} allowed.`);
    else console.log(`${measure}: ${value} of ${limit}`);
  }
}

/** @param {string} sentence */
function complain(sentence) {
  console.error(sentence);
  process.exitCode = 1;
}

main();
