/** CloudFormation templates as configuration items: apart from the other spellings, since few runs read one. */
export { TEMPLATE_ERRORS, type TemplateProblem } from "./errors.ts";
export { readTemplate, type NotJudged, type ReadTemplate, type TemplateOptions } from "./read-template.ts";
export type { TemplateItem } from "./to-item.ts";
