import { join } from "node:path";
import { RulewrightError, isObject } from "@rulewright/sdk";
import { CLI_ERRORS } from "../../errors.ts";
import type { SynthOptions } from "../../commands/synth.ts";
import type { Io } from "../../io.ts";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import type { Artifacts } from "../plan/release.ts";
import { packFolders, readArtifacts } from "./read-artifacts.ts";

/**
 * Reads packs from the folders that `synth` wrote; modules are synthesized to `out` first.
 * @param exemptions - A file of exemptions for the functions of the modules.
 * @throws RulewrightError `RW4002` for exemptions of a folder, whose functions are made already.
 */
export async function loadArtifacts(
  paths: readonly string[],
  out: string,
  io: Io,
  exemptions?: string,
): Promise<readonly Artifacts[]> {
  if (paths.length === 0) {
    const hint = "Name pack modules, or the folders that `rulewright synth` wrote.";
    throw new RulewrightError(CLI_ERRORS.NO_PACKS, "No pack is named.", { hint });
  }
  const folders: string[] = [];
  const modules: string[] = [];
  for (const path of paths) {
    const found = await packFolders(path);
    if (found && exemptions !== undefined) throw alreadyMade(path);
    if (found) folders.push(...found);
    else modules.push(path);
  }
  if (modules.length > 0)
    folders.push(...(await synthesized(modules, { out, ...(exemptions === undefined ? {} : { exemptions }) }, io)));
  return Promise.all([...new Set(folders)].map(readArtifacts));
}

function alreadyMade(path: string): RulewrightError {
  const message = `--exemptions cannot change what synth wrote to ${path}: exemptions are part of the functions.`;
  const hint =
    "Publish the pack's module with --exemptions, or give them to `rulewright synth` and publish its folder.";
  return new RulewrightError(DEPLOYMENT_ERRORS.TARGET_CONFLICT, message, { hint });
}

async function synthesized(
  modules: readonly string[],
  options: Pick<SynthOptions, "out" | "exemptions">,
  io: Io,
): Promise<string[]> {
  const { synthCommand } = await import("../../commands/synth.ts"); // brings the bundler along
  let written = "";
  await synthCommand(modules, { ...options, json: true }, { ...io, out: (text) => (written += text) });
  const result: unknown = JSON.parse(written);
  const packs = isObject(result) && Array.isArray(result["packs"]) ? result["packs"] : [];
  return packs.filter(isObject).map(({ name }) => join(options.out, String(name)));
}
