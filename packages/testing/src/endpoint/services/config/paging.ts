import type { Page, PageRequest, Pager } from "../../pager.ts";
import { ServiceError } from "../../service-error.ts";

/** One page of a listing of AWS Config, where a limit of 0 stands for the default, which is the largest. */
export function configPage<Item>(
  pager: Pager<Item>,
  input: { readonly Limit?: number | undefined; readonly NextToken?: string | undefined },
  maxLimit: number,
  request: Pick<PageRequest<Item>, "listing" | "items">,
): Page<Item> {
  const { Limit: limit = 0, NextToken: token } = input;
  if (limit < 0 || limit > maxLimit) {
    throw new ServiceError("InvalidLimitException", `The specified limit ${limit} is outside the allowable range.`);
  }
  const invalidToken = () => new ServiceError("InvalidNextTokenException", "The specified next token is not valid.");
  return pager.page({ ...request, token, size: limit === 0 ? maxLimit : limit, invalidToken });
}
