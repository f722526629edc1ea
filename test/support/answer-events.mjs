// Runs a built function as Lambda would: node answer-events.mjs MODULE, events as a JSON array on standard input. The
// last line of standard output says how each invocation ended: "answered", or the error's code.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const events = JSON.parse(readFileSync(0, "utf8"));
const { handler } = await import(pathToFileURL(process.argv[2]).href);
const endings = [];
for (const event of events) {
  try {
    await handler(event, { functionName: "function", getRemainingTimeInMillis: () => 60_000 });
    endings.push("answered");
  } catch (error) {
    endings.push(error.code ?? String(error));
  }
}
process.stdout.write(`${JSON.stringify(endings)}\n`);
