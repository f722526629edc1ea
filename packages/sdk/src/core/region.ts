import { didYouMean } from "./did-you-mean.ts";

/** How AWS names Regions: those to come as well, so none of them needs a release. `global` is none of them. */
export const REGION = /^[a-z]{2,}(-[a-z]+)+-[0-9]+$/;

/**
 * Regions there are, of all partitions: only to tell which one was meant. Made when asked for, so that functions, which
 * never ask, do without.
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
const known = (): string[] => [
  ..."us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1 sa-west-1".split(" "),
  ..."eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3".split(" "),
  ..."ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2".split(" "),
  ..."ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6".split(" "),
  ..."ap-southeast-7 af-south-1 il-central-1 me-central-1 me-south-1 me-west-1".split(" "),
  ..."cn-north-1 cn-northwest-1 eusc-de-east-1 us-gov-east-1 us-gov-west-1".split(" "),
];

/** Tells whether a Region may be called so. `global` is none: it stands for the Region of global services. */
export function isRegion(text: string): boolean {
  return REGION.test(text);
}

/**
 * The hint that names the nearest Region, or nothing where none is near.
 * @param others - What may be written in place of a Region.
 */
export function didYouMeanRegion(text: string, others: readonly string[] = []): string {
  return didYouMean(text.toLowerCase(), [...known(), ...others]);
}
