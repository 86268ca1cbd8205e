import { type OutputUnit, type Schema, Validator } from "@cfworker/json-schema";
import { nearest } from "./nearest.ts";

type JsonSchema = Readonly<Record<string, unknown>>;

/** What the schema promises is what the type says: the one border where data becomes typed. */
export function isValid<T>(value: unknown, schema: JsonSchema): value is T {
  return validator(schema).validate(value).valid;
}

/** One sentence a mistake, with the path of the key: "rules.pptp-clint: there is no such key. Did you mean …". */
export function schemaProblems(value: unknown, schema: JsonSchema): string[] {
  const { errors } = validator(schema).validate(value);
  const worth = errors.filter(({ keyword }) => !WRAPPERS.has(keyword));
  const deepest = worth.filter(
    (error) =>
      !isOtherForm(error, worth) &&
      !worth.some(
        (other) =>
          other.instanceLocation !== error.instanceLocation &&
          other.instanceLocation.startsWith(`${error.instanceLocation}/`) &&
          error.keyword !== "required",
      ),
  );
  return [
    ...new Set((deepest.length > 0 ? deepest : errors).map((error) => problemOf(error, value, schema))),
  ];
}

/** Where one word or a list of words may stand, a misspelt word is not to become a list. */
function isOtherForm({ keyword, instanceLocation }: OutputUnit, errors: readonly OutputUnit[]): boolean {
  return (
    keyword === "type" &&
    errors.some((other) => other.instanceLocation === instanceLocation && other.keyword === "enum")
  );
}

/** These only say that something inside them is wrong. */
const WRAPPERS = new Set(["properties", "items", "anyOf", "additionalProperties"]);

function validator(schema: JsonSchema): Validator {
  return new Validator(asSchema(schema), "7", false);
}

/** Our own schemas; the library's type only names the keywords. */
function asSchema(schema: JsonSchema): Schema {
  return schema;
}

function problemOf(error: OutputUnit, value: unknown, schema: JsonSchema): string {
  const keys = error.instanceLocation.split("/").slice(1).map(unescapePointer);
  const path = keys.join(".") || "(top level)";
  if (error.keyword === "false") return `${path}: there is no such key.${suggestion(keys, schema)}`;
  const found = keys.reduce<unknown>(childOf, value);
  return `${path}: ${sentence(error, found, descriptionOf(schema, keys))}`;
}

function sentence({ keyword, error }: OutputUnit, found: unknown, description: string): string {
  if (keyword === "enum") return oneOf(error, found);
  if (keyword === "pattern")
    return `\`${String(found)}\` has not the form that is needed. ${description}`.trim();
  if (keyword === "type")
    return error.replace(/^Instance type "(.*?)" is invalid\. Expected "(.*?)"\.$/, "must be $2, not $1.");
  if (keyword === "required")
    return error.replace(/^Instance does not have required property "(.*)"\.$/, "needs the key `$1`.");
  return error;
}

/** `Instance does not match any of ["a","b"].` */
function oneOf(error: string, found: unknown): string {
  const words = [...error.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = ""]) => word);
  const close = typeof found === "string" ? nearest(found, words) : undefined;
  return `must be one of ${words.map((word) => `\`${word}\``).join(", ")}.${close === undefined ? "" : ` Did you mean \`${close}\`?`}`;
}

/** What the schema says of the key, or of the list that holds it. */
function descriptionOf(schema: unknown, [head, ...rest]: readonly string[]): string {
  const own = childOf(schema, "description");
  const inner =
    head === undefined
      ? undefined
      : (childOf(childOf(schema, "properties"), head) ?? childOf(schema, "items"));
  const deeper = inner === undefined ? "" : descriptionOf(inner, rest);
  return deeper || (typeof own === "string" ? own : "");
}

function suggestion(keys: readonly string[], schema: JsonSchema): string {
  const key = keys[keys.length - 1] ?? "";
  const close = nearest(key, knownKeys(schema, keys.slice(0, -1)));
  return close === undefined ? "" : ` Did you mean \`${close}\`?`;
}

function knownKeys(schema: unknown, path: readonly string[]): string[] {
  const [head, ...rest] = path;
  const properties = childOf(schema, "properties");
  if (head === undefined)
    return typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
  return knownKeys(childOf(properties, head) ?? childOf(schema, "items"), rest);
}

function childOf(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function unescapePointer(key: string): string {
  return key.replaceAll("~1", "/").replaceAll("~0", "~");
}
