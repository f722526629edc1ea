/** Tests read sources through the private export condition, so nothing has to be built first. */
const shared = {
  transform: {
    "^.+\\.[cm]?ts$": [
      "@swc/jest",
      { jsc: { target: "es2023", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  testEnvironmentOptions: { customExportConditions: ["@rulewright/source", "node"] },
  modulePathIgnorePatterns: ["/dist/", "/\\.stryker-tmp/"],
};

export default {
  coverageProvider: "v8",
  projects: [
    { ...shared, displayName: "packages", rootDir: "packages", testMatch: ["<rootDir>/*/src/**/*.test.ts"] },
    { ...shared, displayName: "repository", rootDir: "test", testMatch: ["<rootDir>/**/*.test.ts"] },
  ],
};
