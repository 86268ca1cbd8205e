import { type Border, fromFarEnd, live, type Match, matchersFor } from "./border.ts";
import { isSet } from "./is-set.ts";
import { keptRouting } from "./routing-protocols.ts";
import { serverAccepts } from "./server-accepts.ts";

/**
 * Matchers for what this router is set up to take from the internet side unasked, so that a drop does not cut it:
 * servers, tunnels, routing protocols, ICMP. Undefined where one of them cannot be written with certainty.
 */
export function keptOpen(border: Border): readonly Match[] | undefined {
  const parts = [
    [{ protocol: border.family === "ip" ? "icmp" : "icmpv6" }],
    serverAccepts(border.context.model, border.family),
    tunnels(border),
    vxlan(border),
    keptRouting(border),
    radius(border),
  ];
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? distinct(known.flat()) : undefined;
}

/** What the tunnels' own packets are; IPIP is protocol 4, which the firewall calls ipencap, and its "ipip" is another. */
const CARRIERS: Readonly<Record<string, string>> = {
  "/interface/gre": "gre",
  "/interface/eoip": "gre",
  "/interface/ipip": "ipencap",
  "/interface/6to4": "ipv6-encap",
  "/interface/gre6": "gre",
  "/interface/eoipv6": "gre",
};

function tunnels(border: Border): readonly Match[] | undefined {
  // Whether its packets count as protocol 4 or 41 depends on what is in them.
  if (border.family === "ipv6" && live(border, "/interface/ipipv6").length > 0) return undefined;
  const parts = Object.entries(CARRIERS).map(([menu, protocol]) =>
    matchersFor(live(border, menu), (item) => fromFarEnd(border, item.text("remote-address"), { protocol })),
  );
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? known.flat() : undefined;
}

/** The port when none is written differs between versions. */
function vxlan(border: Border): readonly Match[] | undefined {
  return matchersFor(live(border, "/interface/vxlan"), (item) => {
    const port = item.property("port")?.text;
    if (port === undefined || !/^\d+$/.test(port)) return undefined;
    const match = { protocol: "udp", "dst-port": port };
    const ends = live(border, "/interface/vxlan/vteps").filter((end) => end.text("interface") === item.name);
    // With a group, or without far ends of its own, others send to it.
    if (ends.length === 0 || isSet(item, "group")) return [match];
    return matchersFor(ends, (end) => fromFarEnd(border, end.text("remote-ip"), match));
  });
}

/** Servers that may change or end sessions (RFC 5176), and devices that log in by this router's own server. */
function radius(border: Border): readonly Match[] | undefined {
  const { model } = border.context;
  const incoming = model.settings("/radius/incoming");
  const asks = ["/user-manager/router", "/tool/user-manager/router"].flatMap((menu) => live(border, menu));
  const isServed = ["/user-manager", "/tool/user-manager"].some(
    (menu) => model.settings(menu).text("enabled") === "yes",
  );
  const logins = isServed
    ? matchersFor(asks, (item) =>
        fromFarEnd(border, item.text("address") ?? item.text("ip-address"), {
          protocol: "udp",
          "dst-port": "1812,1813",
        }),
      )
    : [];
  if (incoming.text("accept") !== "yes") return logins;
  const port = incoming.property("port")?.text ?? "3799";
  const changes = matchersFor(live(border, "/radius"), (item) =>
    fromFarEnd(border, item.text("address"), { protocol: "udp", "dst-port": port }),
  );
  return changes && logins && /^\d+$/.test(port) ? [...changes, ...logins] : undefined;
}

function distinct(matches: readonly Match[]): readonly Match[] {
  const keys = matches.map((match) => JSON.stringify(match));
  return matches.filter((_, index) => keys.indexOf(keys[index] ?? "") === index);
}
