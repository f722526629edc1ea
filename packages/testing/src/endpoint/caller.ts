/** Who calls, and in which Region: both are read from the signature, which is not verified. */
export interface Caller {
  readonly account: string;
  readonly region: string;
}
