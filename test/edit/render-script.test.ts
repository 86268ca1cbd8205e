import { describe, expect, it } from "vitest";
import type { Change } from "../../server/src/edit/change.ts";
import { planScript, renderScript } from "../../server/src/edit/render-script.ts";
import type { Item, Model } from "../../server/src/model/model.ts";
import { modelOf } from "../support/model.ts";

const text = `# 2025-03-02 10:11:12 by RouterOS 7.16.2
/interface pptp-client
add connect-to=198.51.100.20 disabled=no name="office \\"A\\"" user=tg
/interface list member
add interface=ether1 list=WAN
add interface=ether2 list=WAN
/ip firewall mangle
add action=mark-routing chain=prerouting comment=VPN new-routing-mark=VPN src-address=10.0.0.1
add action=mark-routing chain=prerouting comment=VPN new-routing-mark=VPN src-address=10.0.0.2
/ip firewall filter
add action=accept chain=input
add action=accept chain=input
`;

function item(model: Model, menu: string, index: number): Item {
  const found = model.items(menu)[index];
  if (found === undefined) throw new Error(`no item ${index} in ${menu}`);
  return found;
}

function script(plan: (model: Model) => readonly Change[]): string {
  const model = modelOf(text);
  return renderScript(model, plan(model));
}

describe("renderScript", () => {
  it("adds only what is not there", () => {
    expect(
      script(() => [
        { kind: "add", menu: "/interface/wireguard", properties: { name: "wg0", mtu: "1420" } },
        { kind: "add", menu: "/routing/table", properties: { name: "VPN", fib: true } },
      ]),
    ).toBe(`/interface wireguard
:if ([:len [find where name="wg0"]] = 0) do={
    add mtu=1420 name=wg0
}
/routing table
:if ([:len [find where name="VPN"]] = 0) do={
    add fib name=VPN
}
`);
  });

  it("finds items by name, by comment and what else it takes, or by all that marks them", () => {
    expect(
      script((m) => [
        { kind: "remove", item: item(m, "/interface/pptp-client", 0) },
        {
          kind: "set",
          item: item(m, "/ip/firewall/mangle", 1),
          properties: { comment: undefined, passthrough: "no" },
        },
        { kind: "remove", item: item(m, "/interface/list/member", 1) },
      ]),
    ).toBe(`/interface pptp-client
remove [find where name="office \\"A\\""]
/ip firewall mangle
set [find where comment="VPN" src-address=10.0.0.2] !comment passthrough=no
/interface list member
remove [find where list=WAN interface=ether2]
`);
  });

  it("places rules before others, and after one means before the next", () => {
    const properties = { action: "accept", chain: "prerouting", comment: "first" };
    const place = 'place-before=[find where comment="VPN" src-address=10.0.0.2]';
    const before = script((m) => [
      {
        kind: "add",
        menu: "/ip/firewall/mangle",
        properties,
        place: { before: item(m, "/ip/firewall/mangle", 1) },
      },
    ]);
    const after = script((m) => [
      {
        kind: "add",
        menu: "/ip/firewall/mangle",
        properties,
        place: { after: item(m, "/ip/firewall/mangle", 0) },
      },
    ]);
    expect(before).toContain(`    add action=accept chain=prerouting comment=first ${place}\n`);
    expect(after).toBe(before);
  });

  it("sets settings menus as a whole, with comments where asked", () => {
    const model = modelOf(text);
    const change: Change = {
      kind: "set",
      item: model.settings("/ip/dns"),
      properties: { servers: "1.1.1.1" },
    };
    const options = {
      heading: "Stage 1\nno traffic moves",
      comments: new Map([[change, "a resolver"]]),
      eol: "\r\n",
    };
    expect(renderScript(model, [change], options)).toBe(
      "# Stage 1\r\n# no traffic moves\r\n# a resolver\r\n/ip dns\r\nset servers=1.1.1.1\r\n",
    );
  });

  it("refuses what it could not find again", () => {
    const model = modelOf(text);
    const plan = planScript(model, [{ kind: "remove", item: item(model, "/ip/firewall/filter", 0) }]);
    expect(plan.text).toBe("");
    expect(plan.refused).toHaveLength(1);
  });

  it("can be read back without problems", () => {
    const written = script((m) => [
      { kind: "add", menu: "/ppp/secret", properties: { name: 'a "b" $c', password: "<PASSWORD>" } },
      { kind: "remove", item: item(m, "/interface/pptp-client", 0) },
    ]);
    const problems = modelOf(written).files.flatMap(({ tree }) =>
      tree.chunks.flatMap((chunk) => chunk.problems),
    );
    expect(problems).toEqual([]);
  });
});
