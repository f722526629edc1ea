/** The queues of all accounts and Regions. */
export class SqsState {
  /** By URL, `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`. */
  readonly queues = new Map<string, { messages: number }>();
}
