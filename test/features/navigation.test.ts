import { describe, expect, it } from "vitest";
import { applyWireEdits, FILE, open, renamed, textAt } from "../support/cursor.ts";

const CONFIG = `# 2025-03-14 09:26:53 by RouterOS 7.15.3
/interface bridge
add comment="the LAN" name=bridge1
/interface list
add name=LAN
/routing table
add fib name=vpn
/interface list member
add interface=bridge1 list=LAN
/ip address
add address=192.168.88.1/24 interface=bridge1
/ip firewall filter
add action=jump chain=input jump-target=from-lan
add action=accept chain=from-lan in-interface=bridge1
add action=drop chain=input in-interface-list=!LAN
/ip firewall mangle
add action=mark-routing chain=prerouting new-routing-mark=vpn
/system scheduler
add name=s on-event="/ip address print where interface=bridge1"
`;

/** CONFIG with the `n`th occurrence of `word` (from 0) marked as the cursor's place. */
function at(word: string, n: number): string {
  let index = -1;
  for (let i = 0; i <= n; i++) index = CONFIG.indexOf(word, index + 1);
  return `${CONFIG.slice(0, index + 1)}<|>${CONFIG.slice(index + 1)}`;
}

function lineOf(text: string, line: number): string {
  return text.split("\n")[line] ?? "";
}

describe("definition", () => {
  it("goes from a reference to the item's name", () => {
    const { service, analysis, position, text } = open(at("bridge1", 2));
    const [location] = service.definition(analysis, FILE, position);
    expect(lineOf(text, location?.range.start.line ?? -1)).toContain('comment="the LAN"');
    expect(location && textAt(text, location.range)).toBe("bridge1");
  });
  it("goes through a negation and into another section", () => {
    const { service, analysis, position, text } = open(at("LAN", 3));
    const [location] = service.definition(analysis, FILE, position);
    expect(lineOf(text, location?.range.start.line ?? -1)).toBe("add name=LAN");
  });
  it("goes from a jump to the chain's rules", () => {
    const { service, analysis, position, text } = open(at("from-lan", 0));
    const [location] = service.definition(analysis, FILE, position);
    expect(lineOf(text, location?.range.start.line ?? -1)).toContain("chain=from-lan");
  });
  it("finds nothing on a plain value", () => {
    const { service, analysis, position } = open(at("192.168.88.1", 0));
    expect(service.definition(analysis, FILE, position)).toEqual([]);
  });
});

describe("references", () => {
  it("lists all places, the declaration when asked, from either end", () => {
    for (const n of [0, 1]) {
      const { service, analysis, position, text } = open(at("bridge1", n));
      const places = service.references(analysis, FILE, position, true);
      expect(places.map(({ range }) => textAt(text, range))).toEqual(places.map(() => "bridge1"));
      expect(places.length).toBeGreaterThanOrEqual(4);
      expect(service.references(analysis, FILE, position, false)).toHaveLength(places.length - 1);
    }
  });
});

describe("document highlight", () => {
  it("marks every place in the file", () => {
    const { service, analysis, position } = open(at("bridge1", 0));
    expect(service.documentHighlights(analysis, FILE, position).length).toBeGreaterThanOrEqual(4);
  });
});

