import { describe, expect, it } from "vitest";
import { createLanguageService, type TraceRequest } from "../../server/src/service.ts";

const service = createLanguageService({ rules: [] });
const ROUTER = `# 2025-03-14 09:26:53 by RouterOS 7.15.3
/interface bridge
add name=lan
/ip address
add address=192.168.88.1/24 interface=lan network=192.168.88.0
add address=203.0.113.2/24 interface=ether1 network=203.0.113.0
/ip firewall filter
add action=accept chain=input in-interface=lan
add action=drop chain=input
/ip firewall nat
add action=dst-nat chain=dstnat dst-port=443 in-interface=ether1 protocol=tcp to-addresses=192.168.88.5
/ip route
add gateway=203.0.113.1
/system identity
set name=home
`;

function trace(request: TraceRequest) {
  return service.trace(service.analyse([{ path: "a.rsc", text: ROUTER }]), request);
}

describe("trace", () => {
  it("follows a port forward to the host behind it", () => {
    const { steps, verdict, summary } = trace({
      src: "198.51.100.1",
      dst: "203.0.113.2",
      dstPort: 443,
      inInterface: "ether1",
    });
    expect(verdict).toBe("forwarded");
    expect(steps[0]).toMatchObject({ stage: "dst-nat", item: "nat rule 0", at: { line: 10 } });
    expect(summary).toContain("sent on to 192.168.88.5:443");
  });

  it("ends in the router where it is meant", () => {
    expect(trace({ src: "192.168.88.9", dst: "192.168.88.1", dstPort: 22 }).verdict).toBe("delivered");
    expect(
      trace({ src: "198.51.100.1", dst: "203.0.113.2", dstPort: 22, inInterface: "ether1" }),
    ).toMatchObject({
      verdict: "dropped",
      summary: "Dropped: filter rule 1 stops it.",
    });
  });

  it("says of an interface that the files do not speak of it", () => {
    const { assumptions } = trace({ src: "192.168.88.9", dst: "1.1.1.1", inInterface: "vlan77x" });
    expect(assumptions[0]).toBe("`vlan77x` is no interface that the files speak of");
  });

  it("takes protocols by number and refuses what is no address in words", () => {
    expect(trace({ src: "192.168.88.9", dst: "1.1.1.1", protocol: "17" }).packet).toMatch(/^udp /);
    expect(trace({ src: "192.168.88.9", dst: "example.com" }).summary).toBe(
      "Not decided: `example.com` is no address.",
    );
  });
});
