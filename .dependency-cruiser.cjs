/**
 * Who may import whom. An arrow is a rule "from … may only reach …"; whatever it does not allow is refused.
 * Tests and fixtures are free, but for cycles.
 */
const TESTS = "(\\.test\\.ts$|/fixtures/)";
const pkg = (name) => `^packages/${name}/src/`;
const sdk = (room) => `^packages/sdk/src/${room}/`;

/** Everything from `from` that stays inside the repository's packages must be one of `to`. */
function only(name, from, to, fromNot = TESTS) {
  return {
    name,
    severity: "error",
    from: { path: from, pathNot: fromNot },
    to: { path: "^packages/", pathNot: [from, ...to] },
  };
}

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "resolvable",
      severity: "error",
      from: { pathNot: "^scripts/" },
      to: { couldNotResolve: true, pathNot: "^(node:|@jest/globals)" },
    },
    only("catalog-alone", pkg("catalog"), []),
    only("core-reaches-catalog-types-only", sdk("core"), ["^packages/catalog/src/index\\.ts$"]),
    only("items-reach-core", sdk("items"), [sdk("core")]),
    only("runtime-reaches-core-and-items", sdk("runtime"), [sdk("core"), sdk("items")]),
    only("evaluation-reaches-core-and-items", sdk("evaluation"), [sdk("core"), sdk("items")]),
    only("synthesis-reaches-core-and-catalog", sdk("synthesis"), [sdk("core"), pkg("catalog")]),
    only("reports-reach-the-authoring-entry", pkg("reports"), [sdk("core")]),
    only("rules-reach-the-authoring-entry", pkg("rules"), [sdk("core")]),
    only("testing-does-not-reach-synthesis", pkg("testing"), [sdk("(core|items|runtime|evaluation)"), pkg("catalog")]),
    {
      name: "rules-know-no-other-rule",
      severity: "error",
      from: { path: "^packages/rules/src/([^/]+)/" },
      to: { path: "^packages/rules/src/", pathNot: ["^packages/rules/src/$1/", "^packages/rules/src/shared/"] },
    },
    {
      name: "aws-clients-at-the-edges",
      severity: "error",
      from: {
        path: "^packages/",
        pathNot: [TESTS, pkg("rules"), sdk("runtime"), pkg("testing"), pkg("cli")],
      },
      to: { path: "@aws-sdk/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "tests-stay-out-of-products",
      severity: "error",
      from: { path: "^packages/", pathNot: TESTS },
      to: { path: "\\.test\\.ts$" },
    },
    {
      name: "packages-declare-what-they-import",
      severity: "error",
      from: { path: "^packages/", pathNot: TESTS },
      // A peer is installed for the package's own tests too, which does not make it a development dependency.
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"], dependencyTypesNot: ["npm-peer"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/dist/|node_modules/.*/node_modules/" },
    parser: "swc",
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@rulewright/source", "import", "node", "default"],
    },
    tsPreCompilationDeps: true,
  },
};
