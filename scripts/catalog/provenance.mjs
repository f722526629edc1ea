// Where the facts come from: public sources, the commit or version read, its licence, and what was taken from it.
// Names, identifiers, types and numbers only; no text of a source is reproduced.

/** @typedef {{ source: string, at?: string, date?: string, licence: string, took: string }} Origin */

const APACHE = "Apache-2.0";
const AWS_PAGES = "docs.aws.amazon.com";
const FACTS_ONLY = "AWS site terms (facts only)";

/** @type {{ readonly [file: string]: readonly Origin[] }} */
export const PROVENANCE = {
  "resource-types.json": [
    {
      source: "awslabs/aws-config-resource-schema",
      at: "adf5513",
      date: "2025-03-17",
      licence: APACHE,
      took: "property names and leaf types",
    },
    {
      source: "awslabs/aws-config-rdk",
      at: "bb24bca",
      date: "2026-03-05",
      licence: APACHE,
      took: "supported types; shapes, resourceId and ARN forms of sample items",
    },
    { source: "cloud-custodian/cloud-custodian", at: "df800e9", licence: APACHE, took: "shapes of sample items" },
    { source: "awslabs/aws-config-rules", at: "b54d4a6", licence: APACHE, took: "shapes of sample events" },
    { source: "boto/botocore", at: "1.43.11", licence: APACHE, took: "shapes of API models" },
    {
      source: "CloudFormation resource schemas in aws-cloudformation/cfn-lint",
      at: "1.51.0",
      licence: "MIT-0",
      took: "shapes of resource schemas",
    },
    { source: "@aws-sdk/client-config-service", at: "3.1124.0", licence: APACHE, took: "ResourceType values" },
    { source: "aws-cdk-lib", at: "2.276.0", licence: APACHE, took: "ResourceType constants" },
    {
      source: `${AWS_PAGES}: AWS Config Developer Guide, select-resources`,
      licence: FACTS_ONLY,
      took: "which global types are recorded where",
    },
    {
      source: `${AWS_PAGES}: IAM API Reference, GetAccountAuthorizationDetails`,
      licence: FACTS_ONLY,
      took: "policy documents are URL-encoded JSON",
    },
  ],
  "managed-rules.json": [
    {
      source: "niaid/terraform-aws-managed-config-rules",
      at: "b4e2a27",
      date: "2026-04-21",
      licence: "MIT",
      took: "identifiers, scopes, parameters, defaults, severities",
    },
    {
      source: "awsdocs/aws-config-developer-guide",
      at: "572f307",
      date: "2023-06",
      licence: APACHE,
      took: "parameter types, optional flags, triggers",
    },
    {
      source: `${AWS_PAGES}: managed rules by trigger type`,
      date: "2026",
      licence: FACTS_ONLY,
      took: "trigger lists, newest names",
    },
    { source: "aws-cdk-lib", at: "2.276.0", licence: APACHE, took: "identifiers and constant names" },
    {
      source: "cloudposse/terraform-aws-config",
      at: "8d808ef",
      licence: APACHE,
      took: "a second list to compare with",
    },
    { source: "awslabs/aws-config-rules", at: "b54d4a6", licence: APACHE, took: "use in sample conformance packs" },
  ],
  "runbooks.json": [
    {
      source: "awsdocs/aws-systems-manager-user-guide",
      at: "1dee83f^",
      date: "2021-05",
      licence: "CC-BY-SA-4.0 (facts only)",
      took: "139 runbooks: parameters, defaults, allowed values",
    },
    {
      source: `${AWS_PAGES}: Automation Runbook Reference`,
      date: "2026",
      licence: FACTS_ONLY,
      took: "32 runbooks, current names",
    },
    {
      source: "aws ssm list-documents",
      date: "2021-02",
      licence: "API output (names only)",
      took: "names to compare with",
    },
    {
      source: "aws-solutions/automated-security-response-on-aws",
      at: "3795962",
      licence: APACHE,
      took: "allowed patterns of 15 documents",
    },
    {
      source: "awslabs/aws-config-rdk",
      at: "bb24bca",
      date: "2026-03-05",
      licence: APACHE,
      took: "which identifier a type's resourceId is",
    },
    {
      source: "rulewright",
      licence: APACHE,
      took: "pairing of runbooks with managed rules; whether a resourceId fits where no sample shows it",
    },
  ],
  "controls.json": [
    {
      source: "awsdocs/aws-security-hub-user-guide",
      at: "bda5bf7",
      date: "2023-03",
      licence: "CC-BY-SA-4.0 (facts only)",
      took: "control ids, rules, severities, schedules, related requirements",
    },
    {
      source: `${AWS_PAGES}: Security Hub User Guide`,
      date: "2026",
      licence: FACTS_ONLY,
      took: "current FSBP list, CIS version table, ten service pages",
    },
    {
      source: "prowler-cloud/prowler",
      at: "3e000fa",
      licence: APACHE,
      took: "CIS ids, levels, assessment; FSBP severities",
    },
    {
      source: "turbot/steampipe-mod-aws-compliance",
      at: "a1d0b44",
      licence: APACHE,
      took: "CIS 1.2.0 ids, FSBP severities",
    },
    {
      source: "aws-solutions/automated-security-response-on-aws",
      at: "3795962",
      licence: APACHE,
      took: "CloudWatch metric filter patterns",
    },
    { source: "rulewright", licence: APACHE, took: "titles, ranking of gaps" },
  ],
};
