import type { BoundCommand, Item, Model } from "../../model/model.ts";
import { didYouMean } from "../facts/did-you-mean.ts";
import { wholeExport } from "../facts/example.ts";
import { mayHoldMore } from "../facts/filled-elsewhere.ts";
import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

const BINDINGS: Readonly<Record<string, string>> = {
  "/interface/l2tp-server": "l2tp",
  "/interface/ovpn-server": "ovpn",
  "/interface/pptp-server": "pptp",
  "/interface/sstp-server": "sstp",
};
const SECRETS = "/ppp/secret";

/** Manual: L2TP, OpenVPN, PPTP, SSTP – a static binding is for one user, who is in `/ppp secret` or comes by RADIUS. */
export const serverBindingNoUser = defineRule({
  id: "server-binding-no-user",
  group: "vpn",
  title: "Server binding for a user that is not there",
  severity: "warning",
  why: "Nobody can log in under the name that the binding waits for, so its interface never comes up, and the rules and routes that name it never act.",
  advice: "Correct the user's name, or remove the binding.",
  references: ["Manual: L2TP", "Manual: PPP AAA"],
  presets: ["recommended", "strict", "vpn"],
  bad: wholeExport(
    "7.16.2",
    "/interface l2tp-server",
    "add name=l2tp-boss user=bos",
    "/ppp secret",
    "add name=boss service=l2tp",
  ),
  good: wholeExport(
    "7.16.2",
    "/interface l2tp-server",
    "add name=l2tp-boss user=boss",
    "/ppp secret",
    "add name=boss service=l2tp",
  ),
  fixes: { "did-you-mean": "suggestion" },
  on: Object.keys(BINDINGS),
  check(item, { model }) {
    const user = item.property("user")?.text;
    const service = BINDINGS[item.menu];
    if (item.origin !== "add" || item.isDisabled !== false || user === undefined || user === "")
      return undefined;
    if (service === undefined || !model.absenceMeansDefault(SECRETS) || mayLogInOtherwise(model))
      return undefined;
    const accounts = model.items(SECRETS);
    if (accounts.some((account) => account.name === undefined || !account.isCertain)) return undefined;
    const named = accounts.filter(({ name }) => name === user);
    if (named.some((account) => isFor(account, service))) return undefined;
    const fitting = accounts.filter((account) => account.isDisabled === false && isFor(account, service));
    const guess = didYouMean(user, freeNames(model, fitting));
    const why =
      named.length === 0
        ? `\`/ppp secret\` holds no \`${user}\``
        : `\`${user}\` may not come by ${service.toUpperCase()}`;
    return {
      at: { item, property: "user" },
      item,
      message: `Binding ${label(item)} waits for the user \`${user}\`, but ${why}${guess === undefined ? "." : `; did you mean \`${guess}\`?`}`,
      fixes:
        guess === undefined
          ? []
          : [
              {
                id: "did-you-mean",
                title: `Write ${guess}`,
                changes: [{ kind: "set", item, properties: { user: guess } }],
              },
            ],
    };
  },
});

function isFor(account: Item, service: string): boolean {
  const allowed = account.text("service");
  return allowed === undefined || allowed === "any" || allowed === service;
}

/** Users that another binding waits for already are not meant here. */
function freeNames(model: Model, accounts: readonly Item[]): string[] {
  const taken = new Set(
    Object.keys(BINDINGS).flatMap((menu) => model.items(menu).map((binding) => binding.text("user"))),
  );
  return accounts.flatMap(({ name }) => (name === undefined || taken.has(name) ? [] : [name]));
}

/** RADIUS knows users that the file does not show, and a script may make some. */
function mayLogInOtherwise(model: Model): boolean {
  return mayHoldMore(model, SECRETS) || model.gather(addsSecrets).length > 0;
}

function addsSecrets({ menu, embeddedIn }: BoundCommand): readonly true[] {
  return menu === SECRETS && embeddedIn !== undefined ? [true] : [];
}
