import type { Item } from "../../model/model.ts";
import { parseIpAddress } from "../../values/ip.ts";
import { inOneSentence, listOf } from "../facts/label.ts";
import { defineRule, type Finding, type RuleContext } from "../rule.ts";

const LAN = ["/ip address", "add address=192.168.88.1/24 interface=bridge network=192.168.88.0", "/ip dns"];
const example = (servers: string) =>
  [...LAN, `set allow-remote-requests=yes servers=${servers}`, ""].join("\n");

/** `servers` are asked by the router's own resolver (manual: DNS). */
export const dnsOwnUpstream = defineRule({
  id: "dns-own-upstream",
  group: "management",
  title: "The router as its own DNS server",
  severity: "warning",
  why: "The resolver passes what it does not know to the servers that are named, so it asks itself: such questions go round until they time out, and names resolve slowly or not at all.",
  advice: "Name other resolvers in servers; the router's own address belongs into the DHCP network only.",
  references: ["Manual: DNS"],
  presets: ["recommended", "strict"],
  bad: example("1.1.1.1,192.168.88.1"),
  good: example("1.1.1.1,192.168.88.2"),
  fixes: { "leave-out": "safe" },
  on: ["/ip/dns"],
  check(item, context) {
    const servers = listOf(item.text("servers"));
    const own = servers.flatMap((text) => {
      const holder = holderOf(text, context);
      return holder === undefined ? [] : [{ text, holder }];
    });
    return own.length === 0 ? undefined : finding(item, servers, own);
  },
});

interface Own {
  readonly text: string;
  readonly holder: { readonly item: Item; readonly interface: string };
}

function finding(item: Item, servers: readonly string[], own: readonly Own[]): Finding {
  const rest = servers.filter((text) => !own.some((one) => one.text === text));
  const words = inOneSentence(own.map(({ text, holder }) => `\`${text}\` on \`${holder.interface}\``));
  return {
    at: { item, property: "servers" },
    item,
    message: `The DNS resolver asks itself: ${words} ${own.length === 1 ? "is an address" : "are addresses"} of this router.`,
    related: own.map(({ holder }) => ({ at: { item: holder.item }, message: "the router's own address" })),
    fixes:
      rest.length === 0
        ? []
        : [
            {
              id: "leave-out",
              title: `Leave ${own.map(({ text }) => text).join(", ")} out`,
              changes: [{ kind: "set", item, properties: { servers: rest.join(",") } }],
            },
          ],
  };
}

/** The address that certainly is this router's; one of VRRP may be with another router now. */
function holderOf(text: string, { traffic }: RuleContext): Own["holder"] | undefined {
  const address = parseIpAddress(text);
  if (address === undefined) return undefined;
  const { network } = traffic;
  return network
    .connected(address.family)
    .find(
      (one) =>
        one.isActive === "yes" &&
        one.own.value === address.value &&
        network.interfaces.kind(one.interface) !== "vrrp",
    );
}
