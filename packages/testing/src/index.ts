/** The test kit for rules. */
export {
  FIXTURE,
  changeEvent,
  configurationItem,
  oversizedEvent,
  scheduledEvent,
  type EventOverrides,
} from "./kit/builders.ts";
export type { CaseOf } from "./kit/case.ts";
export { casesFor } from "./kit/cases.ts";
export { KIT_ERRORS } from "./kit/errors.ts";
export { iamAction } from "./kit/iam-actions.ts";
export { recordingAws, type RecordingAws, type RecordingOptions } from "./kit/recording-aws.ts";
export * from "./endpoint/index.ts";
