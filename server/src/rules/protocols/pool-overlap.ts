import type { Item, Model } from "../../model/model.ts";
import { formatAddressSet, intersect, isEmpty } from "../../values/prefix-set.ts";
import { addressesOf } from "../facts/dhcp.ts";
import { label } from "../facts/label.ts";
import { hasVrfs } from "../facts/routing.ts";
import { isEnabledServer } from "../facts/switched-on.ts";
import { defineRule, type Finding } from "../rule.ts";

/** A pool knows which of its own addresses are taken, and nothing of those of another pool. */
export const poolOverlap = defineRule({
  id: "pool-overlap",
  group: "protocols",
  title: "Two pools that give the same addresses",
  severity: "warning",
  why: "Each pool keeps its own account of what is taken, so two clients get one address.",
  advice: "Part the ranges, or let both servers use one pool.",
  references: ["Manual: IP Pools"],
  presets: ["recommended", "strict"],
  bad: "/ip pool\nadd name=lan ranges=192.168.88.10-192.168.88.254\nadd name=vpn ranges=192.168.88.200-192.168.88.220\n/ip dhcp-server\nadd address-pool=lan disabled=no interface=lan name=lan\n/ppp profile\nadd name=vpn remote-address=vpn\n/interface l2tp-server server\nset default-profile=vpn enabled=yes\n",
  good: "/ip pool\nadd name=lan ranges=192.168.88.10-192.168.88.199\nadd name=vpn ranges=192.168.88.200-192.168.88.220\nadd name=old ranges=192.168.88.100-192.168.88.120\n/ip dhcp-server\nadd address-pool=lan disabled=no interface=lan name=lan\n/ppp profile\nadd name=vpn remote-address=vpn\n/interface l2tp-server server\nset default-profile=vpn enabled=yes\n",
  on: "model",
  check(model) {
    if (hasVrfs(model)) return undefined;
    const used = model.items("/ip/pool").flatMap((pool) => {
      const ranges = pool.isCertain ? addressesOf(pool) : undefined;
      const user = ranges === undefined ? undefined : userOf(model, pool);
      return ranges === undefined || user === undefined ? [] : [{ pool, ranges, user }];
    });
    return used.flatMap((one, at): Finding[] => {
      const other = used
        .slice(0, at)
        .find((each) => each.user !== one.user && !isEmpty(intersect(each.ranges, one.ranges)));
      if (other === undefined) return [];
      const both = formatAddressSet(intersect(other.ranges, one.ranges), 2);
      return [
        {
          at: { item: one.pool, property: "ranges" },
          item: one.pool,
          message: `The pools ${label(other.pool)} and ${label(one.pool)} both give \`${both}\`, and each is in use.`,
          related: [
            { at: { item: other.pool, property: "ranges" }, message: "the other pool" },
            { at: { item: other.user }, message: "this gives from it" },
            { at: { item: one.user }, message: "this gives from the pool here" },
          ],
        },
      ];
    });
  },
});

/** A DHCP server that serves, or a PPP profile that a server or an account uses. */
function userOf(model: Model, pool: Item): Item | undefined {
  const users = model.referencesTo(pool).flatMap(({ item }) => item ?? []);
  return users.find(
    (user) =>
      user.isCertain &&
      ((user.menu === "/ip/dhcp-server" && user.isDisabled === false) ||
        (user.menu === "/ppp/profile" && isInUse(model, user))),
  );
}

function isInUse(model: Model, profile: Item): boolean {
  return model.referencesTo(profile).some(({ item, property }) => {
    if (item === undefined || !/^(default-)?profile$/.test(property)) return false;
    return item.menu === "/ppp/secret" ? item.isDisabled === false : isEnabledServer(item);
  });
}
