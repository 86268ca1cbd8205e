import { describe, expect, it } from "vitest";
import { createTraffic } from "../../server/src/traffic/create-traffic.ts";
import { modelOf } from "../support/model.ts";
import { DEFCONF, HEAD_V7 } from "./defconf.ts";

function shadows(table: string, rules: string): readonly string[] {
  const text = `${HEAD_V7}/interface list\nadd name=WAN\n/interface list member\nadd interface=ether1 list=WAN\n/ip firewall ${table}\n${rules}\n`;
  return createTraffic(modelOf(text), {}).shadows.map(
    (s) => `${s.item.index} ${s.kind}${"by" in s ? ` by ${s.by.index}` : ""}`,
  );
}

describe("rules that never act", () => {
  it("finds none in the default firewall", () => {
    expect(createTraffic(modelOf(DEFCONF), {}).shadows).toEqual([]);
  });
  it("finds what stands after an unconditional rule, per chain", () => {
    expect(
      shadows(
        "filter",
        "add action=accept chain=input\nadd action=drop chain=input protocol=udp\nadd action=drop chain=forward",
      ),
    ).toEqual(["1 after-unconditional by 0"]);
  });
  it("finds what a wider rule takes first", () => {
    expect(
      shadows(
        "filter",
        `add action=drop chain=input protocol=tcp src-address=10.0.0.0/8
add action=accept chain=input dst-port=22 protocol=tcp src-address=10.1.0.0/16
add action=accept chain=input dst-port=22 protocol=udp src-address=10.1.0.0/16
add action=accept chain=input dst-port=22 protocol=tcp src-address=11.0.0.0/8
add action=drop chain=input in-interface-list=WAN
add action=accept chain=input in-interface=ether1 protocol=icmp
add action=accept chain=input in-interface=ether2 protocol=icmp`,
      ),
    ).toEqual(["1 shadowed by 0", "5 shadowed by 4"]);
  });
  it("leaves disabled, limited and undecided rules alone", () => {
    expect(
      shadows(
        "filter",
        `add action=drop chain=input disabled=yes
add action=accept chain=input limit=5,5:packet protocol=icmp
add action=accept chain=input protocol=icmp
add action=drop chain=input src-address-list=dynamic
add action=accept chain=input src-address=10.0.0.1`,
      ),
    ).toEqual([]);
  });
  it("finds duplicates, whatever their comments", () => {
    expect(
      shadows(
        "nat",
        `add action=masquerade chain=srcnat comment=a out-interface=ether1\nadd action=masquerade chain=srcnat comment=b out-interface=ether1`,
      ),
    ).toEqual(["1 duplicate by 0"]);
  });
  it("sees that marks change between mangle rules", () => {
    const first =
      "add action=mark-routing chain=prerouting connection-mark=a new-routing-mark=A passthrough=no";
    expect(
      shadows(
        "mangle",
        `${first}\nadd action=mark-connection chain=prerouting in-interface=ether2 new-connection-mark=a\n${first}`,
      ),
    ).toEqual([]);
    expect(shadows("mangle", `${first}\n${first}`)).toEqual(["1 duplicate by 0"]);
  });
  it("finds chains that nothing jumps to", () => {
    expect(
      shadows(
        "filter",
        "add action=drop chain=old protocol=tcp\nadd action=accept chain=input protocol=icmp",
      ),
    ).toEqual(["0 unreachable-chain"]);
    expect(
      shadows(
        "filter",
        "add action=jump chain=input jump-target=new\nadd action=accept chain=new protocol=icmp",
      ),
    ).toEqual([]);
  });
});
