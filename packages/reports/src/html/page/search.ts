import { OUTCOMES, label } from "../../outcome.ts";
import { at, type Model } from "./model.ts";

/** Words looked for at most: one bit of a number each. */
const MOST_WORDS = 30;

/** Tells whether an evaluation has all the words. */
export type Matcher = (index: number) => boolean;

/**
 * A search over every text of an evaluation. Texts are looked through once each, in their tables, not once for each
 * evaluation that has them.
 */
export function createSearch(model: Model): (query: string) => Matcher | undefined {
  let texts: Texts | undefined;
  return (query) => {
    const words = wordsOf(query);
    if (words.length === 0) return undefined;
    texts ??= lowerTexts(model);
    return matcher(model, texts, words);
  };
}

function wordsOf(query: string): string[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return words.slice(0, MOST_WORDS);
}

interface Texts {
  readonly outcomes: readonly string[];
  readonly profiles: readonly string[];
  readonly resources: readonly string[];
  /** From 1, as the column counts; nothing at 0. */
  readonly annotations: readonly string[];
}

function lowerTexts({ data }: Model): Texts {
  const { resources } = data;
  const places = resources.id.map((id, index) => {
    const texts = [
      id,
      resources.name[index] || "",
      at(data.types, at(resources.type, index)),
      at(data.accounts, at(resources.account, index)),
      at(data.regions, at(resources.region, index)),
      resources.logicalId[index] || "",
    ];
    return texts.join("\n").toLowerCase();
  });
  const profiles = data.profiles.map(([rule, severity, controls]) => {
    const { name, description = "", runbook = "" } = at(data.rules, rule);
    const ids = controls.map((control) => at(data.controls, control)[0]);
    return [name, description, runbook, severity, ...ids].join("\n").toLowerCase();
  });
  return {
    outcomes: OUTCOMES.map((outcome) => `${outcome}\n${label(outcome)}`.toLowerCase()),
    profiles,
    resources: places,
    annotations: ["", ...data.annotations.map((text) => text.toLowerCase())],
  };
}

function matcher(model: Model, texts: Texts, words: readonly string[]): Matcher {
  const outcomes = hits(texts.outcomes, words);
  const profiles = hits(texts.profiles, words);
  const resources = hits(texts.resources, words);
  const annotations = hits(texts.annotations, words);
  const all = 2 ** words.length - 1;
  return (index) => {
    const found =
      at(outcomes, at(model.outcome, index)) |
      at(profiles, at(model.profile, index)) |
      at(resources, at(model.resource, index)) |
      at(annotations, at(model.annotation, index));
    return found === all;
  };
}

/** For each text, a bit for each word that it has. */
function hits(texts: readonly string[], words: readonly string[]): Uint32Array {
  return Uint32Array.from(texts, (text) =>
    words.reduce((bits, word, position) => (text.includes(word) ? bits | (1 << position) : bits), 0),
  );
}
