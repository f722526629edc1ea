import type {
  DeleteConformancePackCommandInput,
  DeleteConformancePackCommandOutput,
  DescribeConformancePacksCommandInput,
  DescribeConformancePacksCommandOutput,
  DescribeConformancePackStatusCommandInput,
  DescribeConformancePackStatusCommandOutput,
  PutConformancePackCommandInput,
  PutConformancePackCommandOutput,
} from "@aws-sdk/client-config-service";
import { startPack, startPackDeletion } from "../../conformance/pack-engine.ts";
import type { StoredPack } from "../../conformance/pack-store.ts";
import { lengthWithin, refuseViolations } from "../../constraints.ts";
import { operation, type OperationContext } from "../../operation.ts";
import { ServiceError } from "../../service-error.ts";
import { nameViolation, readPackContent } from "./pack-source.ts";
import { configPage } from "./paging.ts";

const MAX_PACKS = 50;
const MAX_LIMIT = 20;

/** Finds a pack of the caller's account and Region. */
export function requirePack(name: string, { state, caller }: OperationContext): StoredPack {
  const pack = state.config.packs.find(caller, name);
  if (pack !== undefined) return pack;
  const message = `Conformance pack ${name} does not exist.`;
  throw new ServiceError("NoSuchConformancePackException", message);
}

function refuseInProgress({ name, state }: StoredPack): void {
  if (!state.endsWith("_IN_PROGRESS")) return;
  throw new ServiceError("ResourceInUseException", `The conformance pack ${name} is in the state ${state}.`);
}

const engineOf = ({ state }: OperationContext) => ({
  clock: state.clock,
  failures: state.failures,
  now: state.clock.now,
  config: state.config,
});

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html */
export const putConformancePack = operation<PutConformancePackCommandInput, PutConformancePackCommandOutput>(
  (input, context) => {
    const { ConformancePackName: name = "" } = input;
    refuseViolations([nameViolation("conformancePackName", name, 256)]);
    if (input.TemplateSSMDocumentDetails !== undefined) {
      throw new ServiceError("InvalidParameterValueException", "The endpoint reads no template from SSM documents.");
    }
    const content = readPackContent(input, "ConformancePackTemplateValidationException", context);
    const { packs } = context.state.config;
    const existing = packs.find(context.caller, name);
    if (existing !== undefined) refuseInProgress(existing);
    else if (packs.all(context.caller).length >= MAX_PACKS) {
      const message = `The account has ${MAX_PACKS} conformance packs already.`;
      throw new ServiceError("MaxNumberOfConformancePacksExceededException", message);
    }
    const pack = packs.put(context.caller, name, content, context.now);
    startPack(pack, engineOf(context));
    return { ConformancePackArn: pack.arn };
  },
);

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_DeleteConformancePack.html */
export const deleteConformancePack = operation<DeleteConformancePackCommandInput, DeleteConformancePackCommandOutput>(
  (input, context) => {
    const pack = requirePack(input.ConformancePackName ?? "", context);
    refuseInProgress(pack);
    startPackDeletion(pack, engineOf(context));
    return {};
  },
);

/** The packs that are named, in that order; all when none is. */
function selected(names: readonly string[], context: OperationContext): readonly StoredPack[] {
  return names.length === 0
    ? context.state.config.packs.all(context.caller)
    : names.map((name) => requirePack(name, context));
}

/** @see https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConformancePacks.html */
export const describeConformancePacks = operation<
  DescribeConformancePacksCommandInput,
  DescribeConformancePacksCommandOutput
>((input, context) => {
  const { ConformancePackNames: names = [] } = input;
  refuseViolations([lengthWithin("conformancePackNames", names, 0, 25)]);
  const page = configPage(context.state.config.packs.pagers.packs, input, MAX_LIMIT, {
    listing: JSON.stringify([context.caller, names]),
    items: () => selected(names, context),
  });
  return {
    ConformancePackDetails: page.items.map((pack) => ({
      ConformancePackName: pack.name,
      ConformancePackArn: pack.arn,
      ConformancePackId: pack.id,
      DeliveryS3Bucket: pack.content.deliveryBucket,
      DeliveryS3KeyPrefix: pack.content.deliveryPrefix,
      ConformancePackInputParameters: pack.content.inputParameters,
      LastUpdateRequestedTime: pack.requestedTime,
    })),
    NextToken: page.nextToken,
  };
});

/**
 * Tells where packs stand; each then takes its next step by the clock.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConformancePackStatus.html
 */
export const describeConformancePackStatus = operation<
  DescribeConformancePackStatusCommandInput,
  DescribeConformancePackStatusCommandOutput
>((input, context) => {
  const { ConformancePackNames: names = [] } = input;
  refuseViolations([lengthWithin("conformancePackNames", names, 0, 25)]);
  const page = configPage(context.state.config.packs.pagers.statuses, input, MAX_LIMIT, {
    listing: JSON.stringify([context.caller, names]),
    items: () => selected(names, context),
  });
  const ConformancePackStatusDetails = page.items.map((pack) => ({
    ConformancePackName: pack.name,
    ConformancePackId: pack.id,
    ConformancePackArn: pack.arn,
    ConformancePackState: pack.state,
    StackArn: pack.stackArn,
    ConformancePackStatusReason: pack.reason,
    LastUpdateRequestedTime: pack.requestedTime,
    LastUpdateCompletedTime: pack.completedTime,
  }));
  for (const pack of page.items) context.state.clock.poll(pack);
  return { ConformancePackStatusDetails, NextToken: page.nextToken };
});
