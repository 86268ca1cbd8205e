import { describe, expect, it } from "vitest";
import { cli } from "../support/cli.ts";
import { folderWith } from "../support/folder.ts";

const ROUTER = `# 2025-03-14 09:26:53 by RouterOS 7.15.3
/interface bridge
add name=lan
/interface wireguard
add listen-port=13231 name=wg1
/routing table
add fib name=vpn
/interface wireguard peers
add allowed-address=0.0.0.0/0 endpoint-address=198.51.100.7 endpoint-port=51820 interface=wg1 public-key="k="
/ip address
add address=192.168.88.1/24 interface=lan network=192.168.88.0
/ip dhcp-client
add interface=ether1
/ip firewall address-list
add address=192.168.88.10 list=vpn-hosts
/ip firewall filter
add action=accept chain=input connection-state=established,related
add action=drop chain=input comment="not from outside" in-interface=ether1
add action=drop chain=forward comment=printers src-address=192.168.88.30
/ip firewall mangle
add action=mark-routing chain=prerouting new-routing-mark=vpn src-address-list=vpn-hosts
/ip firewall nat
add action=masquerade chain=srcnat out-interface=ether1
/ip route
add dst-address=0.0.0.0/0 gateway=wg1 routing-table=vpn
/ip service
set winbox address=192.168.88.0/24
/system identity
set name=home
`;

const cwdWith = () => folderWith({ "home.rsc": ROUTER });

