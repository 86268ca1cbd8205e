/** Names under which RouterOS keeps a secret, in whichever menu (manual: List of menus with sensitive parameters). */
const ALWAYS =
  /^(?:[\w.-]*[.-])?(?:password|passphrase|secret|pre-?shared-key|private-key|key-string)$|^(?:secrets|static-key-\d|management-protection-key|auth-key|authentication-key|enc-key|encryption-key|tcp-md5-key|key-val|cak|sim-pin)$/;

/** Names that are a secret in these menus only. */
const IN_MENU: Readonly<Record<string, readonly string[]>> = {
  "/certificate": ["pin"],
  "/interface/lte": ["pin"],
  "/interface/ppp-client": ["pin"],
  "/lcd/pin": ["pin-number"],
  "/zerotier": ["identity"],
};

/** Whether the property holds a secret; `menu` as in `/interface/lte`. */
export function isSecretName(menu: string, name: string): boolean {
  return ALWAYS.test(name) || (IN_MENU[menu]?.includes(name) ?? false);
}

/**
 * Names whose values are not shown: the secrets, what is one in some menu, their shortened forms, and what people
 * call them in scripts and files. Too many rather than too few, since text is shown that nothing has understood.
 */
export const HIDDEN_NAME = [
  String.raw`[\w.-]*(?:password|passwd|passphrase|secrets?|token)`,
  String.raw`[\w.-]*(?:private|shared|auth|authentication|enc|encryption|md5|protection|static|tls|user|api)-key(?:-\d)?`,
  String.raw`(?:[\w-]*[.])?(?:key-val|key-string|cak|sim-pin|pin-number|pin|key|psk)`,
  String.raw`(?:pass|passw|passwo|passwor|passp\w*|secr|secre|priva[\w-]*|pres[\w-]*|presh[\w-]*|contents)`,
].join("|");

const HIDDEN = new RegExp(`^(?:${HIDDEN_NAME})$`, "i");

/** Whether a value of this name is masked wherever it is shown; `.name` and `group.name` alike. */
export function isHiddenName(name: string): boolean {
  return HIDDEN.test(name);
}

/** Variables that people call after a secret: `password`, `smtpPass`, `telegram-token`, `wifi-pw`. */
const VARIABLE = /(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api-?key|psk|private-?key|(?:^|[-_])pw)$/i;

/** Whether a variable or an environment entry of this name holds a secret; `showPassword` and its like do not. */
export function isSecretVariable(name: string): boolean {
  return VARIABLE.test(name) && !/^(?:by|is|has|no|show|need)/i.test(name);
}

/** `scheme://user:password@host`; the groups are user and password. */
export const LOGIN_IN_URL = /:\/\/([^\s/:@"]+):([^\s/@"]+)@/;

/** `scheme://host/update?token=…`; the groups are the name and what stands for it. */
export const SECRET_IN_QUERY = /:\/\/[^\s"]*[?&](pass(?:word|wd)?|pwd|token|api_?key|secret)=([^\s"&#]{6,})/i;

/** The token of a Telegram bot, alone or in the API's address; the group is its secret half. */
export const BOT_TOKEN = /(?:^|[^\d])\d{8,10}:([A-Za-z0-9_-]{35})(?![\w-])/;

/** What people call a secret when they note one, in the languages of exports that were seen. */
const NOTED =
  "pass(?:word|wd|phrase|code)?|pwd|pw|psk|pre-?shared[- ]key|secret|api[- ]?key|token|passwort|kennwort|heslo|has[lł]o|senha|contrase[nñ]a|parola|пароль";

const AFTER_SIGN = new RegExp(
  String.raw`(?<![\w-])(?:${NOTED})\\?"?[ \t]*[:=][ \t]*\\?"?([^\s"';,]{6,})`,
  "dgi",
);
/** Without a sign between, only what is no word: `password kR7tulpe99`, not `password changed`. */
const AFTER_BLANK = new RegExp(String.raw`(?<![\w-])(?:${NOTED})[ \t]+([^\s"';,:=]{6,})`, "dgi");
const LIKE_A_PASSWORD = /^(?=.*\d)(?=.*\p{Ll})(?:(?=.*\p{Lu})|(?=.*[^\p{L}\d_.:/-])).*$/u;
/** Names of what passwords are for, which hold digits too. */
const LIKE_A_NAME = /^(?:wpa|l2tp|ike|sha|aes|md5|vlan|ether|wlan|wifi|office365)/i;

const NO_VALUE = new RegExp(`^(?:<[A-Z0-9-]+>|(?:${HIDDEN_NAME})=)`);

/** `password: …` and `PSK = …` as people note them in comments: where the secrets stand, in text order. */
export function notedSecrets(text: string): readonly { readonly start: number; readonly end: number }[] {
  const afterSign = [...text.matchAll(AFTER_SIGN)];
  const afterBlank = [...text.matchAll(AFTER_BLANK)].filter(
    ([, word = ""]) => LIKE_A_PASSWORD.test(word) && !LIKE_A_NAME.test(word),
  );
  return (
    [...afterSign, ...afterBlank]
      .flatMap(({ indices }) => (indices?.[1] === undefined ? [] : [indices[1]]))
      .map(([start, end]) => ({ start, end }))
      // `<PASSWORD>` asks for one, and behind `password=` stands what is judged by itself.
      .filter(({ start, end }) => !NO_VALUE.test(text.slice(start, end)))
      .sort((a, b) => a.start - b.start)
  );
}
