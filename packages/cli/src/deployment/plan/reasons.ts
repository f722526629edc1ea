/** A text of AWS that says too little, and what to do about it. */
interface KnownReason {
  readonly pattern: RegExp;
  readonly advice: (match: RegExpExecArray, region: string | undefined) => string;
}

/** What AWS says when something cannot be deployed, as far as experience and its documentation show. */
const KNOWN: readonly KnownReason[] = [
  {
    pattern: /source ?identifier:? '?"?([A-Z][A-Z0-9_]+)'?"? (?:is invalid|is not (?:available|supported))/i,
    advice: ([, rule = ""], region) => unavailable(rule, region),
  },
  {
    pattern: /rule '?"?([A-Za-z][\w-]+)'?"? is not (?:available|supported) in/i,
    advice: ([, rule = ""], region) => unavailable(rule, region),
  },
  {
    pattern:
      /NoAvailableConfigurationRecorder|no (?:available )?configuration recorder|recorder is not (?:available|running)/i,
    advice: () => "AWS Config is off there: switch the recorder on. Rulewright never touches recorders.",
  },
  {
    pattern: /Number of resources provided in the template exceeds|MaxNumberOfConfigRulesExceeded/i,
    advice: () => "The pack or the account holds more rules than AWS Config allows: split the pack, or remove rules.",
  },
  {
    pattern: /MaxNumberOf(?:Organization)?ConformancePacksExceeded/i,
    advice: () => "There are 50 conformance packs already: remove one, or merge packs.",
  },
  {
    pattern: /AWSServiceRoleForConfig(?:Conforms|MultiAccountSetup)|service-linked role/i,
    advice: () =>
      "The service-linked role is missing: aws iam create-service-linked-role --aws-service-name config-conforms.amazonaws.com",
  },
  {
    pattern: /organizations? access.*(?:stack ?set|service.managed)|trusted access/i,
    advice: () => "Trusted access is off: aws cloudformation activate-organizations-access in the management account.",
  },
  {
    pattern:
      /(?:NoSuchKey|PermanentRedirect|specified key does not exist|Error occurred while GetObject|S3 Error Code)/i,
    advice: (_match, region) =>
      `The account cannot read the code: check that the bucket of ${region ?? "the Region"} lets the organization read.`,
  },
  {
    pattern: /service control polic|explicit deny/i,
    advice: () => "A policy of the organization denies it: exclude the account, or except the deploying role.",
  },
  {
    pattern: /AccessDenied|is not authorized to perform|InsufficientPermissions/i,
    advice: () => "The deploying role lacks a permission; docs/publishing.md lists what it needs.",
  },
  {
    pattern: /ReservedConcurrentExecutions|UnreservedConcurrentExecution/i,
    advice: () => "The account has too little Lambda concurrency left: leave reserved concurrency unset.",
  },
  {
    pattern: /SUSPENDED/i,
    advice: () => "The account is suspended: nothing can be deployed to it.",
  },
  {
    pattern: /Rate exceeded|Throttling|TooManyRequests/i,
    advice: () => "AWS throttled the deployment: run the same command again, with a lower --concurrency.",
  },
  {
    pattern: /Cancelled since failure tolerance has exceeded|failure tolerance/i,
    advice: () => "AWS stopped because others failed: mend those, or raise --failure-tolerance.",
  },
];

/** What a text of AWS means and what to do; `undefined` for one that nobody knows. */
export function explainReason(reason: string, region?: string): string | undefined {
  for (const { pattern, advice } of KNOWN) {
    const match = pattern.exec(reason);
    if (match) return advice(match, region);
  }
  return undefined;
}

function unavailable(rule: string, region: string | undefined): string {
  return `Rule ${rule} is not available in ${region ?? "the Region"}: give it regions in the pack, or leave the Region out.`;
}
