/**
 * Longest annotation that AWS Config takes, in characters.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html
 */
export const MAXIMUM_ANNOTATION_LENGTH = 256;

const ELLIPSIS = "…";

/**
 * Cuts an annotation to the API's length, on a character boundary, with an ellipsis. Length is counted in UTF-16 code
 * units, so the result fits whichever way the service counts. Control characters become spaces.
 *
 * @returns The annotation, or `undefined` where there is nothing to say: the API refuses an empty one.
 */
export function toAnnotation(text: string | undefined): string | undefined {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const clean = text?.replace(/[\u0000-\u001f\u007f]+/g, " ").trim();
  if (clean === undefined || clean === "") return undefined;
  if (clean.length <= MAXIMUM_ANNOTATION_LENGTH) return clean;
  let cut = MAXIMUM_ANNOTATION_LENGTH - ELLIPSIS.length;
  const last = clean.charCodeAt(cut - 1);
  if (last >= 0xd800 && last <= 0xdbff) cut -= 1; // never half of a surrogate pair
  return clean.slice(0, cut).trimEnd() + ELLIPSIS;
}
