import type { SitePolicy } from "../../model/site-policy.ts";

/**
 * Whether a value only stands for a secret: `<PSK>`, `$psk`, `xxxxxxxx`, `*****`, "your-key", YourKey,
 * `YourKEYsecret==`, WIFI_PASSWORD, `/USRPWD/`. A value of only x and zeros, or of one y or z again and again, may be a mask as well as a poor password; it is taken for a mask.
 */
export function isPlaceholder(text: string): boolean {
  const bare = text.replace(/[^\p{L}\p{N}]/gu, "");
  return (
    /^(?:[xX0]*|([yYzZ])\1{2,})$/.test(bare) ||
    // What a template's own program puts a value in place of.
    /^([/@%]|__)[A-Z][A-Z0-9_-]*\1$/.test(text) ||
    /<[^<>]+>|^\[.*\]$|^\{.*\}$|^\$[\w-]+\$?$|\$[{(]/.test(text) ||
    /redacted|removed|hidden|masked|placeholder|^(your|my|insert|enter|paste|put|change|replace)[-_ ]|^\.+$/i.test(
      text,
    ) ||
    // The `==` is of the form that a real key has.
    /^[Yy]our(?:[A-Z][a-z]*)*(?:Pass(?:word|phrase)|Secret|Key|Psk|PSK|Token|[A-Z]{2}(?:pass(?:word|phrase)|secret|key|token))(?:Here)?=*$/.test(
      text,
    ) ||
    /^(?=(?:.*_)?(?:PASS(?:WORD|PHRASE)?|SECRET|KEY|PSK|TOKEN)(?:_|$))_*[A-Z0-9]+(?:_[A-Z0-9]+)+_*$/.test(
      text,
    )
  );
}

/**
 * Whether whoever imports the file is asked to put a secret in its place: CHANGE_ME, your-password, PASTE_KEY_HERE. It
 * is then no mask of a secret that was there. Words only, so that no secret passes for one.
 */
export function asksForSecret(text: string): boolean {
  const words = text.replace(/^<|>$/g, "").split(/[-_ ]|(?<=[a-z])(?=[A-Z])/);
  const [first = "", ...rest] = words.map((word) => word.toLowerCase());
  return (
    isPlaceholder(text) &&
    words.every((word) => /^[A-Za-z]+$/.test(word)) &&
    ASKING.has(first) &&
    rest.some((word) => ASKED.has(word))
  );
}

const ASKING: ReadonlySet<string> = new Set("change replace insert enter paste put your".split(" "));
const ASKED: ReadonlySet<string> = new Set(
  "me this it here password passwd pass passphrase passcode pw pwd secret key psk token".split(" "),
);

interface StrengthWish {
  /** Fewest characters (bytes of a `0x…` key). */
  readonly minimum: number;
  /** Names that the secret must not be: user, peer, router. */
  readonly names?: readonly (string | undefined)[];
  /** Of the site: no part of a secret that counts. */
  readonly ownNames?: readonly string[] | undefined;
}

/** What the site's policy wants of a secret, else the given length. */
export function wishOf(
  policy: SitePolicy,
  otherwise: number,
  names: readonly (string | undefined)[],
): StrengthWish {
  return { minimum: policy.minimumSecretLength ?? otherwise, names, ownNames: policy.ownNames };
}

/** Why a secret would be guessed, as words behind "is …"; never holds the secret. Undefined when nothing is wrong with it. */
export function weaknessOf(
  secret: string,
  { minimum, names = [], ownNames = [] }: StrengthWish,
): string | undefined {
  if (secret === "" || isPlaceholder(secret)) return undefined;
  const lower = secret.toLowerCase();
  if (names.some((name) => name !== undefined && name.length > 0 && name.toLowerCase() === lower))
    return "the same as a name that goes with it";
  if (isMadeOf(lower, ownNames)) return "made of the site's own names";
  if (isCommon(lower)) return "easy to guess";
  if (/^(.{1,4}?)\1+.?$/.test(lower)) return "a repeated pattern";
  const length = lengthOf(secret);
  if (length < minimum) return `shorter than ${minimum} characters`;
  if (new Set(lower).size < 5) return "made of a few characters only";
  return undefined;
}

/** Names, digits and signs, and hardly a letter besides: "Acme-Berlin-2024!". */
function isMadeOf(lower: string, ownNames: readonly string[]): boolean {
  const known = ownNames.map((name) => name.toLowerCase()).filter((name) => name.length > 2);
  if (!known.some((name) => lower.includes(name))) return false;
  const rest = known
    .sort((a, b) => b.length - a.length)
    .reduce((text, name) => text.replaceAll(name, ""), lower);
  return rest.replace(/[^\p{L}]/gu, "").length < 3;
}

/** A `0x` key counts in bytes (Manual: IPsec, identities). */
function lengthOf(secret: string): number {
  return /^0x([0-9a-f]{2})+$/i.test(secret) ? (secret.length - 2) / 2 : [...secret].length;
}

/** The word in front of digits, a year or signs at the end: "Winter2024!" is "winter". */
function isCommon(lower: string): boolean {
  const plain = lower
    .replaceAll("@", "a")
    .replaceAll("$", "s")
    .replace(/[\d\W_]+$/, "");
  return COMMON.has(lower) || (plain.length > 2 && COMMON.has(plain)) || COMMON.has(lower.replace(/\W/g, ""));
}

/** Words, keyboard walks and vendor defaults that every guessing list begins with. */
const COMMON: ReadonlySet<string> = new Set(
  (
    "password passwd passw0rd pass pwd secret admin administrator root user guest test testing demo default login " +
    "welcome letmein changeme qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx 1q2w3e4r 1q2w3e4r5t 1qaz2wsx " +
    "123 1234 12345 123456 1234567 12345678 123456789 1234567890 0123456789 987654321 87654321 654321 4321 321 112233 " +
    "abc abc123 abcd abcd1234 iloveyou monkey dragon master football sunshine princess superman winter spring summer " +
    "autumn mikrotik routeros router cisco vpn vpnsecret vpnpassword l2tp ipsec pptp psk key wireguard radius " +
    "company office internet network wifi monday"
  ).split(" "),
);
