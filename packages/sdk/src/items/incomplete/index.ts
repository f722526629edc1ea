/** Items of which not everything is known. */
export { openObjects } from "./absent-parts.ts";
export { ANY_OTHER, type UnknownPath, type UnknownPaths } from "./unknown-paths.ts";
export { unknownPathOf } from "./unknown-value.ts";
export { readUnknown, unknownReadsOf, wasUnknownRead, wrapIncomplete } from "./wrap-incomplete.ts";
