// Preloaded into a measured process: writes its peak resident set, in MiB, when it ends.
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  const { PEAK_MEMORY_FILE: file } = process.env;
  if (file !== undefined) writeFileSync(file, String(Math.ceil(process.resourceUsage().maxRSS / 1024)));
});
