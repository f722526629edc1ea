// The offline engine against reading a file at once: wall time, memory, gzip, two threads, types that no rule reads.
import { spawn } from "node:child_process";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { describe, interleave, round } from "./measure.mjs";
import { writeSnapshot } from "./snapshot.mjs";

const CLI = resolve("packages/cli/bin/rulewright.js");
const RULES = resolve("scripts/bench/offline-rules.mjs");
const FLOOR = resolve("scripts/bench/offline-floor.mjs");

/**
 * @param {{folder: string, quick: boolean}} options With RULEWRIGHT_BENCH_MILLION in the environment a million items too.
 * @returns {Promise<object[]>} Rows: what, ours, floor, ratio, goal, spread.
 */
export async function benchOffline({ folder, quick }) {
  await mkdir(folder, { recursive: true });
  const counts = quick ? [10_000] : [10_000, 100_000];
  const rows = [];
  for (const count of counts) rows.push(...(await measure(folder, count, quick ? 1 : 5)));
  if (process.env.RULEWRIGHT_BENCH_MILLION) rows.push(...(await measureMillion(folder)));
  return rows;
}

async function measure(folder, count, rounds) {
  const { plain, packed } = await snapshots(folder, count);
  const check = (file, threads, env = {}) => run([CLI, "check", file, "--rules", RULES], threads, env);
  const series = await interleave(rounds, {
    floor: () => run([FLOOR, plain]),
    packedFloor: () => run([FLOOR, packed]),
    one: () => check(plain, 1),
    two: () => check(plain, 2),
    packed: () => check(packed, 2),
    few: () => check(plain, 1, { RULEWRIGHT_BENCH_FEW: "1" }),
  });
  const wall = Object.fromEntries(
    Object.entries(series).map(([name, runs]) => [name, describe(runs.map(({ wallMs }) => wallMs))]),
  );
  const row = (what, ours, floor, goal = "") => ({
    what: `${what}, ${count.toLocaleString("en")} items, s`,
    ours: round(wall[ours].median / 1000),
    floor: round(wall[floor].median / 1000),
    ratio: round(wall[ours].median / wall[floor].median),
    goal: count === 100_000 ? goal : "",
    spread: `quartiles ${spread(wall[ours])} / ${spread(wall[floor])}, ${rounds} runs each`,
  });
  const memory = (name) => Math.max(...series[name].map(({ rssKiB }) => rssKiB)) / 1024;
  return [
    row("ten rules that read every type, one thread", "one", "floor", "≤ 0.55"),
    row("ten rules that read every type, two threads", "two", "floor", "≤ 0.35"),
    row("the same gzipped, two threads (floor: gunzip, then the same)", "packed", "packedFloor", "≤ 0.5"),
    row("ten rules that read one type of ten, one thread (floor: every type, one thread)", "few", "one"),
    ...["one", "two", "packed"].map((name) => ({
      what: `peak RSS of ${name}, ${count.toLocaleString("en")} items, MiB`,
      ours: round(memory(name), 0),
      floor: round(memory("floor"), 0),
      ratio: round(memory(name) / memory("floor")),
      goal: "≤ 400 MiB",
      spread: "",
    })),
  ];
}

/** No floor: Node holds no text of this length. */
async function measureMillion(folder) {
  const { plain } = await snapshots(folder, 1_000_000);
  const { wallMs, rssKiB } = await run([CLI, "check", plain, "--rules", RULES], 2);
  await rm(plain);
  const row = (what, ours, goal) => ({ what, ours, floor: Number.NaN, ratio: Number.NaN, goal, spread: "1 run" });
  return [
    row("ten rules over 1,000,000 items, two threads, s", round(wallMs / 1000), ""),
    row("peak RSS of it, MiB", round(rssKiB / 1024, 0), "≤ 400 MiB"),
  ];
}

async function snapshots(folder, count) {
  const plain = join(folder, `${count}.json`);
  const packed = `${plain}.gz`;
  await writeSnapshot(plain, count);
  if (count <= 100_000) await pipeline(createReadStream(plain), createGzip(), createWriteStream(packed));
  return { plain, packed };
}

/** Runs a process to its end. @returns wall time from the spawn in ms, CPU in ms, peak RSS. */
async function run(argv, threads = 1, env = {}) {
  const report = join(resolve(process.env.TMPDIR ?? "/tmp"), `rulewright-bench-${process.pid}-${performance.now()}`);
  const hook = `process.on("exit",()=>require("fs").writeFileSync(${JSON.stringify(report)},JSON.stringify(process.resourceUsage())))`;
  const script = `data:text/javascript,import{createRequire}from"node:module";const require=createRequire("/");${encodeURIComponent(hook)}`;
  const began = performance.now();
  await new Promise((done, reject) => {
    const child = spawn(process.execPath, ["--import", script, ...argv], {
      env: { PATH: process.env.PATH, RULEWRIGHT_THREADS: String(threads), ...env },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let errors = "";
    child.stderr.on("data", (chunk) => (errors += chunk));
    child.on("close", (code) => (code === 2 || code === null ? reject(new Error(errors)) : done()));
  });
  const wallMs = performance.now() - began;
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(await readFile(report, "utf8"));
  await rm(report);
  return { wallMs, cpuMs: (userCPUTime + systemCPUTime) / 1000, rssKiB: maxRSS };
}

function spread({ low, high }) {
  return `${round(low / 1000)}–${round(high / 1000)}`;
}
