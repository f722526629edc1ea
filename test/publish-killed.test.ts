import { test } from "@jest/globals";
import { destroying, killingTest, publishing } from "./support/killing.ts";

const HOME = ["eu-west-1"];
const STACK_SET = ["--topology", "stack-set", "--ous", "r-ex01"];
const endsTheSame = killingTest();

test(
  "a publication to an account ends the same wherever it was killed",
  () =>
    endsTheSame({
      pack: "custom",
      regions: HOME,
      isOrganizational: false,
      argv: publishing("custom", HOME),
    }),
  120_000,
);

test(
  "an organization pack ends the same wherever its publication was killed",
  () =>
    endsTheSame({
      pack: "managed",
      regions: HOME,
      isOrganizational: true,
      argv: publishing("managed", HOME, "--topology", "organization-pack"),
    }),
  120_000,
);

test(
  "a stack set is gone wherever its end was killed",
  () =>
    endsTheSame({
      pack: "custom",
      regions: HOME,
      isOrganizational: true,
      before: publishing("custom", HOME, ...STACK_SET),
      argv: destroying("custom", HOME),
    }),
  120_000,
);
