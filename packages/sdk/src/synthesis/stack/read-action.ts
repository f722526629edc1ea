/** Verbs of actions that change nothing; IAM calls them "List" and "Read". */
const READING =
  /^(?:BatchDescribe|BatchGet|Check|Count|Describe|Download|Evaluate|Filter|Generate\w*Report|Get|Head|List|Lookup|Preview|Query|Read|Scan|Search|Select|Simulate|Test|Validate|Verify|View)/;
/** They read as well, whatever their verb. */
const ALSO_READING: ReadonlySet<string> = new Set(["iam:GenerateServiceLastAccessedDetails", "kms:Decrypt"]);
/** They give, whatever their verb. */
const GIVING: ReadonlySet<string> = new Set(["sts:GetFederationToken", "sts:GetSessionToken"]);

/** Whether an IAM action, `service:Action`, only reads, so that a role may have it on every resource. */
export function isReadAction(action: string): boolean {
  if (GIVING.has(action)) return false;
  return ALSO_READING.has(action) || READING.test(action.slice(action.indexOf(":") + 1));
}
