import type { CredentialReportRow } from "./credential-report.ts";

/** When a credential was last used. */
export interface LastUse {
  readonly credential: string;
  readonly usedAt: Date;
}

const FIELDS = {
  password: "password_last_used",
  "access key 1": "access_key_1_last_used_date",
  "access key 2": "access_key_2_last_used_date",
} as const;

/** What the report says where there is no use that it knows of: `no_information` of passwords, `N/A` of all. */
const NEVER: ReadonlySet<string> = new Set(["no_information", "N/A"]);
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * Lists the uses of a user's password and access keys, as of a credential report.
 * @throws Error Where a field is missing, is no time, or lies after the report: then the use is not known.
 */
export function lastUses(row: CredentialReportRow, generatedTime: Date): readonly LastUse[] {
  return Object.entries(FIELDS).flatMap(([credential, field]) => {
    const value = row[field];
    if (value === undefined) throw new Error(`The credential report has no ${field} for the root user.`);
    if (NEVER.has(value)) return [];
    const usedAt = new Date(ISO_TIME.test(value) ? value : Number.NaN);
    if (Number.isNaN(usedAt.getTime())) {
      throw new Error(`${field} of the root user is ${JSON.stringify(value)}, which is no time.`);
    }
    if (usedAt > generatedTime) {
      throw new Error(`${field} of the root user, ${value}, lies after the report of ${generatedTime.toISOString()}.`);
    }
    return [{ credential, usedAt }];
  });
}
