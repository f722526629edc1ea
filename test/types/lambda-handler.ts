// Compiled, not run: the runtime's handler fits the community's types of AWS Lambda.
import { createHandler } from "@rulewright/sdk/runtime";
import type { Handler } from "aws-lambda";

export const handler: Handler<unknown, void> = createHandler({});
