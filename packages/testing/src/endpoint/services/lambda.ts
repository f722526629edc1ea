import type {
  GetAccountSettingsCommandInput,
  GetAccountSettingsCommandOutput,
  GetFunctionCommandInput,
  GetFunctionCommandOutput,
  GetFunctionConfigurationCommandInput,
  GetFunctionConfigurationCommandOutput,
  ListFunctionsCommandInput,
  ListFunctionsCommandOutput,
} from "@aws-sdk/client-lambda";
import { signingName } from "../signature.ts";
import { operation, type OperationContext } from "../operation.ts";
import { restJson } from "../protocol/rest-json.ts";
import type { WireRequest } from "../protocol/wire.ts";
import { ServiceError } from "../service-error.ts";
import type { StoredFunction } from "../state/lambda-state.ts";
import type { ServiceDefinition } from "./service.ts";

const PAGE_SIZE = 50;

/** Operations by method and path. */
const ROUTES: readonly (readonly [RegExp, string])[] = [
  [/^GET \/2015-03-31\/functions\/?$/, "ListFunctions"],
  [/^GET \/2015-03-31\/functions\/[^/]+$/, "GetFunction"],
  [/^GET \/2015-03-31\/functions\/[^/]+\/configuration$/, "GetFunctionConfiguration"],
  [/^GET \/2016-08-19\/account-settings\/?$/, "GetAccountSettings"],
];

function operationOf(request: WireRequest): string | undefined {
  if (signingName(request) !== "lambda") return undefined;
  const route = `${request.method} ${request.path}`;
  return ROUTES.find(([pattern]) => pattern.test(route))?.[1] ?? route;
}

function requireFunction(nameOrArn: string, { state, caller }: OperationContext): StoredFunction {
  const found = state.lambda.find(caller, nameOrArn);
  if (found !== undefined) return found;
  const arn = `arn:aws:lambda:${caller.region}:${caller.account}:function:${nameOrArn}`;
  throw new ServiceError("ResourceNotFoundException", `Function not found: ${arn}`);
}

const describe = (stored: StoredFunction) => ({
  FunctionName: stored.name,
  FunctionArn: stored.arn,
  Runtime: stored.runtime,
  Role: stored.role,
  Handler: stored.handler,
  CodeSize: stored.codeSize,
  CodeSha256: stored.codeSha256,
  Timeout: stored.timeout,
  MemorySize: stored.memorySize,
  LastModified: stored.lastModified.toISOString().replace("Z", "+0000"),
  Version: "$LATEST",
  Environment: { Variables: stored.environment },
  State: "Active",
  LastUpdateStatus: "Successful",
  PackageType: "Zip",
  Architectures: [stored.architecture],
});

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
const getFunction = operation<GetFunctionCommandInput, GetFunctionCommandOutput>((input, context) => ({
  Configuration: describe(requireFunction(input.FunctionName ?? "", context)),
  Code: { RepositoryType: "S3" },
}));

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
const getFunctionConfiguration = operation<GetFunctionConfigurationCommandInput, GetFunctionConfigurationCommandOutput>(
  (input, context) => describe(requireFunction(input.FunctionName ?? "", context)),
);

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
const listFunctions = operation<ListFunctionsCommandInput, ListFunctionsCommandOutput>((input, { state, caller }) => {
  const { MaxItems: size = PAGE_SIZE } = input;
  const page = state.lambda.pagers.functions.page({
    listing: JSON.stringify(caller),
    token: input.Marker,
    size: Math.max(1, Math.min(size, PAGE_SIZE)),
    items: () => state.lambda.all(caller),
    invalidToken: () => new ServiceError("InvalidParameterValueException", "Invalid pagination token"),
  });
  return { Functions: page.items.map(describe), NextMarker: page.nextToken };
});

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html */
const getAccountSettings = operation<GetAccountSettingsCommandInput, GetAccountSettingsCommandOutput>(
  (_input, { state, caller }) => {
    const functions = state.lambda.all(caller);
    const { concurrentExecutions } = state.lambda;
    return {
      AccountLimit: {
        TotalCodeSize: 80_530_636_800,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: concurrentExecutions,
        UnreservedConcurrentExecutions: concurrentExecutions,
      },
      AccountUsage: {
        TotalCodeSize: functions.reduce((sum, { codeSize }) => sum + codeSize, 0),
        FunctionCount: functions.length,
      },
    };
  },
);

/** AWS Lambda. */
export const lambdaService: ServiceDefinition = {
  name: "lambda",
  protocol: restJson(),
  operationOf,
  load: () => import("@aws-sdk/client-lambda"),
  throttled: () => new ServiceError("TooManyRequestsException", "Rate exceeded", 429),
  operations: {
    GetFunction: getFunction,
    GetFunctionConfiguration: getFunctionConfiguration,
    ListFunctions: listFunctions,
    GetAccountSettings: getAccountSettings,
  },
};
