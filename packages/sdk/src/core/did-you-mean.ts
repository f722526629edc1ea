import { closest, distance } from "fastest-levenshtein";

/** The hint that names the nearest known word, or nothing where none is near. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const words = [...known];
  if (words.length === 0) return "";
  const nearest = closest(word, words);
  return distance(word.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, word.length / 4)
    ? `Did you mean ${nearest}?`
    : "";
}
