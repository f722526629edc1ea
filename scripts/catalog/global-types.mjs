// Which resource types are not regional. AWS publishes no machine-readable list, so this table is kept by hand.
//
// recorded "every-region": the AWS Config Developer Guide (select-resources) says these four IAM types are recorded in
// every enabled Region, and that global types added after February 2022 are recorded in the service's home Region only.
// documented: the guide names the service (IAM, ECR Public, Global Accelerator, Route 53). The other rows follow from the
// service having one control plane, in the Region named; treat them as likely.

/** @typedef {{ match: RegExp, homeRegion: string, recorded: "every-region" | "home-region", basis: "documented" | "service" }} GlobalRow */

/** @type {readonly GlobalRow[]} */
const GLOBAL_ROWS = [
  {
    match: /^AWS::IAM::(Group|Policy|Role|User)$/,
    homeRegion: "us-east-1",
    recorded: "every-region",
    basis: "documented",
  },
  { match: /^AWS::ECR::PublicRepository$/, homeRegion: "us-east-1", recorded: "home-region", basis: "documented" },
  { match: /^AWS::GlobalAccelerator::/, homeRegion: "us-west-2", recorded: "home-region", basis: "documented" },
  { match: /^AWS::Route53::/, homeRegion: "us-east-1", recorded: "home-region", basis: "documented" },
  {
    match: /^AWS::(Budgets|CloudFront|IAM|Organizations|WAF)::/,
    homeRegion: "us-east-1",
    recorded: "home-region",
    basis: "service",
  },
  { match: /^AWS::Shield::/, homeRegion: "us-east-1", recorded: "home-region", basis: "service" },
  {
    match: /^AWS::(NetworkManager|Route53RecoveryControl|Route53RecoveryReadiness)::/,
    homeRegion: "us-west-2",
    recorded: "home-region",
    basis: "service",
  },
];

/**
 * Finds how a global type is recorded; `undefined` for a regional one.
 *
 * @param {string} resourceType
 * @returns {Omit<GlobalRow, "match"> | undefined}
 */
export function globalRow(resourceType) {
  const row = GLOBAL_ROWS.find((candidate) => candidate.match.test(resourceType));
  if (row === undefined) return undefined;
  return { homeRegion: row.homeRegion, recorded: row.recorded, basis: row.basis };
}
