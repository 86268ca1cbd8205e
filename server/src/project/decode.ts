/** The encodings that RouterOS files are found in. */
export type Encoding = "utf-8" | "utf-8-bom" | "utf-16le" | "utf-16be" | "windows-1252";

export type Decoded =
  | { readonly text: string; readonly encoding: Encoding }
  /** Not text; `offset` is the byte that shows it. */
  | { readonly text: undefined; readonly reason: "binary"; readonly offset: number };

/**
 * Bytes to text and back without loss, line ends untouched. UTF-8 unless a byte order mark says otherwise; what
 * is no valid UTF-8 is read as Windows-1252, in which every byte is a character (the five unassigned ones as
 * C1 controls, as browsers do).
 */
export function decode(bytes: Uint8Array): Decoded {
  if (startsWith(bytes, [0xff, 0xfe])) return decodeUtf16(bytes, "utf-16le");
  if (startsWith(bytes, [0xfe, 0xff])) return decodeUtf16(bytes, "utf-16be");
  const offset = binaryAt(bytes);
  if (offset !== undefined) return { text: undefined, reason: "binary", offset };
  if (startsWith(bytes, BOM)) {
    const text = utf8(bytes.subarray(BOM.length));
    if (text !== undefined) return { text, encoding: "utf-8-bom" };
  }
  const text = utf8(bytes);
  if (text !== undefined) return { text, encoding: "utf-8" };
  return { text: latin(bytes), encoding: "windows-1252" };
}

/** Characters that the encoding lacks are written as UTF-8 would need them, so the whole text becomes UTF-8. */
export function encode(text: string, encoding: Encoding): Uint8Array {
  switch (encoding) {
    case "utf-8":
      return Buffer.from(text, "utf8");
    case "utf-8-bom":
      return Buffer.concat([Buffer.from(BOM), Buffer.from(text, "utf8")]);
    case "utf-16le":
      return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
    case "utf-16be":
      return Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, "utf16le").swap16()]);
    case "windows-1252":
      return fromLatin(text) ?? Buffer.from(text, "utf8");
    default:
      return encoding satisfies never;
  }
}

const BOM = [0xef, 0xbb, 0xbf];

function startsWith(bytes: Uint8Array, head: readonly number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte);
}

/** NUL never stands in text; a `.backup` file shows one or a control byte within its head. */
function binaryAt(bytes: Uint8Array): number | undefined {
  const nul = bytes.indexOf(0);
  return nul < 0 ? undefined : nul;
}

function decodeUtf16(bytes: Uint8Array, encoding: "utf-16le" | "utf-16be"): Decoded {
  if (bytes.length % 2 !== 0) return { text: undefined, reason: "binary", offset: bytes.length - 1 };
  const body = Buffer.from(bytes.subarray(2));
  const text = (encoding === "utf-16be" ? body.swap16() : body).toString("utf16le");
  const nul = text.indexOf("\0");
  return nul < 0 ? { text, encoding } : { text: undefined, reason: "binary", offset: 2 + nul * 2 };
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** 0x80–0x9f of Windows-1252; holes stay what they are. */
const HIGH = [
  ..."\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f",
  ..."\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178",
];

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("latin1")
    .replace(/[\u0080-\u009f]/g, (character) => HIGH[character.charCodeAt(0) - 0x80] ?? character);
}

function fromLatin(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const high = HIGH.indexOf(text[i] ?? "");
    const code = high < 0 ? text.charCodeAt(i) : 0x80 + high;
    if (code > 0xff) return undefined;
    bytes[i] = code;
  }
  return bytes;
}
