/** What an SDK v3 client needs to talk to the endpoint; spread it into any client's constructor. */
export interface EndpointClientConfig {
  readonly region: string;
  readonly endpoint: string;
  /** Dummies; the endpoint checks no signature. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /**
   * Keeps the S3 Control client from putting the account id before the host name, where it finds no address; puts the
   * bucket of S3 into the path.
   */
  readonly endpointProvider: (parameters?: object) => { url: URL };
}

/** Makes the configuration for an endpoint's URL; without an account the caller is the endpoint's own. */
export function createClientConfig(url: string, region: string, account?: string): EndpointClientConfig {
  return {
    region,
    endpoint: url,
    credentials: { accessKeyId: account === undefined ? "AKIDEXAMPLE" : `AKID${account}`, secretAccessKey: "secret" },
    endpointProvider: (parameters = {}) => {
      const bucket = "Bucket" in parameters ? parameters.Bucket : undefined;
      return { url: new URL(typeof bucket === "string" ? `/${bucket}` : "/", url) };
    },
  };
}
