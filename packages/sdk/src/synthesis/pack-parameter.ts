/**
 * A parameter that whoever deploys the pack may set. Plain data, so that two copies of the SDK agree on it.
 */
export interface PackParameter<T = unknown> {
  readonly "~packParameter": { readonly name?: string; readonly default?: T; readonly description?: string };
}

/** What a promoted parameter may say of itself. */
export interface PackParameterOptions<T> {
  /** Its name in the pack; by default the rule's logical id and the parameter's name. */
  readonly name?: string;
  /** Without one the deployment must set it, or, for an optional parameter, may leave it empty. */
  readonly default?: T;
  readonly description?: string;
}

/**
 * Makes a rule's parameter one of the pack, to be set at deployment.
 * @example use(rule, { parameters: { MinimumPasswordLength: packParameter({ default: 16 }) } })
 */
export function packParameter<T = never>(options: PackParameterOptions<T> = {}): PackParameter<NoInfer<T>> {
  return { "~packParameter": options };
}

/** Tells a {@link PackParameter} from a value. */
export function isPackParameter(value: unknown): value is PackParameter {
  return typeof value === "object" && value !== null && "~packParameter" in value;
}
