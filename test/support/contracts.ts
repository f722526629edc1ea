import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CheckResult } from "@rulewright/sdk";
import addFormats from "ajv-formats";
import { Ajv2020, type SchemaObject } from "ajv/dist/2020.js";
import { ROOT } from "./rulewright.ts";

/** Makes the reader of a JSON output: it throws with every place where the text is not what the schema says. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the schema is what T says, checked at run time
export function contract<T>(schema: SchemaObject): (text: string) => T {
  const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
  addFormats.default(ajv);
  const isValid = ajv.compile<T>(schema);
  return (text) => {
    const value: unknown = JSON.parse(text);
    if (isValid(value)) return value;
    throw new Error(ajv.errorsText(isValid.errors, { separator: "\n" }));
  };
}

/** Parses JSON that must be an object. */
export function parseObject(text: string): Readonly<Record<string, unknown>> {
  return contract<Readonly<Record<string, unknown>>>({ type: "object" })(text);
}

/** Makes the reader of an output whose schema is published. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as above
function published<T>(name: string): (text: string) => T {
  return contract<T>(parseObject(readFileSync(join(ROOT, `packages/cli/schemas/${name}.schema.json`), "utf8")));
}

/** Reads what `rulewright check --json` prints, by the published schema. */
export const parseCheckResult = published<CheckResult>("check-result");

/** What `rulewright collect --json` prints. */
export interface CollectSummary {
  readonly version: 1;
  readonly file: string;
  readonly accountId: string;
  readonly collectedAt: string;
  readonly rules: readonly {
    readonly rule: string;
    readonly region: string;
    readonly listed: boolean;
    readonly subjects: number;
    readonly failed: number;
  }[];
  readonly failures: readonly {
    readonly rule: string;
    readonly region: string;
    readonly resourceId?: string;
    readonly code: string;
    readonly message: string;
  }[];
  readonly notAvailable: readonly string[];
}

/** Reads what `rulewright collect --json` prints, by the published schema. */
export const parseCollectSummary = published<CollectSummary>("collect-summary");

/** An evaluation as PutEvaluations takes it. */
export interface WireEvaluation {
  readonly ComplianceResourceType: string;
  readonly ComplianceResourceId: string;
  readonly ComplianceType: string;
  readonly Annotation?: string;
  readonly OrderingTimestamp: string;
}

/** What `rulewright invoke --json` prints. */
export interface InvokeResult {
  readonly version: 1;
  readonly rule: string;
  readonly evaluations: readonly WireEvaluation[];
  readonly errors: readonly { readonly code: string; readonly message: string; readonly resourceId?: string }[];
}

const TEXT = { type: "string", minLength: 1 };

/** Reads what `rulewright invoke --json` prints. */
export const parseInvokeResult = contract<InvokeResult>({
  type: "object",
  required: ["version", "rule", "evaluations", "errors"],
  additionalProperties: false,
  properties: {
    version: { const: 1 },
    rule: TEXT,
    evaluations: {
      type: "array",
      items: {
        type: "object",
        required: ["ComplianceResourceType", "ComplianceResourceId", "ComplianceType", "OrderingTimestamp"],
        additionalProperties: false,
        properties: {
          ComplianceResourceType: TEXT,
          ComplianceResourceId: TEXT,
          ComplianceType: { enum: ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"] },
          Annotation: { type: "string", minLength: 1, maxLength: 256 },
          OrderingTimestamp: { type: "string", format: "date-time" },
        },
      },
    },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["code", "message"],
        additionalProperties: false,
        properties: { code: TEXT, message: TEXT, resourceId: TEXT },
      },
    },
  },
});

/** What `rulewright synth --json` prints. */
export interface SynthResult {
  readonly version: 1;
  readonly packs: readonly {
    readonly name: string;
    readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
  }[];
}

/** Reads what `rulewright synth --json` prints. */
export const parseSynthResult = contract<SynthResult>({
  type: "object",
  required: ["version", "packs"],
  additionalProperties: false,
  properties: {
    version: { const: 1 },
    packs: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["name", "files"],
        additionalProperties: false,
        properties: {
          name: TEXT,
          files: {
            type: "array",
            items: {
              type: "object",
              required: ["path", "bytes", "sha256"],
              additionalProperties: false,
              properties: {
                path: TEXT,
                bytes: { type: "integer", minimum: 1 },
                sha256: { type: "string", pattern: "^[0-9a-f]{64}$" },
              },
            },
          },
        },
      },
    },
  },
});
