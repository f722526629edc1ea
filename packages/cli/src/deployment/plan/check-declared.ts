import { CORE_ERRORS, isObject, problem, shown, type JsonObject, type Problem } from "@rulewright/sdk";
import { LIMITS, SYNTHESIS_ERRORS } from "@rulewright/sdk/synthesis";

/** What CloudFormation takes for a parameter, and what it does not: told before it has begun. */
export function declaredProblems(
  declared: JsonObject,
  given: Readonly<Record<string, string>>,
  subjectOf: (parameter: string) => string,
): Problem[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const declaration = declared[name];
    if (value.length > LIMITS.packParameterLength) {
      const message = `${subjectOf(name)} has ${value.length} characters; AWS takes ${LIMITS.packParameterLength}.`;
      return [problem(SYNTHESIS_ERRORS.PARAMETERS_TOO_LONG, name, message)];
    }
    const wanted = isObject(declaration) ? refusal(declaration, value) : undefined;
    if (wanted === undefined) return [];
    return [problem(CORE_ERRORS.PARAMETER_INVALID, name, `${subjectOf(name)}: ${shown(value)} is not ${wanted}.`)];
  });
}

/** What a declaration takes, where the value is not that. */
function refusal(declaration: JsonObject, value: string): string | undefined {
  const { AllowedValues, AllowedPattern, MinLength } = declaration;
  if (Array.isArray(AllowedValues) && !AllowedValues.some((each) => String(each) === value)) {
    return `one of ${AllowedValues.map(String).join(", ")}`;
  }
  if (typeof AllowedPattern === "string" && !new RegExp(`^(?:${AllowedPattern})$`, "u").test(value)) {
    return `a text of the form ${AllowedPattern}`;
  }
  if (Number(MinLength ?? 0) > value.length) return `a text of at least ${String(MinLength)} characters`;
  return undefined;
}
