// Runs in a process of its own: imports a bundle, answers one event (or many), and says what it cost.
// argv: bundle, file with the event, times. Prints one JSON line on file descriptor 3.
import { readFileSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [, , bundle, eventFile, times = "1"] = process.argv;
process.stdout.write = () => true;
const event = JSON.parse(readFileSync(eventFile, "utf8"));
const { handler } = await import(pathToFileURL(bundle).href);
await handler(event);
writeSync(3, "first\n");
if (Number(times) > 1) {
  for (let warm = 0; warm < 100; warm += 1) await handler(event);
  const before = process.cpuUsage();
  for (let time = 0; time < Number(times); time += 1) await handler(event);
  const { user, system } = process.cpuUsage(before);
  writeSync(3, `${JSON.stringify({ cpuMicroseconds: (user + system) / Number(times) })}\n`);
}
writeSync(3, `${JSON.stringify({ rssKiB: process.resourceUsage().maxRSS })}\n`);
process.exit(0);
