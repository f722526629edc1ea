import { execFile } from "node:child_process";
import { join } from "node:path";
import { jest } from "@jest/globals";

jest.setTimeout(60_000); // processes of their own take their time on a busy machine

/** What the command line left behind. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where it runs; the repository's root and an empty standard input where a test does not say. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
}

/** The repository's root: jest is started there. */
export const ROOT = process.cwd();

const BIN = join(ROOT, "packages/cli/bin/rulewright.js");

/** Runs the built command line in a process of its own: jest cannot `import()` what is built at run time. */
export function rulewright(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return runNode([BIN, ...argv], options);
}

/** Runs Node with nothing of AWS, and no wish for colours, in its environment but what a test gives it. */
export function runNode(argv: readonly string[], { cwd = ROOT, env = {}, stdin = "" }: RunOptions = {}): Promise<Ran> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^AWS_|^(FORCE|NO)_COLOR$/.test(name));
  const environment = {
    ...Object.fromEntries(inherited),
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    AWS_EC2_METADATA_DISABLED: "true",
    ...env,
  };
  return new Promise((resolve, reject) => {
    const settings = { cwd, env: environment, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(process.execPath, [...argv], settings, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (typeof code === "number") resolve({ code, stdout, stderr });
      else reject(error ?? new Error("The process ended without an exit code."));
    });
    child.stdin?.on("error", () => undefined); // a process that ends before it reads
    child.stdin?.end(stdin);
  });
}
