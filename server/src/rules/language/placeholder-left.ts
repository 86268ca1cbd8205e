import { findPlaceholders } from "../../edit/placeholders.ts";
import { constantText, rangeOf, type Value } from "../../syntax/tree.ts";
import type { Range } from "../../text/range.ts";
import { isSecretName } from "../../values/secret-name.ts";
import { knownCommand, propertyArguments } from "../facts/known-command.ts";
import { asksForSecret } from "../facts/secret-strength.ts";
import { REDACTED } from "../facts/written-secrets.ts";
import { defineRule, type Finding } from "../rule.ts";

/** The router takes `<OSPF-KEY>` for the key itself: it knows no placeholders. */
export const placeholderLeft = defineRule({
  id: "placeholder-left",
  group: "language",
  title: "Placeholder that is not filled in",
  severity: "warning",
  why: "The router takes a placeholder for the value itself, or refuses the line: a name that nobody has, a key that fits no peer, a password that everybody can read here.",
  advice: "Write the value in its place before the file is imported.",
  references: ["Manual: Configuration Management"],
  cwe: [1188],
  presets: ["recommended", "strict", "vpn"],
  bad: '/interface wireguard peers\nadd allowed-address=10.9.0.0/24 interface=wg1 public-key="<PEER-PUBLIC-KEY>"\n',
  good: '/interface wireguard peers\nadd allowed-address=10.9.0.0/24 comment="<AUTO:OFFICE>" interface=wg1 preshared-key="<REDACTED>" public-key=$key\n',
  on: "command",
  check(command, { model }) {
    // Few files have any, and all commands of all files are asked.
    if (!MAY_HOLD_ONE.test(command.node.chunk.text)) return undefined;
    const known = knownCommand(command, model);
    if (known === undefined || !["add", "set"].includes(known.command)) return undefined;
    return propertyArguments(command).flatMap(({ name = "", node }): Finding[] => {
      const { value } = node;
      const text = value === undefined ? undefined : constantText(value);
      if (value === undefined || text === undefined) return [];
      const isSecret = isSecretName(known.menu, name);
      // Who hides the secrets of an export to show it does just this.
      const severity =
        isSecret && (text.includes("<") || model.source.kind !== "script") ? "info" : "warning";
      if (isSecret && asksForSecret(text)) {
        const message = `\`${name}\` asks for a secret to be put here, and the router takes these words for it: fill it in before the file is imported.`;
        return [{ at: { file: command.file, range: rangeOf(value) }, severity, message }];
      }
      const placeholder = FREE_TEXT.has(name) ? undefined : standIn(text);
      if (placeholder === undefined) return [];
      return [
        {
          at: { file: command.file, range: rangeWithin(value, placeholder) },
          severity,
          message: `\`${name}\` still holds the placeholder \`${placeholder}\`: fill it in before the file is imported.`,
        },
      ];
    });
  },
});

/** `<PSK>`, or a value that begins as CHANGE_ME does. */
const MAY_HOLD_ONE = /<|=[\s\\"]*(?:change|replace|insert|enter|paste|put|your)/i;

/** Properties that may say anything, and scripts. */
const FREE_TEXT: ReadonlySet<string> = new Set(["comment", "note", "source", "on-event", "banner"]);

/** Where the placeholder stands in a value, the whole of which may be cut by a line end. */
function rangeWithin(value: Value, placeholder: string): Range {
  const range = rangeOf(value);
  const at = value.chunk.text.slice(value.from, value.to).indexOf(placeholder);
  return at < 0 ? range : { start: range.start + at, end: range.start + at + placeholder.length };
}

/** The placeholder that a value is, or has among its parts: `<PEER-NETWORK>,10.0.0.0/8`. */
function standIn(text: string): string | undefined {
  const found = text
    .split(/[,/:%@]/)
    .flatMap((part) => findPlaceholders(part).filter((one) => one.text === part && one.text !== REDACTED));
  return found[0]?.text;
}
