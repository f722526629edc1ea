import type { PackFunction } from "@rulewright/sdk/synthesis";
import type { FileToWrite } from "../write-folder.ts";

/** A function's files, and the zip of them. */
export interface MadeFunction extends Pick<PackFunction, "name" | "codeParameter"> {
  readonly hash: string;
  /** Below the pack's folder. */
  readonly zip: string;
  readonly files: readonly FileToWrite[];
}
