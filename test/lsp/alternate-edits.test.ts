import fc from "fast-check";
import { expect, it } from "vitest";
import { type Analysis, createLanguageService, type TextEdit } from "../../server/src/service.ts";
import { applyEdits } from "../../server/src/text/edit.ts";
import { createLineIndex } from "../../server/src/text/line-index.ts";

const service = createLanguageService();

/** One router in two files: names in the first are spoken of in the second. */
const FIRST = `# 2025-03-14 09:26:53 by RouterOS 7.15.3
# software id = ABCD-0123
/interface bridge
add name=lan
set lan comment=home
/interface ethernet
set [ find default-name=ether1 ] name=wan
/interface pptp-client
add connect-to=198.51.100.7 disabled=no name=office user=anna
set office disabled=yes
/interface list
add name=WAN
/ip firewall filter
add action=jump chain=input in-interface=office jump-target=guests
add action=accept chain=guests
set 0 disabled=yes
move 1 0
`;
const SECOND = `/interface list member
add interface=wan list=WAN
add interface=office list=WAN
/ip address
add address=192.168.88.1/24 interface=lan network=192.168.88.0
/ip firewall filter
add action=drop chain=guests in-interface-list=!WAN
/ip firewall mangle
add action=mark-routing chain=prerouting new-routing-mark=vpn
/ip route
add gateway=office routing-table=vpn
add dst-address=10.0.0.0/8 gateway=192.168.88.2%lan
/routing table
add fib name=vpn
/system script
add name=job source="/interface disable office\\r\\n:global seen 1"
/system scheduler
add interval=1d name=daily on-event=job
/system identity
set name=home
`;
const PATHS = ["file:///first.rsc", "file:///second.rsc"];
const OFFERED = [...FIRST.split("\n"), ...SECOND.split("\n"), ":put 1", "remove [ find ]", "{", "}"];

type Text = { readonly path: string; readonly text: string };

const step = fc.record({
  file: fc.nat(1),
  kind: fc.constantFrom("remove", "copy", "move", "offer", "paste"),
  at: fc.nat(),
  count: fc.integer({ min: 1, max: 4 }),
  offered: fc.nat(),
  isUndone: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Whole lines, so that statements as long as others come, go and change places. */
function editOf({ kind, at, count, offered }: Step, text: string): TextEdit {
  const lines = text.split(/(?<=\n)/);
  const first = at % lines.length;
  const offsetOf = (line: number) => lines.slice(0, line).join("").length;
  const [start, end] = [offsetOf(first), offsetOf(first + count)];
  const taken = text.slice(start, end);
  const line = `${OFFERED[offered % OFFERED.length]}\n`;
  if (kind === "remove") return { range: { start, end }, newText: "" };
  if (kind === "copy") return { range: { start, end: start }, newText: taken };
  if (kind === "offer") return { range: { start, end: start }, newText: line };
  if (kind === "paste") return { range: { start, end }, newText: offered % 2 === 0 ? FIRST : SECOND };
  const behind = offsetOf(first + count + 1);
  return { range: { start, end: behind }, newText: text.slice(end, behind) + taken };
}

/** What an editor shows of one file, at the words whose place `offset` tells. */
function shown(analysis: Analysis, { path, text }: Text, offset: number): unknown {
  const { line, column } = createLineIndex(text).positionAt(offset % (text.length + 1));
  const position = { line, character: column };
  const all = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };
  return [
    service.documentSymbols(analysis, path),
    service.semanticTokens(analysis, path).data,
    service.codeLenses(analysis, path, "show"),
    service.inlayHints(analysis, path, all),
    service.hover(analysis, path, position),
    service.definition(analysis, path, position),
    service.references(analysis, path, position, true),
    service.rename(analysis, path, position, "newer", { supportsAnnotations: true }),
    service.completion(analysis, path, position, { supportsSnippets: true, canRetrigger: true }),
    service.callHierarchy(analysis, path, position),
    service.diagnostics(analysis, path),
  ];
}

it("files of one router that are edited by turns show what they show when they are opened", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), fc.nat(), (steps, offset) => {
      let files: readonly Text[] = [FIRST, SECOND].map((text, at) => ({ path: PATHS[at] ?? "", text }));
      let analysis = service.analyse(files);
      const revise = (path: string, edit: TextEdit) => {
        service.lint(analysis);
        analysis = service.update(analysis, path, [edit]);
        files = files.map((file) =>
          file.path === path ? { path, text: applyEdits(file.text, [edit]) } : file,
        );
        const fresh = service.analyse(files);
        for (const file of files) expect(shown(analysis, file, offset)).toEqual(shown(fresh, file, offset));
        expect(service.graph(analysis, "json")).toEqual(service.graph(fresh, "json"));
      };
      for (const one of steps) {
        const { path, text } = files[one.file] ?? { path: "", text: "" };
        const edit = editOf(one, text);
        const { start, end } = edit.range;
        revise(path, edit);
        if (one.isUndone)
          revise(path, {
            range: { start, end: start + edit.newText.length },
            newText: text.slice(start, end),
          });
      }
    }),
    { numRuns: 12 },
  );
});
