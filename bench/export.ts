/** An export of `lines` lines as a router writes it: sections, wrapped lines, comments, scripts. */
export function generateExport(lines: number): string {
  const out = ["# 2024-05-06 07:08:09 by RouterOS 7.14.3", "# software id = ABCD-0123", "#"];
  const random = numbers(42);
  for (let section = 0; out.length < lines; section++) {
    const [menu, line] = SECTIONS[section % SECTIONS.length] ?? SECTIONS[0];
    out.push(menu);
    const count = 20 + random(400);
    for (let i = 0; i < count && out.length < lines; i++) out.push(...line(i, random).split("\n"));
  }
  return `${out.slice(0, lines).join("\n")}\n`;
}

type Random = (below: number) => number;
type Line = (index: number, random: Random) => string;

const SECTIONS: readonly [readonly [string, Line], ...(readonly [string, Line])[]] = [
  [
    "/ip firewall filter",
    (i, r) =>
      `add action=${r(2) ? "accept" : "drop"} chain=forward comment="rule ${i}: from branch ${r(90)}" \\\n` +
      `    connection-state=established,related dst-port=${1000 + r(9000)} \\\n    protocol=tcp src-address=10.${r(250)}.${r(250)}.0/24`,
  ],
  ["/ip firewall address-list", (_, r) => `add address=${r(223)}.${r(255)}.${r(255)}.${r(255)} list=blocked`],
  [
    "/ip dhcp-server lease",
    (i, r) =>
      `add address=192.168.${r(250)}.${r(250)} client-id=1:0:11:22:33:44:${10 + r(80)} comment="host ${i}" server=dhcp1`,
  ],
  [
    "/interface ethernet",
    (i) => `set [ find default-name=ether${i} ] comment="port ${i}" name=ether${i}-lan`,
  ],
  [
    "/ip route",
    (i, r) =>
      `add disabled=no distance=${1 + r(3)} dst-address=10.${r(250)}.0.0/16 gateway=wg${i} routing-table=main`,
  ],
  [
    "/system script",
    (i) =>
      `add dont-require-permissions=no name=job${i} owner=admin policy=read,write source=":local x ${i}\\r\\\n` +
      '    \\n:if (\\$x > 3) do={ :log info \\"over \\$x\\" }\\r\\\n    \\n"',
  ],
];

/** Small linear congruential generator: the same file on every run. */
function numbers(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}
