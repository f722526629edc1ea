import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { isObject } from "@rulewright/sdk";
import { parse } from "yaml";
import { temporaryFolder } from "./temporary-folder.ts";

const run = promisify(execFile);

/** Whether cfn-lint is here; says so where it is not. */
export async function hasCfnLint(): Promise<boolean> {
  if (await run("cfn-lint", ["--version"]).catch(() => undefined)) return true;
  console.log("Skipped: cfn-lint is not on the PATH (pip install cfn-lint).");
  return false;
}

/**
 * The errors and warnings that cfn-lint finds in templates; nothing where they are clean. A document's text is read before:
 * cfn-lint's own reader of YAML within YAML fails on any text, and would say nothing of what is in it.
 */
export async function cfnLint(templates: ReadonlyMap<string, string>): Promise<string> {
  const folder = await temporaryFolder();
  const files = await Promise.all(
    [...templates].map(async ([name, text]) => {
      const file = join(folder, `${name}.json`);
      await writeFile(file, JSON.stringify(withReadDocuments(parse(text, { version: "1.1" })), null, 1));
      return file;
    }),
  );
  const options = ["--regions", "eu-west-1", "us-east-1", "--", ...files];
  const found = await run("cfn-lint", options, { maxBuffer: 16 * 1024 * 1024 }).catch((error: unknown) =>
    isObject(error) ? { stdout: String(error["stdout"]), stderr: String(error["stderr"]) } : undefined,
  );
  return `${found?.stdout ?? "cfn-lint did not run"}${found?.stderr ?? ""}`;
}

function withReadDocuments(template: unknown): unknown {
  if (!isObject(template) || !isObject(template["Resources"])) return template;
  const resources = Object.entries(template["Resources"]).map(([id, resource]) => {
    if (!isObject(resource) || resource["Type"] !== "AWS::SSM::Document" || !isObject(resource["Properties"])) {
      return [id, resource];
    }
    const { Content: content, ...properties } = resource["Properties"];
    return [id, { ...resource, Properties: { ...properties, Content: parse(String(content), { version: "1.1" }) } }];
  });
  return { ...template, Resources: Object.fromEntries(resources) };
}
