import { expect, test } from "@jest/globals";
import { EVERY_OUTCOME, NOTHING, NOT_JUDGED } from "./fixtures/every-outcome.ts";
import { toJUnit } from "./junit.ts";
import { xml } from "./xml.ts";

const text = [...toJUnit(EVERY_OUTCOME)].join("");

test("counts evaluations and errors, in all and by suite", () => {
  expect(text).toContain('<testsuites name="rulewright 0.1.0" tests="7" failures="1" errors="2" skipped="3">');
  expect(text).toContain('<testsuite name="s3-bucket-encrypted" tests="2" failures="1" errors="0" skipped="0"');
  expect(text).toContain('<testsuite name="s3-bucket-logged" tests="4" failures="0" errors="1" skipped="3"');
  expect(text).toContain('<testsuite name="rulewright" tests="1" failures="0" errors="1" skipped="0"');
  expect(text.match(/<testcase /g)).toHaveLength(7);
  expect(text.match(/<failure /g)).toHaveLength(1);
  expect(text.match(/<error /g)).toHaveLength(2);
});

test("says why a case was skipped", () => {
  expect(text).toContain('<skipped message="Exempt until 2027-03-31 (platform): Log bucket itself."/>');
  expect(text).toContain('<skipped message="Undetermined, not known: tags.Owner, relationships"/>');
  expect(text).toContain('<skipped message="Not applicable: It is empty."/>');
});

test("resources that no rule can judge are skipped, beside the errors without a rule", () => {
  const unjudged = [...toJUnit(NOT_JUDGED)].join("");
  expect(unjudged).toContain('<testsuites name="rulewright 0.1.0" tests="9" failures="1" errors="2" skipped="5">');
  expect(unjudged).toContain('<testsuite name="rulewright" tests="3" failures="0" errors="1" skipped="2"');
  expect(unjudged).toContain(
    `    <testcase classname="rulewright" name="AWS::S3::Bucket in templates/bucket.yaml:30 Looped">
      <skipped message="Not judged: Its properties are known at deployment only."/>
    </testcase>
`,
  );
  expect(unjudged.match(/<testcase /g)).toHaveLength(9);
  expect(unjudged.match(/<skipped /g)).toHaveLength(5);
});

test("a failure says severity, controls and place", () => {
  expect(text).toContain(
    "Severity: HIGH\nControls: cis-1.2.0/2.1, cis-1.2.0/2.10\nSource: templates/bucket.yaml:12 Bucket",
  );
});

test("any text is valid XML: what XML cannot hold is left out", () => {
  expect(xml("a\u0000\u0008\uD800b\uFFFE☃\u{1F600}")).toBe("ab☃\u{1F600}");
  expect(xml(`<a b="c">&\n\t`)).toBe("&lt;a b=&quot;c&quot;&gt;&amp;&#10;&#9;");
  // oxlint-disable-next-line no-control-regex
  expect([...toJUnit(NOT_JUDGED)].join("")).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/);
});

test("nothing is an empty set of suites", () => {
  expect([...toJUnit(NOTHING)].join("")).toContain('tests="0" failures="0" errors="0" skipped="0">\n</testsuites>');
});
