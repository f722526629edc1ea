import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { RulewrightError, isObject, messageOf, type JsonObject } from "@rulewright/sdk";
import { parse } from "yaml";
import { CLI_ERRORS } from "../../errors.ts";
import { DEPLOYMENT_ERRORS } from "../errors.ts";
import { readManifest, type Manifest } from "../plan/manifest.ts";
import { sha256, type Artifacts } from "../plan/release.ts";

const MANIFEST = "manifest.json";
const PACK = "conformance-pack.yaml";

/**
 * Pack folders among paths: a folder with a manifest, or one whose folders have them. `undefined` where the path holds
 * modules instead.
 * @throws RulewrightError `RW5003`.
 */
export async function packFolders(path: string): Promise<readonly string[] | undefined> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw new RulewrightError(CLI_ERRORS.PATH_MISSING, `There is nothing at ${path}.`, { cause });
  });
  if (!stats.isDirectory()) return undefined;
  if (await isFile(join(path, MANIFEST))) return [path];
  const names = (await readdir(path)).toSorted();
  const within = await Promise.all(names.map((name) => isFile(join(path, name, MANIFEST))));
  const folders = names.filter((_name, index) => within[index]);
  return folders.length > 0 ? folders.map((name) => join(path, name)) : undefined;
}

/** Reads what `synth` wrote for a pack, and checks it against its manifest. @throws RulewrightError `RW4005`, `RW4006`. */
export async function readArtifacts(folder: string): Promise<Artifacts> {
  const manifest = readManifest(
    parseJson(await text(folder, MANIFEST), join(folder, MANIFEST)),
    join(folder, MANIFEST),
  );
  const packText = await checked(folder, PACK, manifest);
  const { stack } = manifest;
  const stackText = stack ? await checked(folder, stack.template, manifest) : undefined;
  const zips = new Map<string, Uint8Array>();
  for (const { zip } of stack?.codeParameters ?? []) {
    const path = await zipPath(folder, zip);
    zips.set(zip, await checkedBytes(folder, path, manifest));
  }
  const packTemplate = parseTemplate(packText, join(folder, PACK));
  const stackParameters = stackText === undefined ? {} : parseTemplate(stackText, join(folder, "stack"))["Parameters"];
  return {
    manifest,
    packText,
    packTemplate,
    ...(stackText === undefined ? {} : { stackText }),
    stackParameters: isObject(stackParameters) ? stackParameters : {},
    zips,
  };
}

function parseTemplate(content: string, where: string): JsonObject {
  const template: unknown = parse(content, { version: "1.1", logLevel: "silent" });
  if (!isObject(template)) throw unreadable(where, "it is no template");
  return template;
}

/** The manifest names a zip by its path, or by its name in `functions`. */
async function zipPath(folder: string, zip: string): Promise<string> {
  return zip.includes("/") || (await isFile(join(folder, zip))) ? zip : `functions/${zip}`;
}

async function checked(folder: string, path: string, manifest: Manifest): Promise<string> {
  return Buffer.from(await checkedBytes(folder, path, manifest)).toString("utf8");
}

/** A file as the manifest knows it: one that was edited since is not published unseen. */
async function checkedBytes(folder: string, path: string, { files }: Manifest): Promise<Uint8Array> {
  const content = await bytes(folder, path);
  const listed = files.find((file) => file.path === path);
  if (listed === undefined || listed.sha256 === sha256(content)) return content;
  throw new RulewrightError(DEPLOYMENT_ERRORS.ARTIFACTS_CHANGED, `${join(folder, path)} was changed since synth.`);
}

async function text(folder: string, path: string): Promise<string> {
  return (await bytes(folder, path)).toString("utf8");
}

async function bytes(folder: string, path: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, path));
  } catch (cause) {
    throw unreadable(join(folder, path), messageOf(cause), cause);
  }
}

function parseJson(content: string, where: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw unreadable(where, messageOf(cause), cause);
  }
}

function unreadable(where: string, why: string, cause?: unknown): RulewrightError {
  return new RulewrightError(DEPLOYMENT_ERRORS.ARTIFACTS_UNREADABLE, `${where} cannot be read: ${why}.`, { cause });
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}
