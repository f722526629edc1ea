// Building a pack of 50 custom rules, and linting a pack of the largest size, as whole cold processes.
// Floors: esbuild bundling the same 50 rule modules into one file, and the YAML library parsing the same text.
import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, interleave, round } from "./measure.mjs";

const RULES = 50;
const CLI = resolve("packages/cli/bin/rulewright.js");

/** @param {{folder: string, quick: boolean}} options @returns {Promise<object[]>} Rows: what, ours, floor, ratio, goal. */
export async function benchSynthesis({ folder, quick }) {
  const here = join(folder, "synthesis");
  await mkdir(here, { recursive: true });
  for (let index = 0; index < RULES; index += 1) await writeFile(join(here, `rule-${index}.ts`), ruleSource(index));
  await writeFile(join(here, "fifty.pack.ts"), packSource());
  await writeFile(join(here, "floor-synth.mjs"), floorSynth(here));
  await writeFile(join(here, "floor-lint.mjs"), floorLint());
  const largest = "conformance-packs/foundations-part-3.yaml";
  const rounds = quick ? 3 : 15;
  const series = await interleave(rounds, {
    synth: () => wall([CLI, "synth", join(here, "fifty.pack.ts"), "--out", join(here, "out")]),
    floorSynth: () => wall([join(here, "floor-synth.mjs")]),
    lint: () => wall([CLI, "lint", largest]),
    floorLint: () => wall([join(here, "floor-lint.mjs"), resolve(largest)]),
  });
  const row = (what, ours, floor, goal) => {
    const [a, b] = [describe(series[ours]), describe(series[floor])];
    const note = `quartiles ${round(a.low, 0)}–${round(a.high, 0)} / ${round(b.low, 0)}–${round(b.high, 0)}, ${a.runs} runs each`;
    return {
      what,
      ours: round(a.median, 0),
      floor: round(b.median, 0),
      ratio: round(a.median / b.median),
      goal,
      spread: note,
    };
  };
  return [
    row(
      "synth of a pack with 50 custom rules, whole process, ms (floor: esbuild alone)",
      "synth",
      "floorSynth",
      "≤ 1500 ms",
    ),
    row("lint of a pack with 90 rules, whole process, ms (floor: parsing the YAML)", "lint", "floorLint", "≤ 500 ms"),
  ];
}

function wall(argv) {
  const began = performance.now();
  execFileSync(process.execPath, argv, { stdio: "ignore" });
  return performance.now() - began;
}

function ruleSource(index) {
  return `import { compliant, defineRule, nonCompliant } from "@rulewright/sdk";
export default defineRule({
  name: "bench-rule-${index}", description: "Bench.", severity: "LOW", resourceTypes: ["AWS::SNS::Topic"],
  parameters: { keys: { type: "array", items: { type: "string" }, default: ["a"], description: "Keys." } },
  evaluate: ({ configurationItem, parameters }) =>
    parameters.keys.includes(configurationItem.configuration.KmsMasterKeyId ?? "") ? compliant() : nonCompliant("No key ${index}."),
});
`;
}

function packSource() {
  const numbers = Array.from({ length: RULES }, (_, index) => index);
  return `import { defineConformancePack, use } from "@rulewright/sdk/synthesis";
${numbers.map((index) => `import rule${index} from "./rule-${index}.ts";`).join("\n")}
export default defineConformancePack({ name: "fifty", rules: [${numbers.map((index) => `use(rule${index})`).join(", ")}] });
`;
}

function floorSynth(here) {
  const esbuild = resolve("node_modules/esbuild/lib/main.js");
  const entry = Array.from(
    { length: RULES },
    (_, index) => `export { default as r${index} } from "./rule-${index}.ts";`,
  );
  const contents = `${entry.join("\n")}\nexport { createHandler } from "@rulewright/sdk/runtime";`;
  return `import { build } from ${JSON.stringify(esbuild)};
await build({ stdin: { contents: ${JSON.stringify(contents)}, resolveDir: ${JSON.stringify(here)} }, bundle: true, minify: true,
  format: "esm", platform: "node", mainFields: ["module", "main"], write: false, nodePaths: [${JSON.stringify(resolve("node_modules"))}] });
`;
}

function floorLint() {
  return `import { readFileSync } from "node:fs";
import { parse } from ${JSON.stringify(resolve("node_modules/yaml/dist/index.js"))};
parse(readFileSync(process.argv[2], "utf8"));
`;
}
