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

  /** The pool of the L2TP accounts serves IPsec users as well. */
  const SHARED = ROUTER.replace(
    "/ip address\n",
    `/interface l2tp-server
add name=to-barn user=barn
/interface l2tp-client
add connect-to=198.51.100.7 disabled=no name=to-office profile=office user=home
/interface l2tp-server server
set enabled=yes
/ip ipsec mode-config
add address-pool=users name=users
/ip ipsec peer
add name=users passive=yes
/ip pool
add name=users ranges=10.9.0.0/28
/ppp profile
add name=office remote-address=10.9.0.9
/ip ipsec identity
add generate-policy=port-strict mode-config=users peer=users
/ip address
`,
  ).replace(
    "/system identity",
    `/ppp secret
add local-address=10.9.0.1 name=anna remote-address=10.9.0.2 service=l2tp
add local-address=10.9.0.1 name=barn remote-address=10.9.0.3 service=l2tp
add disabled=yes local-address=10.9.0.1 name=carl remote-address=10.9.0.4 service=l2tp
add local-address=10.9.0.1 name=dora remote-address=10.9.0.5 service=pptp
/system identity`,
  );

  it.each([
    ["a session", "10.9.0.2", "`<l2tp-anna>` (leads to 10.9.0.2)"],
    ["a static interface", "10.9.0.3", "`to-barn` (leads to 10.9.0.3)"],
    ["a client, as its profile says", "10.9.0.9", "`to-office` (leads to 10.9.0.9)"],
    ["the line, as an account that is off", "10.9.0.4", "`ether1` (leads to 10.9.0.4)"],
    ["the line, as an account for a server that is off", "10.9.0.5", "`ether1` (out of IPsec)"],
    ["the line, as anybody of the pool", "10.9.0.7", "`ether1` (leads to 10.9.0.7)"],
  ])("takes %s for the way in of an address", (_, src, words) => {
    const request = { src, dst: "192.168.88.5", dstPort: 80 };
    const { packet } = service.trace(service.analyse([{ path: "a.rsc", text: SHARED }]), request);
    expect(packet).toBe(`tcp from ${src} to 192.168.88.5:80, in by ${words}`);
  });

  it("takes who comes in by a session for nobody of IPsec", () => {
    const text = SHARED.replace(
      "/ip firewall nat",
      "add action=drop chain=forward ipsec-policy=in,ipsec\n/ip firewall nat",
    );
    const verdict = (src: string) =>
      service.trace(service.analyse([{ path: "a.rsc", text }]), { src, dst: "192.168.88.5", dstPort: 80 })
        .verdict;
    expect([verdict("10.9.0.2"), verdict("10.9.0.7")]).toEqual(["forwarded", "dropped"]);
  });
});