describe("trace", () => {
  it("tells each rule with its line, and the way out", async () => {
    const argv = ["trace", "home.rsc", "--src", "192.168.88.10", "--dst", "1.1.1.1", "--dport", "443"];
    const run = await cli(argv, { cwd: cwdWith() });
    expect(run.out).toMatchInlineSnapshot(`
      "tcp from 192.168.88.10 to 1.1.1.1:443, in by \`lan\` (leads to 192.168.88.10)

      1. mangle   mangle rule 0: marks it for routing table \`vpn\`  home.rsc:21
      2. routing  route \`0.0.0.0/0\`: 0.0.0.0/0 out of \`wg1\` in table \`vpn\`
                  home.rsc:25
      3. filter   no rule of \`forward\` stops it
      4. tunnel   WireGuard peer 0: is the peer allowed that destination  home.rsc:9

      Forwarded: leaves by \`wg1\`, routing table \`vpn\`.
      Taken for granted: links and tunnels are up, gateways answer.
      "
    `);
    expect(run.code).toBe(0);
    expect(Math.max(...run.out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("shows the most ordinary way where the port is not told, few of the others, and what would decide", async () => {
    const nat = (port: number, way: string) =>
      `add action=${way} chain=dstnat dst-port=${port} protocol=tcp src-address-list=known-${port}`;
    const rules = [
      "add action=redirect chain=dstnat dst-port=53 protocol=tcp",
      ...[25, 80, 443, 3389, 8080].map((port) => nat(port, `dst-nat to-addresses=192.168.88.${port % 97}`)),
    ];
    const many = `${ROUTER}/ip firewall nat\n${rules.join("\n")}\n/ip firewall address-list\n${[25, 80, 443, 3389, 8080].map((port) => `add address=router-${port}.example.com list=known-${port}`).join("\n")}\n`;
    const cwd = folderWith({ "many.rsc": many });
    const argv = ["trace", "many.rsc", "--src", "192.168.88.50", "--dst", "1.1.1.1"];
    const { out, code } = await cli(argv, { cwd });
    expect(code).toBe(1);
    expect(out).not.toMatch(/^\d+\. dst-nat/m);
    expect(out).toMatch(/the most ordinary first:\n {2}- forwarded: leaves by `ether1`, if not: dst-port=53/);
    expect(out.match(/^ {2}- /gm)).toHaveLength(4);
    expect(out).toMatch(/^ {2}and 3 more/m);
    expect(out).toContain("The port decides most of it: say which one, as `--proto tcp --dport 443`.");
    const told = await cli([...argv, "--dport", "22"], { cwd });
    expect(told.out).not.toContain("Possible ends");
  });

  it("keeps the steps in line where one is of fasttrack", async () => {
    const fast = ROUTER.replace(
      "add action=drop chain=forward",
      "add action=fasttrack-connection chain=forward\nadd action=drop chain=forward",
    );
    const argv = ["trace", "home.rsc", "--src", "192.168.88.20", "--dst", "1.1.1.1"];
    const { out } = await cli(argv, { cwd: folderWith({ "home.rsc": fast }) });
    expect(out).toMatch(/^\d\. fasttrack filter rule/m);
    expect(out).toMatch(/^\d\. routing {3}DHCP client/m);
  });

  it("names the rule that drops", async () => {
    const argv = ["trace", "home.rsc", "--src", "192.168.88.30", "--dst", "1.1.1.1"];
    const { out } = await cli(argv, { cwd: cwdWith() });
    expect(out).toContain("home.rsc:19");
    expect(out).toMatch(/^Dropped: .*"printers" stops it\.$/m);
  });

  it("gives JSON with lines from 1", async () => {
    const argv = [
      "trace",
      "home.rsc",
      "--from-router",
      "--dst",
      "1.1.1.1",
      "--proto",
      "udp",
      "--format",
      "json",
    ];
    const { out, code } = await cli(argv, { cwd: cwdWith() });
    const trace = JSON.parse(out);
    expect(code).toBe(0);
    expect(trace.verdict).toBe("forwarded");
    expect(trace.packet).toBe("udp from the router itself to 1.1.1.1");
    expect(trace.ends[0].outInterface).toBe("ether1");
    expect(trace.steps[0].at).toEqual({ file: "home.rsc", line: 13, column: 1 });
  });

  it("says what is not decided, with code 1", async () => {
    const text = "/ip firewall filter\nadd action=drop chain=forward layer7-protocol=x\n";
    const cwd = folderWith({ "a.rsc": text });
    const { out, code } = await cli(["trace", "a.rsc", "--src", "10.0.0.1", "--dst", "10.0.1.1"], { cwd });
    expect(out).toMatch(/^Not decided:/m);
    expect(code).toBe(1);
  });

  it("tells what each possible end rests on", async () => {
    const text = ROUTER.replace(
      "/ip firewall filter\n",
      "/ip firewall filter\nadd action=drop chain=forward layer7-protocol=x\n",
    );
    const argv = ["trace", "home.rsc", "--src", "192.168.88.9", "--dst", "1.1.1.1"];
    const { out } = await cli(argv, { cwd: folderWith({ "home.rsc": text }) });
    expect(out).toMatch(/- dropped: filter rule 0 stops it, if so: layer7-protocol=x/);
    expect(out.replace(/\s+/g, " ")).toMatch(/- forwarded: leaves by `\w+`, if not: layer7-protocol=x/);
  });

  it("takes routes that agree for one, whether they name the tunnel's far end or not", async () => {
    const text = [
      "/interface gre",
      "add name=branch remote-address=192.0.2.7",
      "/ip address",
      "add address=10.99.0.1/30 interface=branch",
      "/ip route",
      "add dst-address=192.168.40.0/24 gateway=branch",
      "add dst-address=192.168.40.0/24 gateway=10.99.0.2",
      "",
    ].join("\n");
    const cwd = folderWith({ "a.rsc": text });
    const argv = ["trace", "a.rsc", "--from-router", "--dst", "192.168.40.5"];
    const { out } = await cli(argv, { cwd });
    expect(out).toContain("leaves by `branch`");
    expect(out).not.toContain("equal routes");
  });

  it.each([
    [["trace", "home.rsc", "--dst", "1.1.1.1"], /--src ADDRESS/],
    [["trace", "home.rsc", "--src", "1.1.1.1"], /--dst/],
    [["trace", "none.rsc", "--src", "1.1.1.1", "--dst", "1.1.1.1"], /no such file/],
    [["trace", "home.rsc", "--src", "1.1.1.1", "--dst", "1.1.1.1", "--dport", "x"], /port/],
    [["trace", "home.rsc", "--src", "nowhere", "--dst", "1.1.1.1"], /--src nowhere: .* no IP address/],
    [["trace", "home.rsc", "--src", "1.1.1.1", "--dst", "1.1.1"], /--dst 1\.1\.1: .* no IP address/],
    [["trace", "home.rsc", "--from-router", "--dst", "1.1.1.1", "--proto", "tpc"], /no protocol/],
    [["trace", "home.rsc", "--from-router", "--dst", "1.1.1.1", "--in", "wg11"], /did you mean wg1\?/],
    [
      ["trace", "home.rsc", "--from-router", "--dst", "1.1.1.1", "--proto", "icmp", "--dport", "80"],
      /no ports/,
    ],
  ])("refuses %s", async (argv, message) => {
    const run = await cli(argv, { cwd: cwdWith() });
    expect(run.code).toBe(2);
    expect(run.out + run.err).toMatch(message);
  });
});

describe("who-reaches", () => {
  it("says once that a row of several sources is about IPv6", async () => {
    const text = [
      "/interface bridge\nadd name=lan\nadd name=guests",
      "/ip dhcp-client\nadd interface=ether1",
      "/ipv6 address\nadd address=2001:db8:1::1/64 interface=lan\nadd address=2001:db8:2::1/64 interface=guests",
      "/ipv6 firewall filter\nadd action=accept chain=input in-interface=!ether1\nadd action=drop chain=input",
      "",
    ].join("\n");
    const argv = ["who-reaches", "a.rsc", "--port", "22"];
    const { out } = await cli(argv, { cwd: folderWith({ "a.rsc": text }) });
    expect(out).toMatch(/ {2}by IPv6: lan, guests +reaches {2}IPv6 filter rule 0 accepts it/);
  });

  it("tells internet and inside apart", async () => {
    const run = await cli(["who-reaches", "home.rsc", "--port", "8291/tcp"], { cwd: cwdWith() });
    expect(run.out).toMatchInlineSnapshot(`
      "Who reaches 8291/tcp (winbox) of this router

        internet (ether1)  blocked  filter rule 1 "not from outside" stops it
                                    home.rsc:18
        lan                reaches  no rule of \`input\` stops it
        wg1                reaches  no rule of \`input\` stops it, but service \`winbox\`
                                    answers 192.168.88.0/24 only

      Note: internet side: \`ether1\` has a DHCP client that brings the default route.
      "
    `);
  });

  it("tells IPv6 beside IPv4 where the router has it", async () => {
    const sixth = ROUTER.concat(
      "/ipv6 dhcp-client\nadd interface=ether1 pool-name=isp request=prefix\n",
      "/ipv6 address\nadd from-pool=isp interface=lan\n",
    );
    const argv = ["who-reaches", "home.rsc", "--port", "22", "--format", "json"];
    const ask = async (text: string, ...more: string[]) => {
      const { out } = await cli([...argv, ...more], { cwd: folderWith({ "home.rsc": text }) });
      const rows: readonly { from: string; family: string; verdict: string }[] = JSON.parse(out).rows;
      return rows.map(({ from, family, verdict }) => [from, family, verdict]);
    };
    expect(await ask(sixth)).toEqual([
      ["internet (ether1)", "ip", "blocked"],
      ["internet (ether1) by IPv6", "ipv6", "accepted"],
      ["lan", "ip", "accepted"],
      ["lan by IPv6", "ipv6", "accepted"],
      ["wg1", "ip", "accepted"],
    ]);
    const closed = sixth.concat("/ipv6 firewall filter\nadd action=drop chain=input in-interface=ether1\n");
    expect(await ask(closed, "--from", "wan")).toEqual([
      ["internet (ether1)", "ip", "blocked"],
      ["internet (ether1) by IPv6", "ipv6", "blocked"],
    ]);
    const off = sixth.concat("/ipv6 settings\nset disable-ipv6=yes\n");
    expect(await ask(off, "--from", "wan")).toEqual([["internet (ether1)", "ip", "blocked"]]);
  });

  it("asks of no other port, and names lists that fill themselves as exceptions of every row", async () => {
    const text = [
      "/ip address",
      "add address=192.168.88.1/24 interface=lan",
      "add address=192.0.2.2/24 interface=ether1",
      "/ip firewall filter",
      ...["a", "b", "c", "d"].map((list) => `add action=drop chain=input src-address-list=ban-${list}`),
      ...[20, 22, 53].map(
        (port) =>
          `add action=add-src-to-address-list address-list=ban-a address-list-timeout=1d chain=input port=${port} protocol=udp`,
      ),
      ...["b", "c", "d"].map(
        (list) =>
          `add action=add-src-to-address-list address-list=ban-${list} address-list-timeout=1d chain=input dst-port=23 protocol=tcp`,
      ),
      "add action=accept chain=input port=161 protocol=udp",
      "add action=drop chain=input",
      "/ip route",
      "add dst-address=0.0.0.0/0 gateway=192.0.2.1",
      "",
    ].join("\n");
    const argv = ["who-reaches", "a.rsc", "--port", "161/udp"];
    const { out } = await cli(argv, { cwd: folderWith({ "a.rsc": text }) });
    const words = out.replace(/\s+/g, " ");
    const exception = "unless the source is in one of 4 lists (`ban-a`, `ban-b`, `ban-c` …)";
    expect(words).toContain(`internet (ether1) reaches filter rule 10 accepts it, ${exception}`);
    expect(words).toContain(`lan reaches filter rule 10 accepts it, ${exception}`);
    expect(words).not.toMatch(/unknown|port=/);
  });

  it("knows servers that share a port with a service that is off", async () => {
    const sstp = `${ROUTER}/interface sstp-server server\nset enabled=yes\n`;
    const argv = ["who-reaches", "home.rsc", "--port", "443"];
    const { out } = await cli(argv, { cwd: folderWith({ "home.rsc": sstp }) });
    expect(out).toContain("443/tcp (sstp)");
    expect(out).not.toContain("nothing answers");
    const both = `${sstp}/ip service\nset www-ssl disabled=no\n`;
    const { out: shared } = await cli(argv, { cwd: folderWith({ "home.rsc": both }) });
    expect(shared).toContain("443/tcp (www-ssl)");
    expect(shared).toContain("Note: the SSTP server answers on this port.");
  });

  it.each([
    ["198.51.100.0/28", "reaches", "but service `winbox`"],
    ["192.168.88.0/24", "blocked", "service `winbox` does not answer it"],
    ["0.0.0.0/0", "reaches", "no rule of `input`"],
  ])("holds a service that answers %s against the internet", async (address, verdict, reason) => {
    const open = ROUTER.replace("action=drop", "action=drop disabled=yes").replace(
      "set winbox address=192.168.88.0/24",
      `set winbox address=${address}`,
    );
    const argv = ["who-reaches", "home.rsc", "--port", "winbox", "--from", "wan"];
    const { out } = await cli(argv, { cwd: folderWith({ "home.rsc": open }) });
    expect(out.replace(/\s+/g, " ")).toContain(`internet (ether1) ${verdict}`);
    expect(out.replace(/\s+/g, " ")).toContain(reason);
    expect(out).not.toContain("0.0.0.0/0 only");
  });

  it("names the rule that is sure to act, not one whose list cannot be known", async () => {
    const text = [
      "/ip address",
      "add address=192.168.88.1/24 interface=ether2",
      "/ip firewall address-list",
      "add address=support.example.net list=mgmt",
      "/ip firewall filter",
      "add action=accept chain=input src-address-list=mgmt",
      "add action=accept chain=input in-interface=ether2",
      "",
    ].join("\n");
    const argv = ["who-reaches", "a.rsc", "--port", "22", "--from", "ether2"];
    const { out } = await cli(argv, { cwd: folderWith({ "a.rsc": text }) });
    expect(out).toContain("filter rule 1 accepts it");
  });

  it("shows no comment's part that is a password elsewhere", async () => {
    const text = ROUTER.replace("not from outside", "call u2 VerySecret88").concat(
      "/ppp secret\nadd name=u2 password=VerySecret88\n",
    );
    const cwd = folderWith({ "home.rsc": text });
    for (const argv of [
      ["who-reaches", "home.rsc", "--port", "22"],
      [
        "trace",
        "home.rsc",
        "--src",
        "8.8.8.8",
        "--dst",
        "192.168.88.1",
        "--in",
        "ether1",
        "--format",
        "json",
      ],
    ]) {
      const { out } = await cli(argv, { cwd });
      expect(out).toContain("call u2 ***");
      expect(out).not.toContain("VerySecret88");
    }
  });

  it("answers one interface or address", async () => {
    const ask = async (from: string) => {
      const argv = ["who-reaches", "home.rsc", "--port", "22", "--from", from, "--format", "json"];
      const { out } = await cli(argv, { cwd: cwdWith() });
      return JSON.parse(out).rows.map((row: { from: string; verdict: string }) => [row.from, row.verdict]);
    };
    expect(await ask("wan")).toEqual([["internet (ether1)", "blocked"]]);
    expect(await ask("lan")).toEqual([["lan", "accepted"]]);
    expect(await ask("192.168.88.77")).toEqual([["192.168.88.77 (by lan)", "accepted"]]);
  });

  it("lists users of VPN servers, subscribers and peers as sources of their own", async () => {
    const vpn = ROUTER.replace("allowed-address=0.0.0.0/0", "allowed-address=10.7.0.2/32").replace(
      "/ip address\n",
      [
        ...["/ip pool", "add name=vpn ranges=10.9.0.2-10.9.0.9", "/ppp profile"],
        ...["add interface-list=LAN name=vpn remote-address=vpn", "/interface list", "add name=LAN"],
        ...["/interface l2tp-server server", "set default-profile=vpn enabled=yes"],
        ...["/interface pppoe-server server", "add disabled=no interface=lan", "/ppp secret"],
        ...["add name=anna profile=vpn service=l2tp", "/ip address", ""],
      ].join("\n"),
    );
    const strict = vpn.replace("in-interface=ether1", "in-interface-list=!LAN");
    const argv = ["who-reaches", "home.rsc", "--port", "22", "--format", "json"];
    const { out } = await cli(argv, { cwd: folderWith({ "home.rsc": strict }) });
    const rows = JSON.parse(out).rows.map((row: { from: string; verdict: string }) => [
      row.from,
      row.verdict,
    ]);
    expect(rows).toEqual([
      ["internet (ether1)", "blocked"],
      ["lan", "blocked"],
      ["PPPoE subscribers", "unknown"],
      ["L2TP users (10.9.0.2-10.9.0.9)", "accepted"],
      ["peers of `wg1` (10.7.0.2)", "blocked"],
    ]);
  });

  it("knows services by name, and where they listen", async () => {
    const cwd = folderWith({ "home.rsc": ROUTER.replace("set winbox", "set ssh port=2222\nset winbox") });
    const ask = async (port: string) => (await cli(["who-reaches", "home.rsc", "--port", port], { cwd })).out;
    expect(await ask("ssh")).toContain("Who reaches 2222/tcp (ssh)");
    expect(await ask("snmp")).toContain("Who reaches 161/udp (snmp)");
    const snmp = (await ask("snmp")).replace(/\s+/g, " ");
    expect(snmp).toContain(
      "lan, wg1 blocked nothing answers, since the SNMP agent is disabled; the firewall: no",
    );
    expect(snmp).not.toContain("reaches no rule");
    expect(await ask("ipsec")).toContain("Who reaches 500/udp (ipsec)");
    expect(await ask("443/tcp")).toContain("Who reaches 443/tcp (www-ssl)");
    expect(await ask("22/tcp")).toContain("service `ssh` listens on port 2222 here, not on 22");
  });

  it("says of every source that nothing answers where the server is off", async () => {
    const helper = `${ROUTER}/ip firewall service-port\nset pptp disabled=yes\n`;
    const argv = ["who-reaches", "home.rsc", "--port", "pptp", "--format", "json"];
    const { rows, notes } = JSON.parse((await cli(argv, { cwd: folderWith({ "home.rsc": helper }) })).out);
    expect(new Set(rows.map((row: { verdict: string }) => row.verdict))).toEqual(new Set(["blocked"]));
    expect(notes.join()).not.toContain("nothing answers");
    const on = helper.replace(
      "/ip firewall service-port",
      "/interface pptp-server server\nset enabled=yes\n$&",
    );
    const { rows: open } = JSON.parse((await cli(argv, { cwd: folderWith({ "home.rsc": on }) })).out);
    expect(open.map((row: { verdict: string }) => row.verdict)).toContain("accepted");
  });

  it("knows where VPN servers listen that were moved", async () => {
    const servers = [
      ...["/interface sstp-server server", "set enabled=yes port=4443"],
      ...["/interface ovpn-server server", "add disabled=no name=a port=1195 protocol=udp", ""],
    ];
    const home = ROUTER.replace("/ip address\n", `${servers.join("\n")}/ip address\n`);
    const cwd = folderWith({ "home.rsc": home.replace(/RouterOS [\d.]+/, "RouterOS 7.17.2") });
    const ask = async (port: string) => (await cli(["who-reaches", "home.rsc", "--port", port], { cwd })).out;
    expect(await ask("sstp")).toContain("Who reaches 4443/tcp (sstp)");
    expect(await ask("ovpn")).toContain("Who reaches 1195/udp (ovpn)");
  });

  it.each([
    [["--port", "8291/tcp", "--from", "nowhere"], /no interface of this file/],
    [["--port", "a/b/c"], /is no port/],
    [["--port", "70000/tcp"], /is no port/],
    [["--port", "winbx"], /did you mean winbox\?/],
    [["--port", "mail"], /no protocol or service "mail" \(services: api, api-ssl, .*snmp, .*www-ssl\)/],
    [["--port", "53/mail"], /no protocol or service "mail"\n$/],
  ])("refuses %s", async (argv, message) => {
    const run = await cli(["who-reaches", "home.rsc", ...argv], { cwd: cwdWith() });
    expect(run.code).toBe(2);
    expect(run.err).toMatch(message);
  });
});
