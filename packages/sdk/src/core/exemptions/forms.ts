import { didYouMeanRegion, isRegion } from "../region.ts";
import { isPattern } from "./pattern.ts";

/** What a text in the file must look like; the published schema says the same. */
export interface TextForm {
  readonly form: Pick<RegExp, "test">;
  /** How an error message says it. */
  readonly says: string;
  readonly hint: string;
  /** Names what was meant, where that can be told. */
  readonly nearest?: (text: string) => string;
}

const GLOBAL = "global";

/** A pattern that the name of a Region can fit: digits are its end alone, and each `-` has something on both sides. */
const REGION_PATTERN = /^(?=.*\*)(?![-\d])(?!.*(--|[a-z]\d|\d[a-z-]|[a-z-]$))[a-z\d*-]+$/;

/** The forms of all texts, by the key they stand under. */
export const FORMS = {
  id: {
    form: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    says: "a name of letters, digits, `.`, `_` and `-`",
    hint: "Write a short name, such as RISK-17.",
  },
  rule: {
    form: /^[A-Za-z0-9_*-]+$/,
    says: "a rule's name",
    hint: "Write the rule's full name, or a pattern such as s3-*.",
  },
  accounts: {
    form: /^(\d{12}|\*)$/,
    says: "an account id",
    hint: 'Write twelve digits in quotes, or "*" for every account.',
  },
  regions: {
    form: { test: (text) => text === GLOBAL || isRegion(text) || REGION_PATTERN.test(text) },
    says: "a Region",
    hint: "Write a Region such as eu-west-1, a pattern such as eu-*, or global.",
    nearest: (text) => (isPattern(text) ? "" : didYouMeanRegion(text, [GLOBAL])),
  },
  resourceTypes: {
    form: /^[A-Za-z0-9:*]+$/,
    says: "a resource type",
    hint: "Write a type as AWS Config does, such as AWS::S3::Bucket, or a pattern such as AWS::S3::*.",
  },
  resourceIds: {
    form: /^\S(.*\S)?$/,
    says: "a resource id",
    hint: 'Write the id as AWS Config shows it, a pattern such as sg-0a*, or "*" for every resource.',
  },
  tag: { form: /^.*$/s, says: "a tag's value", hint: "Write the value in quotes, or a pattern such as sandbox-*." },
  reason: { form: /\S/, says: "a text", hint: "Say in a sentence why this is accepted." },
  owner: { form: /\S/, says: "a text", hint: "Name the person or team that answers for it." },
  expires: {
    form: /^\d{4}-\d\d-\d\d$/,
    says: "a date",
    hint: "Write the last day on which the exemption holds as YYYY-MM-DD, such as 2027-03-31.",
  },
} as const satisfies { readonly [key: string]: TextForm };
