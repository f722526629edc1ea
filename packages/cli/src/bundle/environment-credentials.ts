import type { Plugin } from "esbuild";

const CHAIN = /^@aws-sdk\/credential-provider-node$/;
const SOURCE = `export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";`;

/**
 * Replaces the SDK's default chain of credential providers (profiles, SSO, web identity …) by the environment, where
 * Lambda puts a function's credentials; the rest of the chain is code that a function carries and never runs.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function environmentCredentials(): Plugin {
  return {
    name: "rulewright-environment-credentials",
    setup(build) {
      build.onResolve({ filter: CHAIN }, ({ resolveDir }) => ({
        path: "environment",
        namespace: "rulewright-credentials",
        pluginData: resolveDir,
        sideEffects: false,
      }));
      build.onLoad({ filter: /./, namespace: "rulewright-credentials" }, ({ pluginData }: { pluginData: unknown }) => ({
        contents: SOURCE,
        resolveDir: String(pluginData),
      }));
    },
  };
}
