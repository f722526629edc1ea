import { completePack, removePack } from "../conformance/pack-engine.ts";
import { type PackInputParameter, readPackTemplate } from "../conformance/pack-template.ts";
import type { ConfigState } from "../state/config-state.ts";
import type { LambdaState } from "../state/lambda-state.ts";
import type { SqsState } from "../state/sqs-state.ts";
import type { SsmState } from "../state/ssm-state.ts";
import type { ResourceListener } from "./stack-engine.ts";
import type { StoredStack } from "./stored-stack.ts";

type Properties = Readonly<Record<string, unknown>>;

/** The parts of the state that stacks leave their marks in. */
export interface Projected {
  readonly config: ConfigState;
  readonly lambda: LambdaState;
  readonly sqs: SqsState;
  readonly ssm: SsmState;
  readonly now: () => Date;
}

type Projection = (
  stack: StoredStack,
  physicalId: string,
  properties: Properties | undefined,
  state: Projected,
) => void;

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);
const isRecord = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function inputParameters(value: unknown): readonly PackInputParameter[] {
  return (Array.isArray(value) ? value : []).filter(isRecord).map(({ ParameterName: name, ParameterValue: given }) => ({
    ParameterName: String(name),
    ParameterValue: String(given),
  }));
}

/** A stack is done when its pack is, so the pack is complete at once; a template that is not valid fails the stack. */
const conformancePack: Projection = (stack, name, properties, { config, now }) => {
  const existing = config.packs.find(stack, name);
  if (properties === undefined) {
    if (existing !== undefined) removePack(existing, config);
    return;
  }
  const parameters = inputParameters(properties["ConformancePackInputParameters"]);
  const template = readPackTemplate(
    textOf(properties["TemplateBody"]) ?? "",
    parameters,
    "ConformancePackTemplateValidationException",
  );
  const delivery = { deliveryBucket: textOf(properties["DeliveryS3Bucket"]), deliveryPrefix: undefined };
  completePack(
    config.packs.put(stack, name, { template, inputParameters: parameters, ...delivery }, now()),
    config,
    now(),
  );
};

function environmentOf({ Environment: environment }: Properties): Readonly<Record<string, string>> {
  const variables = isRecord(environment) && isRecord(environment["Variables"]) ? environment["Variables"] : {};
  return Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)]));
}

const lambdaFunction: Projection = (stack, name, properties, { lambda, now }) => {
  if (properties === undefined) {
    lambda.remove(stack, name);
    return;
  }
  const { Code: code, Architectures: architectures } = properties;
  const isArm = Array.isArray(architectures) && architectures.includes("arm64");
  lambda.set(stack, name, {
    runtime: textOf(properties["Runtime"]) ?? "nodejs24.x",
    architecture: isArm ? "arm64" : "x86_64",
    handler: textOf(properties["Handler"]) ?? "index.handler",
    role: textOf(properties["Role"]) ?? "",
    timeout: Number(properties["Timeout"] ?? 3),
    memorySize: Number(properties["MemorySize"] ?? 128),
    codeSha256: isRecord(code) ? Buffer.from(textOf(code["S3Key"]) ?? "").toString("base64") : "",
    environment: environmentOf(properties),
    lastModified: now(),
  });
};

const ssmParameter: Projection = (stack, name, properties, { ssm, now }) => {
  if (properties === undefined) ssm.removeParameter(stack, name);
  else {
    const { Type: type = "String", Value: value = "" } = properties;
    ssm.putParameter(stack, { name, type: String(type), value: String(value), lastModified: now() });
  }
};

const ssmDocument: Projection = (stack, name, properties, { ssm, now }) => {
  if (properties === undefined) ssm.removeDocument(stack, name);
  else {
    const { Content: content = {}, DocumentType: type = "Command", DocumentFormat: format = "JSON" } = properties;
    const text = typeof content === "string" ? content : JSON.stringify(content);
    const given = { content: text, documentType: String(type), format: String(format), createdTime: now() };
    ssm.putDocument(stack, name, given);
  }
};

const queue: Projection = (_stack, url, properties, { sqs }) => {
  if (properties === undefined) sqs.queues.delete(url);
  else if (!sqs.queues.has(url)) sqs.queues.set(url, { messages: 0 });
};

const PROJECTIONS: Readonly<Record<string, Projection>> = {
  "AWS::Config::ConformancePack": conformancePack,
  "AWS::Lambda::Function": lambdaFunction,
  "AWS::SSM::Parameter": ssmParameter,
  "AWS::SSM::Document": ssmDocument,
  "AWS::SQS::Queue": queue,
};

/**
 * Makes what stacks create visible to the services it belongs to: packs, functions, parameters, documents, queues. The
 * stacks of StackSet instances are not simulated one by one, so they leave no marks.
 */
export function projectResources(state: Projected): ResourceListener {
  return (stack, { type, physicalId }, properties) => {
    const project = Object.hasOwn(PROJECTIONS, type) ? PROJECTIONS[type] : undefined;
    project?.(stack, physicalId, properties, state);
  };
}
