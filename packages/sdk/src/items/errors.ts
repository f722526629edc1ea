import type { ErrorEntry } from "../core/errors.ts";

/** Codes of configuration items that cannot be read (`RW600…`). */
export const ITEM_ERRORS = {
  ITEM_NOT_OBJECT: { code: "RW6001", hint: "A configuration item is a JSON object." },
  ITEM_INCOMPLETE: {
    code: "RW6002",
    hint: "Use the items of a snapshot, of GetResourceConfigHistory or of a Lambda event as they are; let a query select resourceType, resourceId, accountId, awsRegion and configurationItemCaptureTime.",
  },
  ITEM_WITHOUT_CONFIGURATION: { code: "RW6003", hint: "Fetch the item again with its configuration." },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
