import { join } from "node:path";
import { RulewrightError, isObject } from "@rulewright/sdk";
import { CLI_ERRORS } from "../../errors.ts";
import type { Io } from "../../io.ts";
import type { Artifacts } from "../plan/release.ts";
import { packFolders, readArtifacts } from "./read-artifacts.ts";

/** Reads packs from the folders that `synth` wrote; modules are synthesized to `out` first. */
export async function loadArtifacts(paths: readonly string[], out: string, io: Io): Promise<readonly Artifacts[]> {
  if (paths.length === 0) {
    const hint = "Name pack modules, or the folders that `rulewright synth` wrote.";
    throw new RulewrightError(CLI_ERRORS.NO_PACKS, "No pack is named.", { hint });
  }
  const folders: string[] = [];
  const modules: string[] = [];
  for (const path of paths) {
    const found = await packFolders(path);
    if (found) folders.push(...found);
    else modules.push(path);
  }
  if (modules.length > 0) folders.push(...(await synthesized(modules, out, io)));
  return Promise.all([...new Set(folders)].map(readArtifacts));
}

async function synthesized(modules: readonly string[], out: string, io: Io): Promise<string[]> {
  const { synthCommand } = await import("../../commands/synth.ts"); // brings the bundler along
  let written = "";
  await synthCommand(modules, { out, json: true }, { ...io, out: (text) => (written += text) });
  const result: unknown = JSON.parse(written);
  const packs = isObject(result) && Array.isArray(result["packs"]) ? result["packs"] : [];
  return packs.filter(isObject).map(({ name }) => join(out, String(name)));
}
