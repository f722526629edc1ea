import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { S3Client } from "@aws-sdk/client-s3";
import { createLiveAws } from "../../live/live-aws.ts";
import { bucketOf, type Target } from "../plan/target.ts";
import type { Bucket } from "./buckets.ts";

/** Clients of the services that publishing speaks to, one per Region: they share the patience of long runs. */
export interface Clients {
  readonly s3: (region: string) => S3Client;
  readonly cloudFormation: (region: string) => CloudFormationClient;
  readonly config: (region: string) => ConfigServiceClient;
  readonly cloudWatch: (region: string) => CloudWatchClient;
  readonly organizations: () => OrganizationsClient;
}

/** Clients with the credentials of the standard chain. */
export function createClients(home: string): Clients {
  const aws = createLiveAws(home);
  return {
    s3: (region) => aws.client(S3Client, { region }),
    cloudFormation: (region) => aws.client(CloudFormationClient, { region }),
    config: (region) => aws.client(ConfigServiceClient, { region }),
    cloudWatch: (region) => aws.client(CloudWatchClient, { region }),
    organizations: () => aws.client(OrganizationsClient),
  };
}

/** The code bucket of a Region. */
export function bucketIn(
  clients: Clients,
  target: Pick<Target, "bucketPrefix">,
  region: string,
  owner: string,
): Bucket {
  return { client: clients.s3(region), name: bucketOf(target, region), region, owner };
}
