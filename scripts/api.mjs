// API reports: what each entry point exports, with signatures, in etc/*.api.md. `--check` fails where one is stale.
import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";

const check = process.argv.includes("--check");
const stale = [];
mkdirSync("etc", { recursive: true });
for (const folder of ["catalog", "sdk", "testing", "reports", "rules"]) {
  const manifest = JSON.parse(readFileSync(join("packages", folder, "package.json"), "utf8"));
  for (const [subpath, { types }] of Object.entries(manifest.exports)) {
    const name = [folder, subpath.slice(2)].filter(Boolean).join("-");
    if (!report(folder, name, types)) stale.push(`etc/${name}.api.md`);
  }
}
if (stale.length > 0 && check) {
  for (const path of stale) console.error(`stale: ${path}`);
  console.error("Run `npm run api`, read the diff, and commit it.");
  process.exitCode = 1;
} else {
  console.log(
    check ? "API reports are in step." : `API reports written${stale.length > 0 ? `: ${stale.join(", ")}` : ""}.`,
  );
}

/** @returns {boolean} Whether the committed report says what the build exports. */
function report(folder, name, types) {
  const packageFolder = resolve("packages", folder);
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(packageFolder, "package.json"),
    configObject: {
      projectFolder: packageFolder,
      mainEntryPointFilePath: join(packageFolder, types),
      compiler: { tsconfigFilePath: join(packageFolder, "tsconfig.json"), skipLibCheck: true },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: resolve("etc"),
        reportTempFolder: resolve("node_modules/.cache/api"),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
  const result = Extractor.invoke(config, { localBuild: !check, showVerboseMessages: false, messageCallback: quiet });
  if (result.errorCount > 0 && !result.apiReportChanged) throw new Error(`No API report of ${name} can be made.`);
  return !result.apiReportChanged;
}

/** Only errors are worth a line. */
function quiet(message) {
  if (message.logLevel === ExtractorLogLevel.Error) console.error(message.text);
  message.handled = true;
}
