import config from "./jest.config.mjs";

/** The unit tests that mutation testing runs: those of core and runtime, without child processes and long properties. */
const [packages] = config.projects;

export default {
  ...packages,
  rootDir: "packages",
  modulePathIgnorePatterns: ["/dist/"], // the sandbox lies below .stryker-tmp
  testMatch: ["<rootDir>/sdk/src/(core|runtime)/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "runtime/properties\\.test\\.ts$", "runtime/handler\\.test\\.ts$"],
};
