import type {
  ConfigRule,
  EvaluationResult,
  GroupedResourceCount,
  ResourceIdentifier,
} from "@aws-sdk/client-config-service";
import { OrganizationPackStore } from "../conformance/organization-pack-store.ts";
import { PackStore } from "../conformance/pack-store.ts";
import { EndpointError } from "../endpoint-error.ts";
import { Pager } from "../pager.ts";
import { type ApiConfigurationItem, type EventConfigurationItem, itemFromEvent } from "./item-from-event.ts";
import { RecorderState } from "./recorder-state.ts";
import type { Wire } from "../wire-shape.ts";

/** An evaluation as PutEvaluations left it. A resource reported NOT_APPLICABLE is kept here, but no longer listed. */
export interface StoredEvaluation {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly complianceType: string;
  readonly annotation: string | undefined;
  readonly orderingTimestamp: Date;
  readonly resultRecordedTime: Date;
  readonly resultToken: string;
}

/** A registered rule. */
export interface RegisteredRule {
  readonly name: string;
  /** By resource type and id, in the order they were first reported. */
  readonly evaluations: Map<string, StoredEvaluation>;
  invokedTime: Date;
  /** When StartConfigRulesEvaluation was last called for it. */
  startedTime: Date | undefined;
}

/** The key of a resource: ids are unique within a type only. */
export const resourceKey = (resourceType: string, resourceId: string) => `${resourceType}\n${resourceId}`;

/** What AWS Config knows: rules with their results, the history of resources, packs and recorders. */
export class ConfigState {
  /** Resource types PutEvaluations takes beside those the installed client knows, such as your own custom types. */
  readonly additionalResourceTypes = new Set<string>();
  /** Open page sequences, one pager for each listing. */
  readonly pagers = {
    evaluations: new Pager<Wire<EvaluationResult>>(),
    history: new Pager<ApiConfigurationItem>(),
    identifiers: new Pager<Wire<ResourceIdentifier>>(),
    queryResults: new Pager<string>(),
    resourceCounts: new Pager<Wire<GroupedResourceCount>>(),
    rules: new Pager<Wire<ConfigRule>>(),
  };
  readonly packs = new PackStore();
  readonly organizationPacks = new OrganizationPackStore();
  readonly recorders = new RecorderState();
  readonly #rules = new Map<string, RegisteredRule>();
  readonly #ruleNameByToken = new Map<string, string>();
  readonly #histories = new Map<string, Map<string, ApiConfigurationItem[]>>();
  readonly #aggregators = new Map<string, ApiConfigurationItem[]>();

  /**
   * Makes a rule and one of its result tokens known. Called again for the same rule it adds a token, as every
   * invocation of a rule brings one, and keeps the results.
   */
  registerRule(name: string, { resultToken, invokedTime = new Date() }: { resultToken: string; invokedTime?: Date }) {
    const rule = this.#rules.get(name) ?? { name, evaluations: new Map(), invokedTime, startedTime: undefined };
    rule.invokedTime = invokedTime;
    this.#rules.set(name, rule);
    this.#ruleNameByToken.set(resultToken, name);
  }

  /** Forgets a rule and its results. Its tokens stay known, so PutEvaluations finds that the rule is gone. */
  removeRule(name: string): void {
    this.#rules.delete(name);
  }

  /** The names of all rules registered, those of packs among them. */
  ruleNames(): readonly string[] {
    return [...this.#rules.keys()];
  }

  rule(name: string): RegisteredRule | undefined {
    return this.#rules.get(name);
  }

  /** The name of the rule a token was registered for, even if the rule was removed since. */
  ruleNameOf(resultToken: string): string | undefined {
    return this.#ruleNameByToken.get(resultToken);
  }

  /** Everything stored for a rule, NOT_APPLICABLE included; empty for a rule not registered. */
  evaluations(ruleName: string): readonly StoredEvaluation[] {
    return [...(this.#rules.get(ruleName)?.evaluations.values() ?? [])];
  }

  /** Adds a state of a resource, given as an event or a snapshot file has it. */
  addEventItem(item: EventConfigurationItem): void {
    this.addItem(itemFromEvent(item));
  }

  /**
   * Adds a state of a resource, given in the API's spelling. States may come in any order.
   *
   * @throws EndpointError `RW8103` for an item without type, id or capture time.
   */
  addItem(item: ApiConfigurationItem): void {
    const { resourceType, resourceId } = item;
    if (resourceType === undefined || resourceId === undefined || Number.isNaN(captureTime(item))) {
      throw new EndpointError("CAPTURE_TIME_INVALID", "The configuration item lacks type, id or capture time.");
    }
    const ofType = this.#histories.get(resourceType) ?? new Map<string, ApiConfigurationItem[]>();
    this.#histories.set(resourceType, ofType);
    const history = ofType.get(resourceId) ?? [];
    ofType.set(resourceId, history);
    const at = history.findLastIndex((other) => captureTime(other) <= captureTime(item));
    history.splice(at + 1, 0, item);
  }

  /** Makes an aggregator known, with current items of any account and Region, as an event has them. */
  addAggregator(name: string, items: readonly EventConfigurationItem[] = []): void {
    this.#aggregators.set(name, [...(this.#aggregators.get(name) ?? []), ...items.map(itemFromEvent)]);
  }

  /** What an aggregator holds; undefined when there is none of this name. */
  aggregatedItems(name: string): readonly ApiConfigurationItem[] | undefined {
    return this.#aggregators.get(name);
  }

  /** The states of a resource, oldest first; empty when it was never recorded. */
  history(resourceType: string, resourceId: string): readonly ApiConfigurationItem[] {
    return this.#histories.get(resourceType)?.get(resourceId) ?? [];
  }

  /** The newest state of each resource of a type. */
  latestItems(resourceType: string): readonly ApiConfigurationItem[] {
    return [...(this.#histories.get(resourceType)?.values() ?? [])].flatMap((history) => history.slice(-1));
  }
}

/** Capture time in milliseconds; NaN when the item has none. */
export const captureTime = (item: ApiConfigurationItem): number => item.configurationItemCaptureTime?.getTime() ?? NaN;
