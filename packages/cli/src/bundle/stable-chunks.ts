import { createHash } from "node:crypto";
import type { FunctionFile } from "./function-file.ts";

/** A chunk's name as the bundler makes it; its hash knows the folder the bundler ran in, so it cannot stay. */
const CHUNK = /chunk-[A-Z0-9]{8}\.mjs/g;
const MASK = "chunk-00000000.mjs";
const ENTRY = "index.mjs";

/**
 * Keeps the files that the entry reaches, and names every chunk after what is in it: its own text and that of the
 * chunks it imports. Equal code has equal names, wherever it was built.
 */
export function stableChunks(files: readonly FunctionFile[]): FunctionFile[] {
  const texts = new Map(files.map(({ path, content }) => [path, Buffer.from(content).toString("utf8")]));
  const reached = reachable(texts, ENTRY);
  const names = new Map([...reached].map((path) => [path, path === ENTRY ? ENTRY : stableName(texts, path)]));
  return [...names]
    .map(([path, name]) => ({
      path: name,
      content: Buffer.from((texts.get(path) ?? "").replace(CHUNK, (chunk) => names.get(chunk) ?? chunk)),
    }))
    .sort((a, b) => (a.path < b.path ? 1 : -1)); // the entry first
}

function reachable(texts: ReadonlyMap<string, string>, entry: string): Set<string> {
  const reached = new Set<string>();
  const visit = (path: string) => {
    if (reached.has(path) || !texts.has(path)) return;
    reached.add(path);
    chunksOf(texts.get(path)).forEach(visit);
  };
  visit(entry);
  return reached;
}

function stableName(texts: ReadonlyMap<string, string>, path: string): string {
  return `chunk-${digest(texts, path, new Set()).slice(0, 8).toUpperCase()}.mjs`;
}

function digest(texts: ReadonlyMap<string, string>, path: string, above: ReadonlySet<string>): string {
  const text = texts.get(path) ?? "";
  const hash = createHash("sha256").update(text.replace(CHUNK, MASK));
  const under = new Set([...above, path]);
  for (const chunk of chunksOf(text)) if (!under.has(chunk)) hash.update(digest(texts, chunk, under));
  return hash.digest("hex");
}

function chunksOf(text = ""): string[] {
  return [...text.matchAll(CHUNK)].map(([chunk]) => chunk);
}
