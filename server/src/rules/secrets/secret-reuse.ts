import { describeSecret, placeOf, type WrittenSecret, writtenSecrets } from "../facts/written-secrets.ts";
import { defineRule } from "../rule.ts";

export const secretReuse = defineRule({
  id: "secret-reuse",
  group: "secrets",
  title: "One secret in several places",
  severity: "warning",
  why: "Who learns the secret in one place can use it in all others, and it cannot be changed in one place alone.",
  advice: "Give each place a secret of its own.",
  references: ["Manual: Securing your router"],
  compliance: ["K"],
  cwe: [1391],
  presets: ["strict"],
  saidBy: ["ipsec-psk-reuse"],
  bad: "/ppp secret\nadd name=anna password=k8Zq2Wd9\nadd name=ben password=k8Zq2Wd9\n",
  good: "/ppp secret\nadd name=anna password=k8Zq2Wd9\nadd name=ben password=m4Xt7Rc2\n/interface wireless security-profiles\nadd name=home wpa-pre-shared-key=h7Qw3Lk9p wpa2-pre-shared-key=h7Qw3Lk9p\n",
  on: "model",
  check(model) {
    const groups = new Map<string, WrittenSecret[]>();
    for (const secret of writtenSecrets(model)) {
      const same = groups.get(secret.text);
      if (same === undefined) groups.set(secret.text, [secret]);
      else if (same.every((other) => !belongTogether(other, secret))) same.push(secret);
    }
    return [...groups.values()].flatMap(([first, ...others]) =>
      others.map((secret) => ({
        at: placeOf(secret),
        ...(secret.item && { item: secret.item }),
        message: `The ${describeSecret(secret)} is the same as the ${first === undefined ? "first" : describeSecret(first)}.`,
        related: first === undefined ? [] : [{ at: placeOf(first), message: "the same secret stands here" }],
      })),
    );
  },
});

/**
 * One object's two properties (WPA and WPA2 key), a password that one command takes twice, both radios of one
 * network, and pre-shared keys of IPsec, which `ipsec-psk-reuse` looks after.
 */
function belongTogether(a: WrittenSecret, b: WrittenSecret): boolean {
  if (a.command === b.command) return true;
  if (a.item !== undefined && a.item === b.item) return true;
  if (isIpsec(a) && isIpsec(b)) return true;
  return isWireless(a) && isWireless(b);
}

function isIpsec({ command }: WrittenSecret): boolean {
  return command.menu.startsWith("/ip/ipsec/");
}

function isWireless({ command }: WrittenSecret): boolean {
  return /^\/(?:interface\/wi(?:reless|fi)|caps-man)/.test(command.menu);
}
