/**
 * The regular expression of the integers within bounds, both included: from 6 to 128 it is
 * `([6-9]|[1-9][0-9]|1([0-1][0-9]|2[0-8]))`. Zero may have a sign, as it may where rules read it. Bounds past the exact
 * integers count as none.
 */
export function integerPattern(minimum = -Infinity, maximum = Infinity): string {
  const [low, high] = [exactOr(Math.ceil(minimum), -Infinity), exactOr(Math.floor(maximum), Infinity)];
  const negative = low < 0 ? magnitudes(Math.max(1, -high), -low).map((each) => `-${each}`) : [];
  const zero = low <= 0 && high >= 0 ? ["-?0"] : [];
  const positive = high > 0 ? magnitudes(Math.max(1, low), high) : [];
  return anyOf([...negative, ...zero, ...positive]);
}

function exactOr(bound: number, open: number): number {
  return Number.isSafeInteger(bound) ? bound : open;
}

/** Expressions of the integers from one that is positive to another, which may be endless. */
function magnitudes(low: number, high: number): string[] {
  const [least, most] = [String(low), String(high)];
  if (high !== Infinity && least.length === most.length) return [sameLength(least, most)];
  // lengths of which every number counts
  const from = /^10*$/.test(least) ? least.length : least.length + 1;
  const to = high === Infinity ? Infinity : most === nines(most.length) ? most.length : most.length - 1;
  return [
    ...(from > least.length ? [sameLength(least, nines(least.length))] : []),
    ...(from <= to ? [`[1-9]${anyDigits(from - 1, to - 1)}`] : []),
    ...(to < most.length ? [sameLength(`1${"0".repeat(most.length - 1)}`, most)] : []),
  ];
}

/** The expression of the numbers between two with equally many digits. */
function sameLength(low: string, high: string): string {
  if (low === high) return low;
  const [first, last, left] = [Number(low[0]), Number(high[0]), low.length - 1];
  const [lowRest, highRest] = [low.slice(1), high.slice(1)];
  if (first === last) return `${first}${sameLength(lowRest, highRest)}`;
  const [isWholeStart, isWholeEnd] = [lowRest === "0".repeat(left), highRest === nines(left)];
  const [from, to] = [isWholeStart ? first : first + 1, isWholeEnd ? last : last - 1];
  return anyOf([
    ...(isWholeStart ? [] : [`${first}${sameLength(lowRest, nines(left))}`]),
    ...(from > to ? [] : [`${digits(from, to)}${anyDigits(left)}`]),
    ...(isWholeEnd ? [] : [`${last}${sameLength("0".repeat(left), highRest)}`]),
  ]);
}

function digits(from: number, to: number): string {
  return from === to ? String(from) : `[${from}-${to}]`;
}

function anyDigits(least: number, most = least): string {
  if (most === Infinity) return least === 0 ? "[0-9]*" : `[0-9]{${least},}`;
  if (most < 2 && least === most) return "[0-9]".repeat(least);
  return least === most ? `[0-9]{${least}}` : `[0-9]{${least},${most}}`;
}

function nines(count: number): string {
  return "9".repeat(count);
}

function anyOf(alternatives: readonly string[]): string {
  const [only] = alternatives;
  return alternatives.length === 1 && only !== undefined ? only : `(${alternatives.join("|")})`;
}
