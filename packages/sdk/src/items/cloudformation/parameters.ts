import { partitionOf } from "../../core/partition.ts";
import { shown } from "../../core/json.ts";
import { TEMPLATE_ERRORS, templateProblem, type TemplateProblem } from "./errors.ts";
import { isScalarValue } from "./references.ts";
import { Unknown, hasUnknown, isValueList, isValueObject, type Value, type ValueObject } from "./value.ts";

/** Where and with what a template is deployed. */
export interface Deployment {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** Values of template parameters; the others have their defaults. */
  readonly parameters?: { readonly [name: string]: string };
}

/**
 * The values of a template's parameters (given, else the default, else unknown) and of the pseudo parameters. Of an SSM
 * parameter type the template names the parameter only, so its value is unknown.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
 */
export function parameterValues(
  section: Value | undefined,
  { accountId, region, parameters = {} }: Deployment,
): { readonly values: ReadonlyMap<string, Value>; readonly problems: readonly TemplateProblem[] } {
  const values = new Map<string, Value>();
  const problems: TemplateProblem[] = [];
  for (const [name, declared] of Object.entries(isValueObject(section) ? section : {})) {
    const given = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    values.set(name, isValueObject(declared) ? valueOf(declared, given) : new Unknown());
    if (given !== undefined && isValueObject(declared) && !isAllowed(declared, given)) {
      const message = `The parameter ${name} does not allow ${shown(given)}.`;
      problems.push(templateProblem(TEMPLATE_ERRORS.TEMPLATE_PARAMETER_INVALID, message));
    }
  }
  const partition = partitionOf(region);
  values.set("AWS::AccountId", accountId);
  values.set("AWS::Region", region);
  values.set("AWS::Partition", partition);
  values.set("AWS::URLSuffix", partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com");
  for (const name of ["AWS::StackName", "AWS::StackId", "AWS::NotificationARNs"]) values.set(name, new Unknown());
  return { values, problems };
}

function valueOf(declared: ValueObject, given: string | undefined): Value {
  const type = typeof declared["Type"] === "string" ? declared["Type"] : "";
  const value = given ?? declared["Default"];
  if (value === undefined || type.startsWith("AWS::SSM::Parameter::Value") || hasUnknown(value)) return new Unknown();
  if (typeof value === "object") return new Unknown(); // a default is a scalar
  const text = String(value);
  return type === "CommaDelimitedList" || type.startsWith("List<") ? text.split(",").map((item) => item.trim()) : text;
}

function isAllowed({ AllowedValues: allowed }: ValueObject, given: string): boolean {
  return (
    !isValueList(allowed) ||
    hasUnknown(allowed) ||
    allowed.some((value) => isScalarValue(value) && String(value) === given)
  );
}
