/** Every spelling of a configuration item, turned into the event's. */
export { decodeTwiceEncoded, parseEncoded } from "./decode.ts";
export { ITEM_ERRORS } from "./errors.ts";
export { isTemplate } from "./is-template.ts";
export { readItem, type ReadItem, type RefusedItem } from "./read-item.ts";
export * from "./incomplete/index.ts";
