import { describe, expect, it } from "vitest";
import { migrated, router } from "../support/migrations.ts";

const CLIENT = ["/interface pptp-client", "add connect-to=198.51.100.7 disabled=no name=pptp-out1 user=me"];

function client(version: string, ...lines: readonly string[]) {
  return migrated(router(version, ...CLIENT, ...lines), "openvpn");
}

describe("a PPTP client to OpenVPN", () => {
  it.each([
    ["6.49.10", "auth=sha1 certificate=<CLIENT-CERTIFICATE> cipher=aes256 "],
    ["7.6", "auth=sha256 certificate=<CLIENT-CERTIFICATE> cipher=aes256 "],
    ["7.16", "auth=sha256 certificate=<CLIENT-CERTIFICATE> cipher=aes256-cbc "],
    ["7.17", "auth=sha256 certificate=<CLIENT-CERTIFICATE> cipher=aes256-gcm "],
  ])("speaks as %s can", (version, words) => {
    const { text, first } = client(version);
    expect(text.replace(/\\\n {4}/g, "")).toContain(words);
    expect(first.verification?.problems).toEqual([]);
    expect(text.replace(/\\\n {4}/g, "")).toContain("verify-server-certificate=yes");
    expect(text.includes("route-nopull=yes")).toBe(["7.16", "7.17"].includes(version));
    expect(text.includes("protocol=udp")).toBe(version.startsWith("7"));
  });

  it("is refused where it could not tell who the server is", () => {
    expect(client("6.42.12").first.refusal).toMatch(/does not check who the server is/);
    expect(client("6.43.16").first.refusal).toBeUndefined();
  });

  it("takes the old name's place everywhere", () => {
    const { text } = client(
      "7.17",
      ...["/interface list member", "add interface=pptp-out1 list=WAN"],
      ...["/ip firewall nat", "add action=masquerade chain=srcnat out-interface=pptp-out1"],
      ...["/ip route", "add dst-address=10.7.0.0/16 gateway=pptp-out1"],
    );
    expect(text.match(/ovpn-out1/g)).toHaveLength(4);
    expect(text).not.toContain("pptp");
  });

  it("writes a default route that had a distance of its own", () => {
    const lines = [
      "/interface pptp-client",
      "set [ find name=pptp-out1 ] add-default-route=yes default-route-distance=3",
    ];
    const { text } = client("7.17", ...lines);
    expect(text).toContain("add distance=3 dst-address=0.0.0.0/0 gateway=ovpn-out1");
    expect(text).not.toContain("add-default-route=yes");
  });
});

const SERVER = [
  ...["/interface pptp-server", "add name=pptp-branch user=branch"],
  ...["/interface pptp-server server", "set enabled=yes"],
  ...["/ip address", "add address=192.168.88.1/24 interface=ether2 network=192.168.88.0"],
  ...["/ip firewall filter", "add action=accept chain=input dst-port=1723 protocol=tcp"],
  ...[
    "add action=accept chain=input protocol=gre",
    "add action=accept chain=forward in-interface=<pptp-anna>",
  ],
  ...["/ip route", "add dst-address=10.7.0.0/16 gateway=pptp-branch"],
  ...["/ppp secret", "add name=anna service=pptp", "add name=branch service=pptp", "add name=carl"],
];

describe("a PPTP server to OpenVPN", () => {
  it.each([
    ["6.49.10", /^set auth=sha1 certificate=vpn-server cipher=aes256 .*enabled=yes/m, "tcp"],
    ["7.9", /^set auth=sha256 certificate=vpn-server cipher=aes256-cbc .*enabled=yes protocol=udp/m, "udp"],
    [
      "7.17",
      /^add auth=sha256,sha512 certificate=vpn-server cipher=aes256-gcm,aes256-cbc .*disabled=no/m,
      "udp",
    ],
  ])("is written as %s has it", (version, server, protocol) => {
    const { text, first } = migrated(router(version, ...SERVER), "openvpn");
    expect(text.replace(/\\\n {4}/g, "")).toMatch(server);
    expect(text).toContain(`dst-port=1194 protocol=${protocol}`);
    expect(first.verification?.problems).toEqual([]);
    expect(first.verification?.differences.filter(({ reason }) => reason === undefined)).toEqual([]);
  });

  it.each([
    ["7.17", "users alone", "yes", "no"],
    ["7.17", "a site among them", "no", "yes"],
    ["7.9", "users alone", "no", "yes"],
  ])(
    "on %s with %s pushes routes: %s, and writes them into the users' file: %s",
    (version, who, push, file) => {
      const lines = who === "users alone" ? SERVER.filter((line) => !line.includes("gateway=")) : SERVER;
      const { text, first } = migrated(router(version, ...lines), "openvpn");
      const own = text.replace(/\\\n {4}/g, "");
      expect(own.includes('push-routes="192.168.88.0 255.255.255.0"')).toBe(push === "yes");
      const words = first.clientFiles[0]?.text ?? "";
      expect(words.includes("route 192.168.88.0 255.255.255.0")).toBe(file === "yes");
      const told = first.warnings.join("\n");
      expect(told.includes("the server pushes the networks")).toBe(push === "yes");
      expect(told.includes("the users' file names the networks")).toBe(file === "yes");
    },
  );

  it("has a certificate that apps with `remote-cert-tls server` take, which ask for its key usage", () => {
    const { first } = migrated(router("7.17", ...SERVER), "openvpn");
    expect(first.scripts?.parallel.text).toContain("key-usage=digital-signature,key-encipherment,tls-server");
  });

  it("keeps the accounts, for OpenVPN now", () => {
    const { text, first } = migrated(router("7.17", ...SERVER), "openvpn");
    expect(text).toContain("add name=anna service=ovpn\nadd name=branch service=ovpn\nadd name=carl\n");
    expect(text).toContain("gateway=ovpn-branch");
    expect(text).toContain("in-interface=<ovpn-anna>");
    expect(text).not.toMatch(/pptp|1723|gre/);
    expect(first.scripts?.parallel.text).toContain("service=any");
    expect(first.scripts?.decommission.text).not.toContain("/ppp secret remove");
    expect(first.clientFiles.map(({ fileName }) => fileName)).toEqual(["vpn.ovpn"]);
  });

  it("tells whose address both sessions have while the user may log in either way", () => {
    const site = ["/ppp secret", "add name=dora remote-address=10.66.0.9 service=pptp"];
    const twins = (...lines: readonly string[]) =>
      migrated(router("7.17", ...SERVER, ...lines), "openvpn").first.warnings.join("\n");
    expect(twins(...site)).toContain("what goes to them may take either: `dora` (10.66.0.9).");
    expect(twins()).not.toContain("may take either");
  });
});

it("quotes a name in the command that it tells people to type", () => {
  const lines = [
    "/interface pptp-client",
    'add connect-to=198.51.100.7 disabled=no name="to \\"HQ\\"" user=me',
  ];
  const { first } = migrated(router("7.16.2", ...lines), "openvpn");
  expect(first.warnings.join("\n")).toContain('ovpn-client set "ovpn-to \\"HQ\\"" password=…');
});
