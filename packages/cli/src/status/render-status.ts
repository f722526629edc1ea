import { counted, plainTable, type TableColumn } from "@rulewright/reports";
import { createColors } from "picocolors";
import { readableWidth, wrap } from "../explain/layout.ts";
import type { StatusRow } from "./row.ts";
import type { PlaceTally, StatusTally } from "./tally.ts";

/** How a status is drawn. */
export interface StatusTableOptions {
  readonly color: boolean;
  readonly width: number;
  /** Failing places shown; the others are counted. */
  readonly most?: number;
}

type Colors = ReturnType<typeof createColors>;

const MOST = 100;

/** How packs stand, for people: what somebody should look at, then the counts by pack and Region. */
export function toStatusTable(tally: StatusTally, { color, width, most = MOST }: StatusTableOptions): string {
  const colors = createColors(color);
  const columns = readableWidth(width);
  const shown = tally.attention().slice(0, most);
  const more = tally.needingAttention() - shown.length;
  const attention = [
    ...shown.flatMap((row) => rowLines(row, colors, columns)),
    ...(more > 0 ? [colors.dim(`  … and ${more} more (--json lists all)`)] : []),
  ];
  const notRead = tally.notRead().flatMap((sentence) => wrap(sentence, columns, 2, 2));
  const parts = [
    section(colors.bold("Needs attention"), attention),
    section(colors.bold("Could not be read"), notRead),
    placeTable(tally.places(), colors),
    colors.bold(closing(tally)),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function section(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : [heading, ...lines].join("\n");
}

function rowLines(row: StatusRow, colors: Colors, width: number): string[] {
  const { accountId, region, status, reason, advice } = row;
  const isBad = row.health === "failed" || row.health === "missing";
  const state = isBad ? colors.red(status) : status;
  const texts = [reason, advice, ...troubles(row)].filter((text) => text !== undefined);
  return [`  ${nameText(row)}  ${accountId} ${region}  ${state}`, ...texts.flatMap((text) => wrap(text, width, 4, 2))];
}

/** `baseline (strict)` for a variant. */
function nameText({ pack, variant }: Pick<StatusRow, "pack" | "variant">): string {
  return variant === undefined ? pack : `${pack} (${variant})`;
}

function troubles({ looser = [], functions = [], queues = [] }: StatusRow): string[] {
  const failing = functions.filter(({ errors, dropped }) => errors > 0 || dropped > 0);
  return [
    ...looser.map(
      ({ parameter, value, rule, control, wanted }) =>
        `${parameter} is ${value}, and ${control} wants ${wanted} of ${rule}: the function refuses to judge.`,
    ),
    ...failing.map(
      ({ name, errors, dropped }) =>
        `${name}: ${counted(errors, "error")} and ${counted(dropped, "dropped event")} in 24 hours.`,
    ),
    ...queues
      .filter(({ messages }) => messages > 0)
      .map(({ name, messages }) => `${name}: ${counted(messages, "failed event")} wait.`),
  ];
}

interface Column {
  readonly name: string;
  readonly of: (place: PlaceTally) => number;
  readonly isBad?: boolean;
  /** Shown only where one is not zero. */
  readonly isOptional?: boolean;
}

const COLUMNS: readonly Column[] = [
  { name: "accounts", of: ({ accounts }) => accounts },
  { name: "ok", of: ({ ok }) => ok },
  { name: "under way", of: ({ busy }) => busy, isOptional: true },
  { name: "failed", of: ({ failed }) => failed, isBad: true },
  { name: "missing", of: ({ missing }) => missing, isBad: true, isOptional: true },
  { name: "unread", of: ({ unknown }) => unknown, isOptional: true },
  { name: "behind", of: ({ behind }) => behind },
  { name: "rules non-compliant", of: ({ nonCompliantRules }) => nonCompliantRules, isOptional: true },
  { name: "errors", of: ({ functionErrors }) => functionErrors, isBad: true, isOptional: true },
  { name: "dropped", of: ({ droppedEvents }) => droppedEvents, isBad: true, isOptional: true },
  { name: "queued", of: ({ queuedEvents }) => queuedEvents, isBad: true, isOptional: true },
  { name: "looser", of: ({ looserParameters }) => looserParameters, isBad: true, isOptional: true },
];

function placeTable(places: readonly PlaceTally[], colors: Colors): string {
  if (places.length === 0) return "";
  const shown = COLUMNS.filter(({ of, isOptional }) => isOptional !== true || places.some((place) => of(place) > 0));
  return plainTable(
    [["pack", "left"], ["Region", "left"], ...shown.map(({ name }): TableColumn => [name, "right"])],
    places.map((place) => [
      nameText(place),
      place.region,
      ...shown.map(({ of, isBad }) => {
        const number = of(place);
        return isBad === true && number > 0 ? colors.red(String(number)) : String(number);
      }),
    ]),
  );
}

function closing(tally: StatusTally): string {
  const places = tally.places();
  const sum = (of: (place: PlaceTally) => number) => places.reduce((total, place) => total + of(place), 0);
  const behind = sum((place) => place.behind);
  const unread = tally.notRead().length;
  const parts = [
    `${sum(({ accounts }) => accounts)} places`,
    `${tally.needingAttention()} need attention`,
    ...(behind > 0 ? [`${behind} behind the manifest`] : []),
    ...(unread > 0 ? [`${counted(unread, "thing")} could not be read`] : []),
  ];
  return `${parts.join(", ")}.`;
}
