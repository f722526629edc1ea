import type { ErrorEntry } from "../core/errors.ts";

/** Codes of the Lambda runtime (`RW2…`). */
export const RUNTIME_ERRORS = {
  EVENT_FOREIGN: {
    code: "RW2001",
    hint: "Invoke the function by an AWS Config rule, or with a recorded event of one.",
  },
  EVENT_UNREADABLE: { code: "RW2002", hint: "Pass the event as AWS Config sends it; invokingEvent is JSON text." },
  EVENT_UNSUPPORTED: { code: "RW2003", hint: "Check the rule's trigger; this message type is not one it declares." },
  EVENT_PROACTIVE: {
    code: "RW2004",
    hint: "Set the rule's evaluation mode to DETECTIVE; check templates with `rulewright check`.",
  },
  RULE_UNKNOWN: { code: "RW2010", hint: "Deploy function and pack of the same build." },
  RULE_UNLOADABLE: {
    code: "RW2011",
    hint: "The rule's module throws when it is loaded, or exports no rule; mend it and deploy again.",
  },
  ITEM_UNREADABLE: { code: "RW2020", hint: "Record the event and report it if AWS Config sent it." },
  ITEM_NOT_FOUND: {
    code: "RW2021",
    hint: "The configuration history lags behind the event; the invocation is repeated by Lambda.",
  },
  SUBJECT_INVALID: {
    code: "RW2022",
    hint: "Yield subjects with a resourceId and, where the rule claims several types, one of its resourceTypes.",
  },
  LIST_FAILED: { code: "RW2024", hint: "See the cause; nothing was cleared, since the listing is incomplete." },
  NOT_EVALUATED: {
    code: "RW2030",
    hint: "See the causes; the rule's onError says what AWS Config shows for these resources.",
  },
  UNREPORTED: { code: "RW2031", hint: "See the cause; AWS Config keeps the earlier results of these resources." },
  DEADLINE: { code: "RW2032", hint: "Raise the function's time-out, or narrow what the rule lists." },
  STALE_NOT_CLEARED: {
    code: "RW2033",
    hint: "Results of resources that are gone may stand; the new verdicts were reported.",
  },
  REEVALUATION_UNCONFIGURED: {
    code: "RW2040",
    hint: "Deploy the function with the pack's stack, which names the SSM parameter of its state.",
  },
  REEVALUATION_FAILED: {
    code: "RW2041",
    hint: "See the cause; the rules are tried again with the next tick of the schedule.",
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
