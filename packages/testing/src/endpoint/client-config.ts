/** What an SDK v3 client needs to talk to the endpoint; spread it into any client's constructor. */
export interface EndpointClientConfig {
  readonly region: string;
  readonly endpoint: string;
  /** Dummies; the endpoint checks no signature. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Keeps the S3 Control client from putting the account id before the host name, where it finds no address. */
  readonly endpointProvider: () => { url: URL };
}

/** Makes the configuration for an endpoint's URL. */
export function createClientConfig(url: string, region: string): EndpointClientConfig {
  return {
    region,
    endpoint: url,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
    endpointProvider: () => ({ url: new URL(url) }),
  };
}
