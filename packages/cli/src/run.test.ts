import { describe, expect, test } from "@jest/globals";
import { RulewrightError } from "@rulewright/sdk";
import { printError, warnProblem } from "./print-error.ts";
import { ProblemsError } from "./problems-error.ts";
import { run } from "./run.ts";
import { findRule } from "./select-rules.ts";

/** An {@link Io} that keeps what is written. */
function recorder() {
  const written = { out: "", err: "" };
  return {
    written,
    io: {
      out: (text: string) => void (written.out += text),
      err: (text: string) => void (written.err += text),
      color: false,
      width: 80,
    },
  };
}

async function ran(...argv: string[]) {
  const { io, written } = recorder();
  return { code: await run(argv, io), ...written };
}

describe("run", () => {
  test.each([[], ["--help"], ["help"], ["help", "check"], ["check", "--help"], ["--version"]])(
    "%j prints to standard output and exits 0",
    async (...argv) => {
      const { code, out, err } = await ran(...argv);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(out).not.toBe("");
    },
  );

  test.each([
    [["chekc"], "RW5001: Unknown command 'chekc'.\n  Did you mean check?\n"],
    [["nonsense"], "RW5001: Unknown command 'nonsense'.\n  See `rulewright --help`.\n"],
    [["check", "--formt", "json"], "RW5001: Unknown option '--formt'.\n  Did you mean --format?\n"],
    [["invoke", "--event", "-"], "RW5001: Missing required argument 'rule'.\n  See `rulewright invoke --help`.\n"],
    [["check", "--format"], "RW5001: Option '--format <format>' argument missing.\n  See `rulewright check --help`.\n"],
    [["help", "chekc"], "RW5001: Unknown command 'chekc'.\n  Did you mean check?\n"],
    [["help", "nonsense"], "RW5001: Unknown command 'nonsense'.\n  See `rulewright --help`.\n"],
    [
      ["check", "x", "--json", "--format", "csv"],
      "RW5001: --json and --format csv ask for two forms of the result.\n  Give one of them.\n",
    ],
    [
      ["lint", "x", "--json", "--format", "table"],
      "RW5001: --json and --format table ask for two forms of the findings.\n  Give one of them.\n",
    ],
  ])("%j is one coded sentence with a hint, and exits 2", async (argv, err) => {
    expect(await ran(...argv)).toEqual({ code: 2, out: "", err });
  });
});

test.each([
  [["--verbose"], "RW5001: No command is named.\n  See `rulewright --help`.\n"],
  [["--verbose", "check", "--format"], "argument missing.\n  See `rulewright check --help`.\n"],
])("%j names the help of the command, before the stack", async (argv, sentence) => {
  const { code, err } = await ran(...argv);
  expect(code).toBe(2);
  expect(err).toContain(sentence);
});

describe("an error is printed", () => {
  const printed = (error: unknown, verbose = false) => {
    const { io, written } = recorder();
    printError(error, verbose, io);
    return written.err;
  };
  const entry = { code: "RW9999", hint: "Do it." };

  test("as code, sentence and hint", () => {
    expect(printed(new RulewrightError(entry, "It is so."))).toBe("RW9999: It is so.\n  Do it.\n");
  });

  test("with stack and cause only when asked", () => {
    const error = new RulewrightError(entry, "It is so.", { cause: new Error("why") });
    expect(printed(error, true)).toMatch(/^RW9999: It is so\.\n {2}Do it\.\n[^]+ {4}at [^]+Cause: Error: why\n {4}at /);
  });

  test("one by one where there are several", () => {
    const problem = { ...entry, message: "One.", path: "a", severity: "error" } as const;
    const doubt = { ...problem, message: "Two.", severity: "warning" } as const;
    expect(printed(new ProblemsError([problem, doubt]))).toBe(
      "RW9999: One.\n  Do it.\nwarning RW9999: Two.\n  Do it.\n",
    );
    const { io, written } = recorder();
    warnProblem(io)(problem);
    expect(written.err).toBe("warning RW9999: One.\n  Do it.\n");
  });

  test.each([
    [new TypeError("odd"), "odd"],
    ["text", "text"],
    [undefined, "undefined"],
  ])("as ours where it is nobody's: %p", (error, message) => {
    expect(printed(error)).toBe(`RW5002: ${message}\n  Run again with --verbose and report it.\n`);
  });
});

test("a rule that is not there is told with the nearest one, or with where to look", () => {
  expect(() => findRule([], "x")).toThrow(
    expect.objectContaining({
      code: "RW5013",
      hint: "`rulewright rules` lists them; modules of your own are named with --rules.",
    }),
  );
});
