import type { TextArena, TextRef } from "./text-arena.ts";

/** Stores a text, and but once where it is one of those met first. */
type AddRemembered = (text: string) => TextRef;

const REMEMBERED = 4096;

/** Most texts of a kind are one of few; the others are not looked for again. */
export function rememberedTexts(texts: TextArena): AddRemembered {
  const known = new Map<string, TextRef>();
  return (text) => {
    const held = known.get(text);
    if (held !== undefined) return held;
    const ref = texts.add(text);
    if (known.size < REMEMBERED) known.set(text, ref);
    return ref;
  };
}
