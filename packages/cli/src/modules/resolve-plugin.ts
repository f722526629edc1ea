import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ImportKind, OnResolveResult, Plugin, PluginBuild } from "esbuild";

const INSTALLATION = dirname(fileURLToPath(import.meta.url));
const OURS = Symbol("resolved by us");

/**
 * Resolves the packages that a user's module imports: from the module's own folder first, then from this
 * installation, so that a module may lie anywhere. Packages stay as they are and are imported by Node itself, which
 * shares one copy of each; a package that is TypeScript is taken into the build.
 */
export function resolvePackages(): Plugin {
  return {
    name: "rulewright-packages",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async (args): Promise<OnResolveResult | undefined> => {
        if (args.pluginData === OURS || args.kind === "entry-point" || args.path.startsWith("node:")) return undefined;
        const path = await resolveFrom(build, args.path, args.kind, [args.resolveDir, INSTALLATION]);
        if (path === undefined) return undefined;
        return /\.[cm]?tsx?$/.test(path) ? { path } : { path: pathToFileURL(path).href, external: true };
      });
    },
  };
}

/** The same search for a bundle that takes everything in. */
export function resolvePackagesInto(): Plugin {
  return {
    name: "rulewright-bundle",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async (args): Promise<OnResolveResult | undefined> => {
        if (args.pluginData === OURS || args.kind === "entry-point" || args.path.startsWith("node:")) return undefined;
        const own = await resolveFrom(build, args.path, args.kind, [args.resolveDir]);
        if (own !== undefined) return undefined; // esbuild finds it, and knows about its side effects
        const resolved = await build.resolve(args.path, {
          resolveDir: INSTALLATION,
          kind: args.kind,
          pluginData: OURS,
        });
        return resolved.errors.length === 0 ? resolved : undefined;
      });
    },
  };
}

async function resolveFrom(
  build: PluginBuild,
  path: string,
  kind: ImportKind,
  folders: readonly string[],
): Promise<string | undefined> {
  for (const resolveDir of folders) {
    const resolved = await build.resolve(path, { resolveDir, kind, pluginData: OURS });
    if (resolved.errors.length === 0 && !resolved.external) return resolved.path;
  }
  return undefined;
}
