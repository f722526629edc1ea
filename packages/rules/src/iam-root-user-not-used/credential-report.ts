import {
  CredentialReportExpiredException,
  CredentialReportNotPresentException,
  CredentialReportNotReadyException,
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { parseCsv } from "./parse-csv.ts";
import { pause } from "./pause.ts";

/** A row of the credential report: its values by column. */
export interface CredentialReportRow {
  readonly [column: string]: string;
}

/** What the credential report says of the root user, and when it was made. */
export interface RootCredentials {
  readonly generatedTime: Date;
  /** Absent where the report has no row of the root user. */
  readonly root?: CredentialReportRow | undefined;
}

/** The report of a large account takes minutes. */
const TRIES = 80;
const PAUSE_MS = 3000;
const ROOT = "<root_account>";

/**
 * Has the credential report made and reads the root user's row. IAM makes a new report where the last is older than
 * four hours and else says at once that there is one, so asking for it first never yields a stale one.
 *
 * @throws Error `TimeoutError` where the report is not ready after some four minutes.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export async function fetchRootCredentials(iam: IAMClient): Promise<RootCredentials> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (attempt > 0) await pause(PAUSE_MS);
    const { State } = await iam.send(new GenerateCredentialReportCommand({}));
    const report = State === "COMPLETE" ? await fetchReport(iam) : undefined;
    if (report) return { generatedTime: report.generatedTime, root: rootRow(parseCsv(report.text)) };
  }
  const error = new Error(`IAM did not finish the credential report in ${((TRIES - 1) * PAUSE_MS) / 1000} s.`);
  error.name = "TimeoutError"; // the name by which a fault counts as one that may pass
  throw error;
}

/** Fetches the report, or nothing where it expired or vanished since IAM called it complete. */
async function fetchReport(
  iam: IAMClient,
): Promise<{ readonly generatedTime: Date; readonly text: string } | undefined> {
  try {
    const { Content, GeneratedTime } = await iam.send(new GetCredentialReportCommand({}));
    if (!Content || !GeneratedTime) throw new Error("IAM sent a credential report without its content or its time.");
    return { generatedTime: GeneratedTime, text: new TextDecoder().decode(Content) };
  } catch (error) {
    if (
      error instanceof CredentialReportExpiredException ||
      error instanceof CredentialReportNotPresentException ||
      error instanceof CredentialReportNotReadyException
    ) {
      return undefined;
    }
    throw error;
  }
}

function rootRow([header = [], ...rows]: readonly (readonly string[])[]): CredentialReportRow | undefined {
  const user = header.indexOf("user");
  if (user === -1) throw new Error("The credential report has no column user.");
  const values = rows.find((row) => row[user] === ROOT);
  if (!values) return undefined;
  if (values.length !== header.length) {
    throw new Error(`The credential report has ${values.length} values for the root user in ${header.length} columns.`);
  }
  return Object.fromEntries(header.map((column, index) => [column, values[index] ?? ""]));
}
