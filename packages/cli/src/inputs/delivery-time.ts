import { basename } from "node:path";

/**
 * The last time stamp in a delivered file's name: the moment the snapshot was taken, or the end of a history file.
 * @see https://docs.aws.amazon.com/config/latest/developerguide/view-configuration-snapshot.html
 */
export function deliveryTime(file: string): Date | undefined {
  const stamps = [...basename(file).matchAll(/_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(?=_)/g)];
  const [, ...parts] = stamps.at(-1) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  if (second === undefined) return undefined;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
