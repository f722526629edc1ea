import { test } from "@jest/globals";
import { killingTest, publishing } from "./support/killing.ts";
import { MEMBERS } from "./support/publishing.ts";

const HOME = ["eu-west-1"];
const BOTH = ["eu-west-1", "us-east-1"];
const STACK_SET = ["--topology", "stack-set", "--ous", "r-ex01"];
const endsTheSame = killingTest();

test(
  "a stack set that loses a Region and an account ends the same wherever that was killed",
  () =>
    endsTheSame({
      pack: "custom",
      regions: BOTH,
      isOrganizational: true,
      before: publishing("custom", BOTH, ...STACK_SET),
      argv: publishing("custom", HOME, ...STACK_SET, "--exclude-accounts", MEMBERS[1], "--accept-removals"),
      only: /^(Create|Update|Delete)/,
    }),
  120_000,
);
