import { identifierOf } from "./identifiers.ts";

/** The account, Region and times of skeletons. */
export const SKELETON = {
  accountId: "111122223333",
  region: "eu-west-1",
  createdAt: "2026-01-15T11:00:00.000Z",
  capturedAt: "2026-01-15T11:58:00.000Z",
} as const;

const KEY = `arn:aws:kms:${SKELETON.region}:${SKELETON.accountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** Values where anything else would be refused, by the property's name in lower case. */
const WORDS: Readonly<Record<string, string>> = {
  assignpublicip: "DISABLED",
  httpendpoint: "enabled",
  httptokens: "required",
  instancetenancy: "default",
  tenancy: "default",
};

/** Values by what a property's name, in lower case, says; the first that matches. */
const BY_NAME: readonly (readonly [RegExp, (name: string, resourceType: string) => string])[] = [
  [/arn$/, arnOf],
  [/kms.*key(id)?$/, () => KEY],
  [/^(aws)?account(id)?$|accountid$|ownerid$|^userid$/, () => SKELETON.accountId],
  [/availabilityzoneid$/, () => "euw1-az1"],
  [/availabilityzone$/, () => `${SKELETON.region}a`],
  [/region$/, () => SKELETON.region],
  [/^path$/, () => "/"],
  [/email(address)?$/, () => "user@example.com"],
  [/(url|uri)$/, () => "https://example.com/"],
  [/(domainname|dnsname|hostname)$/, () => "example.com"],
  [/protocol$/, () => "tcp"],
  [/macaddress$/, () => "02:00:00:00:00:00"],
  [/cidr(block|ip)?$/, () => "10.0.0.0/16"],
  [/cidr(ip)?v6$|ipv6cidrblock$/, () => "2001:db8::/32"],
  [/instance(type|class)$/, () => "t3.micro"],
  [/(created|modified|updated)(at|on|date|time)$/, () => SKELETON.createdAt],
  [/description$/, () => "An example."],
];

/** Text for a property of this name: of AWS's own form where that is known, else `example`. */
export function placeholderText(property: string, resourceType = ""): string {
  const name = property.toLowerCase();
  const known = identifierOf(name, resourceType) ?? (Object.hasOwn(WORDS, name) ? WORDS[name] : undefined);
  return known ?? BY_NAME.find(([pattern]) => pattern.test(name))?.[1](name, resourceType) ?? "example";
}

/** Where the resources of ARNs live, by the end of a property's name in lower case. */
const ARNS: readonly (readonly [RegExp, string])[] = [
  [/kms|keyarn$/, KEY],
  [/rolearn$/, `arn:aws:iam::${SKELETON.accountId}:role/example`],
  [/(policy|boundary)arn$/, `arn:aws:iam::${SKELETON.accountId}:policy/example`],
  [/bucketarn$/, "arn:aws:s3:::example"],
  [/topicarn$/, regional("sns", "example")],
  [/queuearn$/, regional("sqs", "example")],
  [/functionarn$/, regional("lambda", "function:example")],
  [/certificatearn$/, regional("acm", "certificate/1234abcd-12ab-34cd-56ef-1234567890ab")],
  [/loggrouparn$/, regional("logs", "log-group:example:*")],
  [/secretarn$/, regional("secretsmanager", "secret:example-AbCdEf")],
  [
    /(elasticloadbalancer|loadbalancer)arn$/,
    regional("elasticloadbalancing", "loadbalancer/app/example/50dc6c495c0c9188"),
  ],
  [/targetgrouparn$/, regional("elasticloadbalancing", "targetgroup/example/73e2d6bc24d8a067")],
];

function arnOf(name: string, resourceType: string): string {
  const known = ARNS.find(([pattern]) => pattern.test(name))?.[1];
  const service = (resourceType.split("::")[1] ?? "").toLowerCase() || "example";
  return known ?? (service === "iam" ? `arn:aws:iam::${SKELETON.accountId}:example` : regional(service, "example"));
}

function regional(service: string, resource: string): string {
  return `arn:aws:${service}:${SKELETON.region}:${SKELETON.accountId}:${resource}`;
}

/** A policy document as text: an identity's for the types of IAM, else a resource's. */
export function placeholderPolicy(resourceType: string, property: string): string {
  const service = (resourceType.split("::")[1] ?? "").toLowerCase();
  const trust = /assumerole/i.test(property);
  const principal =
    service === "iam" && !trust ? {} : { Principal: { AWS: `arn:aws:iam::${SKELETON.accountId}:root` } };
  const action = trust ? "sts:AssumeRole" : `${service === "iam" ? "s3" : service}:Get*`;
  const target = trust ? {} : { Resource: "*" };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", ...principal, Action: action, ...target }],
  });
}
