import { dirname } from "node:path";
import type { Plugin } from "esbuild";
import type { RuleModule } from "./rule-modules.ts";

const PREFIX = "rulewright-rule:";

/** The specifier of the module that holds nothing but one rule, by the rule's deployed name. */
export function ruleSpecifier(deployedName: string): string {
  return `${PREFIX}${deployedName}`;
}

/**
 * Serves each rule as a module of its own. A module imported at run time is kept whole, and with it every rule and
 * client that stands beside the one wanted; a re-export of one binding is where the bundler can drop the rest.
 */
export function singleRuleModules(modules: ReadonlyMap<string, RuleModule>): Plugin {
  return {
    name: "rulewright-single-rules",
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${PREFIX}`) }, ({ path }) => ({
        path: path.slice(PREFIX.length),
        namespace: PREFIX,
        sideEffects: false,
      }));
      build.onLoad({ filter: /./, namespace: PREFIX }, ({ path }) => {
        const found = modules.get(path);
        if (!found) return undefined;
        const name = found.exportName === "default" ? "default" : `${JSON.stringify(found.exportName)} as default`;
        return { contents: `export { ${name} } from ${JSON.stringify(found.file)};`, resolveDir: dirname(found.file) };
      });
    },
  };
}
