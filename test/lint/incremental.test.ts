import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Analysis,
  type AnalysisSettings,
  createLanguageService,
  type TextEdit,
} from "../../server/src/service.ts";
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

/** Lines whose findings rest on each other; names come from so small a choice that they meet. */
const name = fc.constantFrom("a", "b", "LAN", "WAN", "bridge1", "ether1", "wg1", "office", "vpn", "job");
const address = fc.constantFrom("10.0.0.0/8", "10.0.0.5", "192.0.2.1", "0.0.0.0/0", "$x", "LAN");
const port = fc.constantFrom("80", "22,8291", "1000-2000", "!53", "x");
const chain = fc.constantFrom("input", "forward", "prerouting", "srcnat", "a", "b");
const flag = fc.constantFrom("", " disabled=yes", ' comment="known"', " log=yes");

const SECTIONS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  "/interface list": name.map((list) => `add name=${list}`),
  "/interface list member": fc
    .tuple(name, name, flag)
    .map(([one, list, end]) => `add interface=${one} list=${list}${end}`),
  "/interface vlan": fc.tuple(name, name).map(([one, on]) => `add interface=${on} name=${one} vlan-id=7`),
  "/interface pptp-client": fc
    .tuple(name, flag)
    .map(([one, end]) => `add connect-to=x name=${one} user=u${end}`),
  "/ip address": fc.tuple(address, name).map(([at, on]) => `add address=${at} interface=${on}`),
  "/ip firewall address-list": fc
    .tuple(address, name, flag)
    .map(([at, list, end]) => `add address=${at} list=${list}${end}`),
  "/ip firewall filter": fc
    .tuple(
      fc.constantFrom("accept", "drop", "jump jump-target=a", "return"),
      chain,
      address,
      port,
      name,
      flag,
    )
    .map(
      ([action, into, from, to, list, end]) =>
        `add action=${action} chain=${into} dst-port=${to} protocol=tcp src-address=${from} src-address-list=${list}${end}`,
    ),
  "/ip firewall raw": fc.tuple(chain, flag).map(([into, end]) => `add action=drop chain=${into}${end}`),
  "/ip dhcp-server lease": fc
    .tuple(fc.constantFrom("10.0.0.5", "10.0.0.6"), name, flag)
    .map(([at, server, end]) => `add address=${at} server=${server}${end}`),
  "/ip firewall mangle": fc
    .tuple(name, name, fc.constantFrom("yes", "no"), fc.nat(2))
    .map(([mark, seen, on, kind]) =>
      kind === 0
        ? `add action=mark-connection chain=prerouting connection-mark=${seen} new-connection-mark=${mark} passthrough=${on}`
        : kind === 1
          ? `add action=mark-routing chain=prerouting in-interface=${seen} new-routing-mark=${mark} passthrough=${on}`
          : `add action=accept chain=prerouting packet-mark=${seen}`,
    ),
  "/ip firewall nat": fc
    .tuple(name, flag)
    .map(([out, end]) => `add action=masquerade chain=srcnat out-interface=${out}${end}`),
  "/ip route": fc
    .tuple(address, name, name)
    .map(([to, via, table]) => `add dst-address=${to} gateway=${via} routing-table=${table}`),
  "/routing table": name.map((table) => `add fib name=${table}`),
  "/ppp secret": fc
    .tuple(name, name)
    .map(([user, profile]) => `add name=${user} password=k profile=${profile}`),
  "/ip service": fc.constantFrom(
    "set telnet disabled=no",
    "set ssh address=10.0.0.0/8",
    "set [find] disabled=yes",
  ),
  "/system script": fc
    .tuple(name, fc.constantFrom("local", "global"), name)
    .map(
      ([one, kind, two]) =>
        `add name=${one} source=":${kind} ${two} 1; :put \\$${two}; /ip firewall address-list add list=${two}"`,
    ),
  "/system identity": name.map((own) => `set name=${own}`),
};

const HEADER = "# 2025-03-14 09:26:53 by RouterOS 7.15.3\n# software id = ABCD-0123\n#\n# model = RB5009\n";

/** As an export: a header, then sections, the long ones longer than a page of the model. */
const generated = fc
  .record(
    Object.fromEntries(
      Object.entries(SECTIONS).map(([menu, line]) => [
        menu,
        fc.tuple(fc.array(line, { maxLength: 6 }), fc.constantFrom(1, 1, 1, 1, 1, 150)),
      ]),
    ),
  )
  .map((sections) => {
    const written = Object.entries(sections).flatMap(([menu, [lines, times]]) =>
      lines.length === 0 ? [] : [menu, ...Array.from({ length: times }, () => lines).flat()],
    );
    return `${HEADER}${written.join("\n")}\n`;
  });

/** Puts a line in, takes one out, says one twice, or changes some characters in the middle of one; perhaps takes it back. */
const step = fc.record({
  kind: fc.constantFrom("insert", "remove", "copy", "type"),
  at: fc.nat(),
  from: fc.nat(),
  typed: fc.constantFrom("x", "", "yes", "office", "vpn", "1", "!", '"', "\n", " comment=new"),
  isUndone: fc.boolean(),
});

