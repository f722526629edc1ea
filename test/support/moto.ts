import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** A server that others wrote, which answers as AWS does. */
export interface Moto {
  readonly url: string;
  /** Forgets everything. */
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const MOST_SECONDS = 60;

/** Starts `moto_server`; `undefined` where it is not on the PATH, which is said. */
export async function startMoto(): Promise<Moto | undefined> {
  const port = await freePort();
  const child = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore", detached: true });
  const started = await Promise.race([once(child, "spawn").then(() => true), once(child, "error").then(() => false)]);
  if (!started) {
    console.log("Skipped: moto_server is not on the PATH (pip install 'moto[server]').");
    return undefined;
  }
  const url = `http://127.0.0.1:${port}`;
  for (let second = 0; !(await answers(url)); second += 1) {
    if (second === MOST_SECONDS || child.exitCode !== null) throw new Error("moto_server does not answer");
    await wait(1_000);
  }
  return {
    url,
    reset: async () => void (await fetch(`${url}/moto-api/reset`, { method: "POST" })),
    close: () => end(child),
  };
}

/** The launcher of a Python version manager has the server as its child: both are one group of processes. */
async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const ended = once(child, "exit");
  process.kill(-child.pid, "SIGTERM");
  await ended;
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/moto-api/data.json`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
