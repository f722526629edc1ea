/** An account and Region where a step did not succeed, in AWS's words and, where they are known, in ours. */
export interface Failure {
  readonly account: string;
  readonly region: string;
  readonly reason: string;
  readonly advice?: string;
}