describe("rename", () => {
  const traits = { supportsAnnotations: true };
  it("offers the word under the cursor", () => {
    const { service, analysis, position } = open(at("bridge1", 2));
    expect(service.prepareRename(analysis, FILE, position)?.placeholder).toBe("bridge1");
  });
  it("changes strong places and sets weak ones apart", () => {
    const { service, analysis, position, text } = open(at("bridge1", 0));
    const edit = renamed(service.rename(analysis, FILE, position, "lan-bridge", traits));
    const [change] = edit.documentChanges ?? [];
    if (!change || !("edits" in change)) throw new Error("no edits");
    const plain = change.edits.filter((each) => "newText" in each);
    const weak = plain.filter((each) => "annotationId" in each);
    expect(weak).toHaveLength(1);
    expect(applyWireEdits(text, plain)).toBe(text.replaceAll("bridge1", "lan-bridge"));
    expect(Object.values(edit.changeAnnotations ?? {})).toMatchObject([{ needsConfirmation: true }]);
  });
  it("leaves weak places alone where the client cannot ask", () => {
    const { service, analysis, position, text } = open(at("bridge1", 0));
    const edit = renamed(service.rename(analysis, FILE, position, "lan", { supportsAnnotations: false }));
    const after = applyWireEdits(text, edit.changes?.[FILE] ?? []);
    expect(after).toContain("where interface=bridge1");
    expect(after).not.toContain("add interface=bridge1");
  });
  it("quotes a name that needs it", () => {
    const { service, analysis, position, text } = open(at("bridge1", 0));
    const edit = renamed(service.rename(analysis, FILE, position, "my lan", { supportsAnnotations: false }));
    expect(applyWireEdits(text, edit.changes?.[FILE] ?? [])).toContain('in-interface="my lan"');
  });
  it("renames a chain with its jumps", () => {
    const { service, analysis, position, text } = open(at("from-lan", 1));
    const edit = renamed(service.rename(analysis, FILE, position, "lan-in", { supportsAnnotations: false }));
    expect(applyWireEdits(text, edit.changes?.[FILE] ?? [])).toBe(text.replaceAll("from-lan", "lan-in"));
  });
});

describe("variables", () => {
  const script = ":local a 1\n:do {\n  :local b $a\n  :put ($b + $a)\n}\n:foreach k,v in=$x do={ :put $k }\n";
  it("finds the places of a local", () => {
    const { service, analysis, position } = open(script.replace(":local a", ":local <|>a"));
    expect(service.references(analysis, FILE, position, true)).toHaveLength(3);
  });
  it("renames a loop variable", () => {
    const { service, analysis, position, text } = open(script.replace("$k", "$<|>k"));
    const edit = renamed(service.rename(analysis, FILE, position, "key", { supportsAnnotations: false }));
    expect(applyWireEdits(text, edit.changes?.[FILE] ?? [])).toContain(
      ":foreach key,v in=$x do={ :put $key }",
    );
  });
});

describe("call hierarchy of chains", () => {
  it("tells who jumps where", () => {
    const { service, analysis, position } = open(at("from-lan", 1));
    const [chain] = service.callHierarchy(analysis, FILE, position);
    if (!chain) throw new Error("no chain");
    expect(chain.name).toBe("from-lan");
    const incoming = service.incomingCalls(analysis, chain);
    expect(incoming.map(({ from }) => from.name)).toEqual(["input"]);
    const [input] = incoming;
    if (!input) throw new Error("no caller");
    expect(service.outgoingCalls(analysis, input.from).map(({ to }) => to.name)).toEqual(["from-lan"]);
  });
});

describe("workspace symbols", () => {
  it("matches letters in order, beginnings first", () => {
    const { service, analysis } = open(CONFIG);
    const symbols = service.symbolsOf(analysis, FILE);
    expect(service.matchSymbols(symbols, "brid").map(({ name }) => name)).toEqual(["bridge1"]);
    expect(service.matchSymbols(symbols, "zzz")).toEqual([]);
  });
  it("know chains, marks and lists too, each once, and no community", () => {
    const { service, analysis } = open(
      "/ip firewall filter\nadd action=drop chain=guests\nadd action=drop chain=guests\nadd action=accept chain=input src-address-list=bad\n/ip firewall address-list\nadd address=10.0.0.1 list=bad\n/ip firewall mangle\nadd action=mark-connection chain=prerouting new-connection-mark=cm\n/snmp community\nadd name=Hu7sh\n",
    );
    const symbols = service.symbolsOf(analysis, FILE);
    expect(symbols.map(({ name, containerName }) => `${name}: ${containerName}`)).toEqual([
      "guests: chain · /ip/firewall/filter",
      "bad: address list · /ip/firewall/address-list",
      "cm: connection mark · /ip/firewall/mangle",
    ]);
  });
});
