import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { shown } from "../../core/json.ts";
import { LINT_ERRORS } from "./errors/index.ts";
import { DEEPEST } from "./limits.ts";
import { under, type MapNode, type PackNode, type Place, type ScalarNode } from "./node.ts";
import type { Report } from "./report.ts";

type Yaml = ParsedNode | null | undefined;

/** Makes the function that turns parsed YAML into nodes with places, and reports what CloudFormation does not read. */
export function createConverter(placeOf: (offset: number) => Place, report: Report): (root: ParsedNode) => PackNode {
  const convert = (node: Yaml, place: Place, depth: number): PackNode => {
    if (!node) return nothing(place);
    const own = placeOf(node.range[0]);
    if (isAlias(node)) {
      report(LINT_ERRORS.ALIAS_UNSUPPORTED, { ...own, path: place.path }, `*${node.source} is an alias.`);
      return { ...place, kind: "opaque" };
    }
    if (depth > DEEPEST) {
      report(LINT_ERRORS.TOO_DEEP, { ...own, path: place.path }, `This nests more than ${DEEPEST} levels.`);
      return { ...place, kind: "opaque" };
    }
    if (node.anchor !== undefined) {
      report(LINT_ERRORS.ANCHOR_UNUSABLE, { ...own, path: place.path }, `&${node.anchor} is an anchor.`);
    }
    const name = shortFunction(node, { ...own, path: place.path }, report);
    if (name === undefined) return contentOf(node, place, depth);
    const argument = splitAttribute(name, contentOf(node, under(place, name), depth));
    return { ...place, kind: "map", members: new Map([[name, argument]]) };
  };

  const contentOf = (node: ParsedNode, place: Place, depth: number): PackNode => {
    if (isMap(node)) return mapOf(node, place, depth);
    if (isSeq(node)) return { ...place, kind: "list", items: itemsOf(node, place, depth) };
    if (isScalar(node)) return scalarOf(node, place);
    return { ...place, kind: "opaque" };
  };

  const itemsOf = (node: YAMLSeq, place: Place, depth: number): PackNode[] =>
    node.items.map((item: unknown, index) => {
      const at = under(place, index);
      if (isPair(item) || !isParsed(item)) return { ...at, kind: "opaque" };
      return convert(item, { ...placeOf(item.range[0]), path: at.path }, depth + 1);
    });

  const mapOf = (node: YAMLMap, place: Place, depth: number): MapNode => {
    const members = new Map<string, PackNode>();
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? keyText(key) : undefined;
      const at = isParsed(key) ? placeOf(key.range[0]) : place;
      if (name === undefined) {
        report(LINT_ERRORS.VALUE_KIND, { ...at, path: place.path }, "A key is no plain text.");
        continue;
      }
      const here = { ...at, path: under(place, name).path };
      if (isScalar(key) && typeof key.value === "symbol") {
        report(
          LINT_ERRORS.ALIAS_UNSUPPORTED,
          here,
          "<< merges another mapping.",
          "Write its members out: CloudFormation merges no mappings.",
        );
        continue;
      }
      if (members.has(name))
        report(LINT_ERRORS.KEY_DUPLICATE, here, `The key ${shown(name)} stands here a second time.`);
      members.set(name, convert(isParsed(value) ? value : null, here, depth + 1));
    }
    return { ...place, kind: "map", members };
  };

  return (root) => convert(root, { path: "", line: 1, column: 1 }, 0);
}

function isParsed(node: unknown): node is ParsedNode {
  return (isAlias(node) || isMap(node) || isSeq(node) || isScalar(node)) && Array.isArray(node.range);
}

function nothing(place: Place): ScalarNode {
  return { ...place, kind: "scalar", value: null, text: "" };
}

function keyText({ value, source }: Scalar): string {
  if (typeof value === "string") return value;
  return typeof value === "symbol" ? "<<" : (source ?? String(value));
}

function scalarOf({ value, source }: Scalar, place: Place): ScalarNode {
  if (value === null || value === undefined) return nothing(place);
  if (typeof value === "string") return { ...place, kind: "scalar", value, text: value };
  if (typeof value === "boolean") return { ...place, kind: "scalar", value, text: String(value) };
  const text = source ?? JSON.stringify(value);
  return { ...place, kind: "scalar", value: typeof value === "number" ? value : text, text };
}

/** Tags of YAML itself that CloudFormation reads. */
const PLAIN_TAGS = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;
const SHORT_FUNCTIONS =
  "And Base64 Cidr Equals FindInMap GetAtt GetAZs If ImportValue Join Not Or Select Split Sub Transform".split(" ");

/** The long name of the function that a tag stands for. Other tags are reported and passed over. */
function shortFunction(node: ParsedNode, place: Place, report: Report): string | undefined {
  const { tag } = node;
  if (tag === undefined || tag === "!" || PLAIN_TAGS.test(tag)) return undefined;
  const word = tag.slice(1);
  const name = ["Ref", "Condition"].includes(word) ? word : SHORT_FUNCTIONS.includes(word) ? `Fn::${word}` : undefined;
  if (!tag.startsWith("!") || name === undefined) {
    const shownTag = tag.replace("tag:yaml.org,2002:", "!!");
    report(LINT_ERRORS.TAG_UNSUPPORTED, place, `CloudFormation does not read the tag ${shownTag}.`);
    return undefined;
  }
  report(
    LINT_ERRORS.TAG_SHORT,
    place,
    `${tag} is the short form of ${name}.`,
    `Write ${name}: the long form is the only one that AWS's sample packs use.`,
  );
  return name;
}

/** `!GetAtt Rule.Arn` is `Fn::GetAtt: [Rule, Arn]`. */
function splitAttribute(name: string, argument: PackNode): PackNode {
  if (name !== "Fn::GetAtt" || argument.kind !== "scalar") return argument;
  const { path, line, column } = argument;
  const items = argument.text.split(/\.(.*)/s, 2).map((text, index): ScalarNode => {
    return { ...under({ path, line, column }, index), kind: "scalar", value: text, text };
  });
  return { path, line, column, kind: "list", items };
}
