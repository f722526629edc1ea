import { signingName } from "../../signature.ts";
import { restXml } from "../../protocol/rest-xml.ts";
import type { Protocol, WireRequest } from "../../protocol/wire.ts";
import { ServiceError } from "../../service-error.ts";
import type { ServiceDefinition } from "../service.ts";
import { getBucketLocation, getBucketPolicy, getBucketVersioning, headBucket } from "./buckets.ts";
import { withoutChunks } from "./chunked-body.ts";
import { listObjectsV2 } from "./list-objects.ts";
import { listObjectVersions } from "./list-versions.ts";
import { deleteObject, deleteObjects, getObject, headObject, putObject } from "./objects.ts";

/** Operations by method, by what the path names, and by the first mark in the query string that tells them apart. */
const ROUTES: Readonly<Record<string, string>> = {
  "HEAD bucket": "HeadBucket",
  "GET bucket list-type": "ListObjectsV2",
  "GET bucket location": "GetBucketLocation",
  "GET bucket policy": "GetBucketPolicy",
  "GET bucket versioning": "GetBucketVersioning",
  "GET bucket versions": "ListObjectVersions",
  "POST bucket delete": "DeleteObjects",
  "PUT object": "PutObject",
  "GET object": "GetObject",
  "HEAD object": "HeadObject",
  "DELETE object": "DeleteObject",
};

/** Parameters that belong to an operation's input and so do not tell operations apart. */
const INPUT_PARAMETERS =
  /^(x-id|prefix|delimiter|max-keys|encoding-type|continuation-token|start-after|fetch-owner|key-marker|version-id-marker|versionId|response-.*|partNumber)$/;

function operationOf(request: WireRequest): string | undefined {
  if (signingName(request) !== "s3") return undefined;
  const { method, path, query } = request;
  const [, bucket = "", key = ""] = /^\/([^/]*)\/?(.*)$/.exec(path) ?? [];
  const target = bucket === "" ? "service" : key === "" ? "bucket" : "object";
  const marks = [...query.keys()].filter((name) => !INPUT_PARAMETERS.test(name));
  const route = [method, target, ...marks].join(" ");
  return ROUTES[route] ?? route;
}

/** `list-type` is a constant of the request, no member of the input; bodies may come in chunks. */
function s3Protocol(): Protocol {
  const protocol = restXml("http://s3.amazonaws.com/doc/2006-03-01/", {
    pathPrefix: "/{Bucket}",
    hasBareErrors: true,
  });
  return { ...protocol, decode: (request, schema) => protocol.decode(withoutChunks(request), schema) };
}

/** Amazon S3, addressed by path. */
export const s3Service: ServiceDefinition = {
  name: "s3",
  protocol: s3Protocol(),
  operationOf,
  load: () => import("@aws-sdk/client-s3"),
  throttled: () => new ServiceError("SlowDown", "Please reduce your request rate.", 503),
  operations: {
    HeadBucket: headBucket,
    GetBucketLocation: getBucketLocation,
    GetBucketPolicy: getBucketPolicy,
    GetBucketVersioning: getBucketVersioning,
    ListObjectsV2: listObjectsV2,
    ListObjectVersions: listObjectVersions,
    PutObject: putObject,
    GetObject: getObject,
    HeadObject: headObject,
    DeleteObject: deleteObject,
    DeleteObjects: deleteObjects,
  },
};
