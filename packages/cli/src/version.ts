import { readFileSync } from "node:fs";

const packageJson: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

/** The command line's version. */
export const VERSION: string =
  typeof packageJson === "object" && packageJson !== null && "version" in packageJson
    ? String(packageJson.version)
    : "";

/** What results name as their tool. */
export const TOOL = `rulewright ${VERSION}`;
