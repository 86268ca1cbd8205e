/** A consistent export of about `lines` lines: every name it uses is defined, as a router would write it. */
export function generateRouter(lines: number): string {
  const out = [
    "# 2025-03-14 09:26:53 by RouterOS 7.15.3",
    "# software id = ABCD-0123",
    "#",
    "# model = CCR2004-1G-12S+2XS",
    "/interface bridge",
    "add name=bridge1 vlan-filtering=yes",
    "/interface list",
    "add name=WAN",
    "add name=LAN",
    "/ip pool",
    "add name=dhcp ranges=10.0.0.10-10.0.255.250",
    "/ip dhcp-server",
    "add address-pool=dhcp interface=bridge1 lease-time=1h name=dhcp1",
    "/routing table",
    "add fib name=backup",
    "/interface list member",
    "add interface=ether1 list=WAN",
    "add interface=bridge1 list=LAN",
    "/ip address",
    "add address=10.0.0.1/16 interface=bridge1 network=10.0.0.0",
    "add address=203.0.113.2/30 interface=ether1 network=203.0.113.0",
  ];
  for (const { menu, share, first, line } of SECTIONS) {
    out.push(menu, ...(first ?? []));
    const until = out.length + Math.floor(lines * share);
    for (let i = 0; out.length < until; i++) out.push(...line(i).split("\n"));
  }
  return `${out.join("\n")}\n`;
}

interface Section {
  readonly menu: string;
  /** Of the lines asked for. */
  readonly share: number;
  /** Lines that stand there once. */
  readonly first?: readonly string[];
  line(index: number): string;
}

const SECTIONS: readonly Section[] = [
  {
    menu: "/ip dhcp-server lease",
    share: 0.25,
    line: (i) =>
      `add address=10.0.${(i >> 8) & 255}.${i & 255} comment="host ${i}" mac-address=${mac(i)} server=dhcp1`,
  },
  {
    menu: "/ip firewall address-list",
    share: 0.4,
    line: (i) => `add address=100.${(i >> 16) & 63}.${(i >> 8) & 255}.${i & 255} list=blocked`,
  },
  {
    menu: "/ip firewall filter",
    share: 0.12,
    first: [
      "add action=accept chain=input connection-state=established,related",
      "add action=accept chain=input in-interface-list=LAN",
      "add action=drop chain=input in-interface-list=WAN",
      "add action=accept chain=forward connection-state=established,related",
    ],
    line: (i) =>
      `add action=${i % 3 === 0 ? "drop" : "accept"} chain=forward comment="branch ${i}" \\\n` +
      `    dst-port=${1024 + (i % 60000)} in-interface=bridge1 protocol=tcp \\\n    src-address=10.${i & 255}.${(i >> 8) & 255}.0/24`,
  },
  {
    menu: "/ip firewall nat",
    share: 0,
    first: ["add action=masquerade chain=srcnat out-interface-list=WAN"],
    line: () => "",
  },
  {
    menu: "/ip firewall raw",
    share: 0,
    first: [
      "add action=drop chain=prerouting in-interface-list=WAN src-address-list=blocked",
      "add action=drop chain=prerouting dst-address-list=blocked",
    ],
    line: () => "",
  },
  {
    menu: "/ip route",
    share: 0.13,
    line: (i) =>
      `add distance=${1 + (i % 3)} dst-address=172.${16 + (i % 16)}.${(i >> 4) & 255}.0/24 gateway=10.0.0.${2 + (i % 250)} routing-table=backup`,
  },
  {
    menu: "/system script",
    share: 0.1,
    line: (i) =>
      `add dont-require-permissions=no name=job${i} owner=admin policy=read,write source=":local x ${i}\\r\\\n` +
      '    \\n:if (\\$x > 3) do={ :log info \\"over \\$x\\" }\\r\\\n    \\n"',
  },
];

function mac(i: number): string {
  const hex = i.toString(16).toUpperCase().padStart(6, "0");
  return `48:A9:8A:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}`;
}
