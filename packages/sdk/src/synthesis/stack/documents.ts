import type { NamedResource, StackContext } from "./context.ts";
import { tagList } from "./values.ts";

/**
 * The pack's own runbooks. Names are made by CloudFormation and a changed runbook is another document, so that a running
 * execution keeps the one it began with and the pack always names version 1.
 */
export function runbookDocuments({ runbooks, deployment }: StackContext): NamedResource[] {
  return runbooks.map(({ logicalId, content }) => [
    logicalId,
    {
      Type: "AWS::SSM::Document",
      Properties: {
        DocumentType: "Automation",
        DocumentFormat: "YAML",
        UpdateMethod: "Replace",
        Content: content,
        ...tagList(deployment.tags),
      },
    },
  ]);
}