const settingsOfRun = fc.constantFrom<AnalysisSettings>(
  {},
  { config: { extends: "all" } },
  { wholeFiles: new Set([PATH]) },
);

describe("linting a new revision", () => {
  it("gives what linting it for the first time gives", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), settingsOfRun, (steps, settings) => {
        follow(LINES.join("\n"), steps, settings);
      }),
      { numRuns: 30 },
    );
  });

  it("does so with all rules in generated exports", () => {
    fc.assert(
      fc.property(generated, fc.array(step, { minLength: 1, maxLength: 6 }), (text, steps) => {
        follow(text, steps, { config: { extends: "all" } });
      }),
      { numRuns: 12 },
    );
  });

  it("sees where a name leads now, though it led somewhere all along", () => {
    const rest = "\n/ip firewall nat\nadd action=masquerade chain=srcnat out-interface=office";
    const clients = ["l2tp", "pptp", "sstp", "pptp"].map((kind) => `/interface ${kind}-client\n`);
    const after = "add connect-to=198.51.100.7 name=office user=anna";
    const names = ["office", "offic", "other", "office"];
    let text = `${HEADER}${clients[0]}${after}${rest}`;
    let analysis = service.analyse([{ path: PATH, text }], { config: { extends: "all" } });
    service.lint(analysis);
    const orphans: number[] = [];
    const replace = (before: string, now: string) => {
      const start = text.indexOf(before);
      const edit = { range: { start, end: start + before.length }, newText: now };
      text = applyEdits(text, [edit]);
      analysis = service.update(analysis, PATH, [edit]);
      const fresh = service.analyse([{ path: PATH, text }], { config: { extends: "all" } });
      expect(service.lint(analysis).map(plain)).toEqual(service.lint(fresh).map(plain));
      orphans.push(analysis.findings.filter(({ ruleId }) => ruleId === "pptp-orphan-reference").length);
    };
    for (const [at, client] of clients.entries()) if (at > 0) replace(clients[at - 1] ?? "", client);
    for (const [at, name] of names.entries()) if (at > 0) replace(`name=${names[at - 1]} `, `name=${name} `);
    expect(orphans).toEqual([1, 0, 1, 0, 0, 1]);
  });

  it("sees what built-in items say once a file is a whole export again", () => {
    const statement = "set [ find name=office ] disabled=yes\n";
    const start = HEADER.indexOf("\n") + 1;
    const end = start + statement.length;
    const edits: TextEdit[] = [
      { range: { start, end: start }, newText: statement },
      { range: { start, end }, newText: "" },
    ];
    let text = LINES.join("\n");
    let analysis = service.analyse([{ path: PATH, text }], {});
    service.lint(analysis);
    const isTold = () => analysis.findings.some(({ ruleId }) => ruleId === "pptp-no-encryption");
    const told = [isTold()];
    for (const edit of edits) {
      text = applyEdits(text, [edit]);
      analysis = service.update(analysis, PATH, [edit]);
      service.lint(analysis);
      told.push(isTold());
    }
    expect(told).toEqual([true, false, true]);
  });

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

/** Makes the edits one by one, and looks at each revision as it came about and as if it were the first. */
function follow(first: string, steps: readonly Step[], settings: AnalysisSettings): void {
  let text = first;
  let analysis = service.analyse([{ path: PATH, text }], settings);
  service.lint(analysis);
  const revise = (edit: TextEdit) => {
    text = applyEdits(text, [edit]);
    analysis = service.update(analysis, PATH, [edit]);
    const fresh = service.analyse([{ path: PATH, text }], settings);
    expect(service.lint(analysis).map(plain)).toEqual(service.lint(fresh).map(plain));
    expect(trafficOf(analysis)).toEqual(trafficOf(fresh));
  };
  for (const one of steps) {
    const edit = editOf(one, text);
    const { start, end } = edit.range;
    const before = text.slice(start, end);
    revise(edit);
    if (one.isUndone) revise({ range: { start, end: start + edit.newText.length }, newText: before });
  }
}

function trafficOf({ traffic }: Analysis) {
  return {
    wan: traffic.wan,
    shadows: traffic.shadows.map(({ kind, item }) => `${kind} ${item.menu} ${item.index}`),
    reach: ["tcp", "udp"].map((protocol) => {
      const { verdict, by, reason } = traffic.inputFromWan(protocol, 53);
      return [verdict, by.map(({ index }) => index), reason];
    }),
    path: traffic.path({ src: "10.0.0.5", dst: "192.0.2.77" }).end.reason,
  };
}

interface Step {
  readonly kind: string;
  readonly at: number;
  readonly from: number;
  readonly typed: string;
  readonly isUndone: boolean;
}

function editOf({ kind, at, from, typed }: Step, text: string): TextEdit {
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
  return {
    ...finding,
    fixes: fixes.map(({ id, title, safety, changes }) => ({
      ...{ id, title, safety },
      edits: changes.flatMap((change) => (change.kind === "text" ? [{ ...change.edit }] : [])),
    })),
  };
}
