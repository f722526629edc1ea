import { expect, test } from "@jest/globals";
import { didYouMean } from "./did-you-mean.ts";

test.each<[string, readonly string[], string]>([
  ["shedule", ["schedule", "scope"], "Did you mean schedule?"],
  ["AWS::S3::Buckett", ["AWS::EC2::Instance", "AWS::S3::Bucket"], "Did you mean AWS::S3::Bucket?"],
  ["minimumpasswordlength", ["MinimumPasswordLength", "MaxPasswordAge"], "Did you mean MinimumPasswordLength?"],
  ["schdle", ["schedule", "scope"], "Did you mean schedule?"],
  ["MinimumPassLength", ["MinimumPasswordLength"], "Did you mean MinimumPasswordLength?"],
  ["schd", ["schedule"], ""],
  ["entirely-else", ["schedule", "scope"], ""],
  ["anything", [], ""],
  ["", ["abc"], ""],
])("%j among %j", (word, known, hint) => {
  expect(didYouMean(word, known)).toBe(hint);
  expect(didYouMean(word, new Set(known))).toBe(hint);
});
