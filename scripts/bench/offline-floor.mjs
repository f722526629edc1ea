// The floor: the whole file as one text, one JSON.parse, one loop over the items with the ten checks. argv: file.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { CHECKS } from "./offline-checks.mjs";

const bytes = readFileSync(process.argv[2]);
const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("utf8");
const checks = Object.values(CHECKS).map(([, check]) => check);
let failed = 0;
for (const item of JSON.parse(text).configurationItems) for (const check of checks) if (!check(item)) failed += 1;
console.log(failed);
