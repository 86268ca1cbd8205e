import type { Version } from "../values/version.ts";
import { nearest } from "./nearest.ts";
import {
  checkAddress,
  checkMac,
  checkNumber,
  checkRange,
  checkTime,
  type NumberType,
  type ValueCheck,
} from "./value-check.ts";
import { checkForm } from "./value-form.ts";

export type { ValueCheck } from "./value-check.ts";

/** What a property takes, as far as it can be checked on text alone. Lists and `!` are the property's (PropertyInfo). */
export type ValueType =
  | { readonly kind: "unknown" }
  | { readonly kind: "boolean" }
  /** open: other values are accepted too, the words are only those known. */
  | { readonly kind: "enum"; readonly words: readonly string[]; readonly open: boolean }
  | NumberType
  /** "n" or "n-m", as in port lists. */
  | {
      readonly kind: "range";
      readonly min: bigint | undefined;
      readonly max: bigint | undefined;
      readonly words: readonly string[];
    }
  /** Bounds as the router writes them ("1s", "35w3d13h13m56s"), "" where there is none. */
  | { readonly kind: "time"; readonly min: string; readonly max: string; readonly words: readonly string[] }
  /** address: v4 or v6, with whatever parts (`/mask`, `-end`, `%interface`, `@vrf`) the property has. */
  | { readonly kind: "ip" | "ipv6" | "address" | "ip-range" | "mac"; readonly words: readonly string[] }
  | {
      readonly kind: "string";
      readonly minLength: number;
      readonly maxLength: number | undefined;
      readonly hex: boolean;
      readonly words: readonly string[];
    }
  /** Text of a form of its own. */
  | { readonly kind: "form"; readonly form: string }
  /** RouterOS code. */
  | { readonly kind: "script" };

const OK: ValueCheck = { ok: true };
const UNKNOWN: ValueType = { kind: "unknown" };

/** Words come from live routers of 7.20.8 and later; what an older one takes besides them is not known. */
const WORDS_SINCE = { major: 7, minor: 20 } as const;

/**
 * Whether one value's text (unquoted, one item of a list, without a leading `!`) is certainly wrong for a type.
 * ok means "not certainly wrong". Never throws; the reason never repeats the value.
 */
export function checkValue(type: ValueType, text: string, version: Version | undefined): ValueCheck {
  // Empty unsets; `$`, `[` and `(` are computed when it runs.
  if (text === "" || /[$[({]/.test(text)) return OK;
  switch (type.kind) {
    case "boolean":
      return checkBoolean(text);
    case "enum":
      return type.open ? OK : checkEnum(type.words, text, version);
    case "number":
      // Bounds and words were measured on v7; 6.x differed in places (default-route-distance=0).
      if (version?.major === 6) return OK;
      return type.words.includes(text) ? OK : checkNumber(text, type);
    case "range":
      return type.words.includes(text) ? OK : checkRange(text, type);
    case "time":
      if (version?.major === 6) return OK;
      return type.words.includes(text) ? OK : checkTime(text, type);
    case "ip":
    case "ip-range":
    case "ipv6":
    case "address":
      return checkAddress(text);
    case "mac":
      return type.words.includes(text) ? OK : checkMac(text);
    case "string":
      return checkString(type, text);
    case "form":
      return checkForm(type.form, text);
    case "unknown":
    case "script":
      return OK;
  }
}

function checkBoolean(text: string): ValueCheck {
  // true and false are what an expression gives; both are accepted on the command line.
  if (/^(?:yes|no|true|false)$/.test(text)) return OK;
  // The router takes shortened words too.
  if (/^(?:y|ye|n|t|tr|tru|f|fa|fal|fals)$/.test(text)) return OK;
  const guess = /^(?:on|enable|enabled|1|YES|Yes|true)$/i.test(text)
    ? "yes"
    : /^(?:off|disable|disabled|0|NO|No)$/i.test(text)
      ? "no"
      : undefined;
  return { ok: false, reason: "takes yes or no", ...(guess ? { suggestion: guess } : {}) };
}

function checkEnum(words: readonly string[], text: string, version: Version | undefined): ValueCheck {
  const value = text.startsWith("!") ? text.slice(1) : text;
  if (words.includes(value) || words.some((word) => value.length > 0 && word.startsWith(value))) return OK;
  // A number may name a word (protocol=6), and "a:1" or "a,b" is more than a word.
  if (/^(?:0x)?\d+(?:-\d+)?$/.test(value) || /[:,=/\s"']/.test(value)) return OK;
  const suggestion = nearest(value, words);
  const measured =
    version !== undefined && version.major === WORDS_SINCE.major && version.minor >= WORDS_SINCE.minor;
  if (!measured && (suggestion === undefined || version?.major === 6 || /\d/.test(value))) return OK;
  return { ok: false, reason: `takes ${listWords(words)}`, ...(suggestion ? { suggestion } : {}) };
}

function listWords(words: readonly string[]): string {
  return words.length <= 12
    ? words.join(", ")
    : `${words.slice(0, 10).join(", ")} and ${words.length - 10} more words`;
}

function checkString(type: ValueType & { kind: "string" }, text: string): ValueCheck {
  if (type.words.includes(text)) return OK;
  if (type.hex && !/^(?:0x)?[\da-f\s:.-]*$/i.test(text))
    return { ok: false, reason: "takes hexadecimal digits" };
  if (type.maxLength !== undefined && !type.hex && text.length > type.maxLength) {
    return { ok: false, reason: `takes at most ${type.maxLength} characters` };
  }
  if (text.length < type.minLength && !type.hex)
    return { ok: false, reason: `takes at least ${type.minLength} characters` };
  return OK;
}

/** Reads a type word of data/types.ts or of an extension; anything else is "unknown". */
export function readType(spec: string): ValueType {
  const match =
    /^(bool|str|hex|script|form|num|range|time|ip|ip6|addr|iprange|mac|enum|open)(?:\{(.*?)\.\.(.*?)\})?([^|]*)(?:\|(.*))?$/.exec(
      spec,
    );
  if (!match) return UNKNOWN;
  const [, kind, min = "", max = "", unit = "", list] = match;
  const words = list === undefined ? [] : list.split("|");
  switch (kind) {
    case "bool":
      return { kind: "boolean" };
    case "script":
      return { kind: "script" };
    case "form":
      return { kind: "form", form: words[0] ?? "" };
    case "enum":
    case "open":
      return { kind: "enum", words, open: kind === "open" };
    case "num":
      return { kind: "number", min: bigint(min), max: bigint(max), unit, words };
    case "range":
      return { kind: "range", min: bigint(min), max: bigint(max), words };
    case "time":
      return { kind: "time", min, max, words };
    case "str":
    case "hex": {
      const maxLength = max === "" ? undefined : Number(max);
      return { kind: "string", minLength: Number(min || 0), maxLength, hex: kind === "hex", words };
    }
    case "mac":
      return { kind: "mac", words };
    default:
      return {
        kind: kind === "ip" ? "ip" : kind === "ip6" ? "ipv6" : kind === "addr" ? "address" : "ip-range",
        words,
      };
  }
}

function bigint(text: string): bigint | undefined {
  return /^-?\d+$/.test(text) ? BigInt(text) : undefined;
}
