import { test } from "@jest/globals";
import { killingTest, publishing } from "./support/killing.ts";

const HOME = ["eu-west-1"];
const STACK_SET = ["--topology", "stack-set", "--ous", "r-ex01"];
const endsTheSame = killingTest();

test(
  "a stack set ends the same wherever its publication was killed",
  () =>
    endsTheSame({
      pack: "custom",
      regions: HOME,
      isOrganizational: true,
      argv: publishing("custom", HOME, ...STACK_SET),
    }),
  120_000,
);
