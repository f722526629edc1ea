/** Results of a check, for people and machines. */
export { toJson, toJsonLines } from "./json.ts";
export { counted } from "./summary-line.ts";
export { toTable, type TableOptions } from "./table.ts";
