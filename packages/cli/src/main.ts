import { processIo } from "./io.ts";
import { run } from "./run.ts";

// The SDK warns of Node 20 at every client; which Node runs is settled by this package's engines.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

// A reader that closes its end early (| head) is no error of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

process.exitCode = await run(process.argv.slice(2), processIo());
