import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLanguageService } from "../../server/src/service.ts";
import { applyEdits } from "../../server/src/text/edit.ts";

const PATH = "router.rsc";
const service = createLanguageService();

/** Every kind of thing that a finding may rest on: names, lists, chains, routes, marks, scripts, `set` on items. */
const LINES = `# 2025-03-14 09:26:53 by RouterOS 7.15.3
# software id = ABCD-0123
#
# model = RB5009
/interface bridge
add name=bridge1
/interface pptp-client
add connect-to=198.51.100.7 disabled=no name=office user=anna
/interface wireguard
add listen-port=13231 name=wg1
add listen-port=13231 name=wg2
/interface list
add name=WAN
add name=LAN
/ip pool
add name=dhcp ranges=10.0.0.10-10.0.0.99
/routing table
add fib name=vpn
add fib name=idle
/interface list member
add interface=ether1 list=WAN
add interface=bridge1 list=LAN
/interface wireguard peers
add allowed-address=0.0.0.0/0 interface=wg1 public-key="aaaa"
add allowed-address=10.9.0.0/24 interface=wg1 public-key="aaaa"
/ip address
add address=10.0.0.1/24 interface=bridge1 network=10.0.0.0
/ip dhcp-server
add address-pool=dhcp interface=bridge1 name=dhcp1
/ip firewall address-list
add address=192.0.2.1 list=admins
add address=192.0.2.2 list=blocked
/ip firewall filter
add action=accept chain=input src-address-list=admins
add action=drop chain=input src-address-list=bloked
add action=accept chain=forward dst-port=80 protocol=tcp src-address=10.0.0.0/24
add action=drop chain=forward dst-port=80 protocol=tcp src-address=10.0.0.5
add action=accept chain=forward
add action=drop chain=forward in-interface-list=WAN
/ip firewall mangle
add action=mark-routing chain=prerouting new-routing-mark=vpn src-address=10.0.0.0/24
/ip firewall nat
add action=masquerade chain=srcnat out-interface-list=WAN
/ip route
add distance=1 dst-address=0.0.0.0/0 gateway=192.0.2.254
add distance=2 dst-address=0.0.0.0/0 gateway=office routing-table=vpn
/ip service
set telnet disabled=no
/ppp secret
add name=anna password=k8Zq2Wd9 profile=default-encryption
/system scheduler
add interval=1d name=s on-event=":local x 1; :put \\$x; :put \\$y"
/system script
add name=job source="/tool fetch url=\\"http://192.0.2.9/a.rsc\\"; /import a.rsc; :global tocken \\"k8Zq2Wd9\\""
add name=tidy source="/ip firewall filter remove [find]\\r\\n/interface pptp-client disable office"`.split(
  "\n",
);

const EXTRA = [
  "set [ find name=office ] disabled=yes",
  "/interface set wg1 disabled=yes",
  "set [ find ] disabled=yes",
  "add action=drop chain=input",
  "/ip firewall address-list add address=192.0.2.3 list=bloked",
  ":if (true) do={ /ip route add gateway=10.0.0.2 routing-table=vpn }",
  "# rsclint-disable-next-line secret-in-file -- known",
  "remove [ find list=LAN ]",
  ':local password "k8Zq2Wd9"',
  "/interface bridge add name=office",
  "add name=dhcp",
  "}",
  "",
];

/** Puts a line in, takes one out, says one twice, or changes some characters in the middle of one. */
const step = fc.record({
  kind: fc.constantFrom("insert", "remove", "copy", "type"),
  at: fc.nat(),
  from: fc.nat(),
  typed: fc.constantFrom("x", "", "yes", "office", "vpn", "1", "!", '"', " comment=new"),
});

describe("linting a new revision", () => {
  it("gives what linting it for the first time gives", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), fc.boolean(), (steps, isStrict) => {
        const settings = isStrict ? { config: { extends: "all" as const } } : {};
        let text = LINES.join("\n");
        let analysis = service.analyse([{ path: PATH, text }], settings);
        service.lint(analysis);
        for (const one of steps) {
          const edit = editOf(one, text);
          text = applyEdits(text, [edit]);
          analysis = service.update(analysis, PATH, [edit]);
          const fresh = service.analyse([{ path: PATH, text }], settings);
          expect(service.lint(analysis).map(plain)).toEqual(service.lint(fresh).map(plain));
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it("goes on after a run that was given up", () => {
    let analysis = service.analyse([{ path: PATH, text: LINES.join("\n") }], {});
    service.lint(analysis);
    const edit = {
      range: { start: LINES.join("\n").length, end: LINES.join("\n").length },
      newText: "\nadd name=job",
    };
    analysis = service.update(analysis, PATH, [edit]);
    const steps = analysis.lintSteps();
    for (let i = 0; i < 40; i++) steps.next();
    analysis = service.update(analysis, PATH, [{ range: { start: 0, end: 0 }, newText: "\n" }]);
    const fresh = service.analyse([{ path: PATH, text: analysis.file(PATH)?.text ?? "" }], {});
    expect(service.lint(analysis).map(plain)).toEqual(service.lint(fresh).map(plain));
  });
});

function editOf(
  { kind, at, from, typed }: { kind: string; at: number; from: number; typed: string },
  text: string,
) {
  const lines = text.split("\n");
  const index = at % lines.length;
  const line = lines[index] ?? "";
  const start = lines.slice(0, index).reduce((sum, each) => sum + each.length + 1, 0);
  const offered = [...LINES, ...EXTRA];
  if (kind === "remove")
    return { range: { start, end: Math.min(text.length, start + line.length + 1) }, newText: "" };
  if (kind === "insert")
    return { range: { start, end: start }, newText: `${EXTRA[from % EXTRA.length] ?? ""}\n` };
  if (kind === "copy")
    return { range: { start, end: start }, newText: `${offered[from % offered.length] ?? ""}\n` };
  const place = start + (from % (line.length + 1));
  return { range: { start: place, end: Math.min(place + (from % 3), start + line.length) }, newText: typed };
}

function plain({ fixes, ...finding }: ReturnType<typeof service.lint>[number]) {
  return { ...finding, fixes: fixes.map(({ id, title, safety }) => ({ id, title, safety })) };
}
