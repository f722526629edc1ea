// The YAML of the packs in conformance-packs/, committed beside their sources.
import { readdir } from "node:fs/promises";
import { loadPacks } from "../../packages/cli/dist/modules/definitions.js";
import { checkPack, synthesizePack, toYaml } from "../../packages/sdk/dist/synthesis/index.js";

const FOLDER = "conformance-packs";

/**
 * Renders every pack.
 * @returns {Promise<Map<string, string>>} Text by path from the repository's root.
 */
export async function generatePacks() {
  const sources = (await readdir(FOLDER)).filter((name) => name.endsWith(".pack.ts")).sort();
  const { packs } = await loadPacks(
    sources.map((name) => `${FOLDER}/${name}`),
    ({ message }) => console.warn(message),
  );
  return new Map(
    packs.map((pack) => {
      const problems = checkPack(pack);
      if (problems.length > 0) throw new Error(problems.map(({ code, message }) => `${code}: ${message}`).join("\n"));
      return [`${FOLDER}/${pack.name}.yaml`, toYaml(synthesizePack(pack))];
    }),
  );
}
