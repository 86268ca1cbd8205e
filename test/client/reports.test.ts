import { expect, it } from "vitest";
import { reachText } from "../../client/src/views/reach-text.ts";
import { reportPage } from "../../client/src/views/report-page.ts";
import { traceText } from "../../client/src/views/trace-text.ts";
import { upgradeText } from "../../client/src/views/upgrade-text.ts";
import type { TraceResult } from "../../server/src/protocol.ts";

const at = (line: number) => ({ file: "file:///routers/branch%201.rsc", line, character: 0 });

const trace: TraceResult = {
  packet: "tcp from 192.168.88.50 to 203.0.113.9:443, in by `bridge`",
  steps: [
    { stage: "mangle", item: "mangle rule 1", effect: "marks it", isCertain: true, at: at(11) },
    { stage: "route", effect: "goes by the main table", isCertain: false },
  ],
  verdict: "forwarded",
  summary: "Forwarded: by `office`.",
  ends: [
    { verdict: "forwarded", reason: "by `office`", when: "if so: `office` runs" },
    { verdict: "dropped", reason: "no route", when: "if not: `office` runs" },
  ],
  assumptions: ["the tunnel runs"],
};

it("tells the way of a packet, its end first, with places to follow", () => {
  const { text, links } = traceText(trace);
  expect(text).toMatchInlineSnapshot(`
    "# tcp from 192.168.88.50 to 203.0.113.9:443, in by \`bridge\`

    **Forwarded: by \`office\`.**

    ## On the way

    1. mangle: mangle rule 1: marks it – branch 1.rsc:12
    2. route: goes by the main table (not certain)

    ## Possible ends

    - forwarded: by \`office\`, if so: \`office\` runs
    - dropped: no route, if not: \`office\` runs

    ## Taken for granted

    - the tunnel runs.
    "
  `);
  expect(links.map(({ line, from, to }) => text.split("\n")[line]?.slice(from, to))).toEqual([
    "branch 1.rsc:12",
  ]);
  expect(links[0]?.place).toEqual(at(11));
});

it("tells who reaches a port", () => {
  const { text, links } = reachText(
    {
      port: "8291/tcp",
      service: "winbox",
      rows: [
        { from: ["internet (ether1)"], verdict: "blocked", reason: "filter rule 5 stops it", at: at(46) },
        { from: ["lan", "office"], verdict: "accepted", reason: "no rule of `input` stops it" },
      ],
      notes: ["internet side: `ether1` has the default route"],
    },
    "branch.rsc",
  );
  expect(text).toMatchInlineSnapshot(`
    "# Who reaches 8291/tcp (winbox) of branch.rsc

    - **internet (ether1)** blocked: filter rule 5 stops it – branch 1.rsc:47
    - **lan, office** reaches: no rule of \`input\` stops it

    Note: internet side: \`ether1\` has the default route.
    "
  `);
  expect(links).toHaveLength(1);
});

it("tells what another version takes otherwise, and no empty section", () => {
  const findings = [
    { kind: "property", message: "`a` is gone", breaks: true, places: [at(1), at(2)], fix: "`b` instead" },
    { kind: "menu", message: "`c` moved", breaks: false, places: Array.from({ length: 14 }, () => at(7)) },
  ];
  const result = { from: undefined, to: "7.20", findings, unknown: [], notes: [], edits: [] };
  const { text, links } = upgradeText(result, "branch.rsc");
  expect(text).toMatchInlineSnapshot(`
    "# branch.rsc: RouterOS (version unknown) → 7.20

    1 would break, 1 would differ.

    ## Breaks

    - \`a\` is gone – branch 1.rsc:2, branch 1.rsc:3
      - can be changed: \`b\` instead

    ## Means something else

    - \`c\` moved – branch 1.rsc:8, branch 1.rsc:8, branch 1.rsc:8, branch 1.rsc:8, branch 1.rsc:8, branch 1.rsc:8, branch 1.rsc:8, branch 1.rsc:8, branch 1.rsc:8, branch 1.rsc:8, branch 1.rsc:8, branch 1.rsc:8 and 2 more
    "
  `);
  expect(links).toHaveLength(14);
  expect(upgradeText({ ...result, findings: [] }, "branch.rsc").text).toContain("Nothing of this file");
});

it("is shown as a page in which text stays text and places are links", () => {
  const summary = "Forwarded: by `<img src=x>`.";
  const report = traceText({ ...trace, summary, packet: "tcp to <b>" });
  const page = reportPage({ ...report, name: "Trace <b>", action: "Change 2 of these…", nonce: "n" });
  expect(page).toContain("<h1>tcp to &#60;b&#62;</h1>");
  expect(page).toContain("<p><strong>Forwarded: by <code>&#60;img src=x&#62;</code>.</strong></p>");
  expect(page).toMatch(
    /<ol>\n<li>mangle: .* <a href="#" data-type="go" data-index="0">branch 1\.rsc:12<\/a><\/li>\n<li>.*<\/li>\n<\/ol>\n<h2>Possible ends<\/h2>\n<ul>\n<li>forwarded/,
  );
  expect(page).toContain('<button data-type="act">Change 2 of these…</button>');
  expect(page).not.toMatch(/<b>|<img|\b(?:src|href)="?https?:/);
});
