/** CloudFormation templates as configuration items. */
export { TEMPLATE_ERRORS, type TemplateProblem } from "./errors.ts";
export { isTemplate, readTemplate, type NotJudged, type ReadTemplate, type TemplateOptions } from "./read-template.ts";
export type { TemplateItem } from "./to-item.ts";
