// Processes under a stopwatch, and the numbers that describe a series.
import { spawn } from "node:child_process";

/** Runs a bundle on an event in a fresh process. @returns times in ms from the spawn, CPU per event in µs, peak RSS. */
export function runChild({ bundle, eventFile, times = 1, env }) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(process.execPath, ["scripts/bench/child.mjs", bundle, eventFile, String(times)], {
      env: { PATH: process.env.PATH, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", ...env },
      stdio: ["ignore", "ignore", "pipe", "pipe"],
    });
    const answer = {};
    let errors = "";
    child.stderr.on("data", (chunk) => (errors += chunk));
    child.stdio[3].on("data", (chunk) => {
      for (const line of String(chunk).split("\n").filter(Boolean)) {
        if (line === "first") answer.firstMs = performance.now() - began;
        else Object.assign(answer, JSON.parse(line));
      }
    });
    child.on("close", (code) => {
      answer.wallMs = performance.now() - began;
      if (code === 0) resolve(answer);
      else reject(new Error(`${bundle} ended with ${code}: ${errors}`));
    });
  });
}

/** Runs several things in turn, round by round, so that noise falls on all alike. */
export async function interleave(rounds, runs) {
  const series = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(runs)) series[name].push(await run());
  }
  return series;
}

/** Median, and the quartiles as spread. */
export function describe(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { median: at(0.5), low: at(0.25), high: at(0.75), runs: sorted.length };
}

export const round = (number, digits = 2) => Number(number.toFixed(digits));
