import { inertText } from "./inert-text.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text that stays text: no HTML, no formatting, no mention, no reference, no link, on one line. */
export function escape(text: string): string {
  return oneLine(text)
    .replaceAll(/[&<>]/g, (character) => ENTITIES[character] ?? "")
    .replaceAll(/[\\`*_{}[\]~|$]/g, (character) => `\\${character}`)
    .replaceAll(/[@#]|:(?=\/\/)|www(?=\.)/g, (start) => `${start}&#8203;`);
}

/** Text as code, in HTML so that backticks and pipes need no thought; what could format or link is an entity. */
export function code(text: string): string {
  const unsafe = /[^A-Za-z0-9 .,/:()=+-]|:(?=\/\/)|(?<=www)\./gu;
  return `<code>${oneLine(text).replaceAll(unsafe, (character) => `&#${character.codePointAt(0)};`)}</code>`;
}

function oneLine(text: string): string {
  return inertText(text).replaceAll(/\s+/g, " ").trim();
}
