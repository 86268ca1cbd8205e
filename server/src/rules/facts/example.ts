/**
 * A small whole export for `bad` and `good` examples of rules that need one: header, a LAN, a WAN by DHCP
 * and an identity around the given lines.
 */
export function wholeExport(version: string, ...lines: readonly string[]): string {
  const isSix = version.startsWith("6.");
  return [
    `# ${isSix ? "mar/14/2021 09:26:53" : "2025-03-14 09:26:53"} by RouterOS ${version}`,
    "# software id = XXXX-XXXX",
    "#",
    "/interface bridge",
    "add name=lan",
    "/interface bridge port",
    "add bridge=lan interface=ether2",
    "/ip address",
    "add address=192.168.88.1/24 interface=lan network=192.168.88.0",
    "/ip dhcp-client",
    isSix ? "add disabled=no interface=ether1" : "add interface=ether1",
    ...lines,
    "/system identity",
    "set name=home",
    "",
  ].join("\n");
}
