import { describe, expect, it } from "vitest";
import { applyWireEdits, FILE, open, textAt } from "../support/cursor.ts";

const CONFIG = `# 2025-03-14 09:26:53 by RouterOS 7.15.3
#
# model = RB5009
/interface bridge
add comment="all of home" name=bridge1
add disabled=yes name=spare
/ip address
add address=192.168.88.1/24 \\
    interface=bridge1
/ip firewall filter
add action=accept chain=input in-interface=bridge1
add action=drop chain=input comment="rest"
/interface l2tp-client
add connect-to=198.51.100.7 name=l2tp1 user=anna
/system script
add name=s source=":do {\\r\\
    \\n} on-error={}"
`;

describe("document symbols", () => {
  it("show sections with their items, names and comments", () => {
    const { service, analysis } = open(CONFIG);
    const symbols = service.documentSymbols(analysis, FILE);
    expect(symbols.map(({ name }) => name)).toEqual([
      "/interface/bridge",
      "/ip/address",
      "/ip/firewall/filter",
      "/interface/l2tp-client",
      "/system/script",
    ]);
    expect(symbols[0]?.children?.map(({ name, detail }) => [name, detail])).toEqual([
      ["bridge1", "all of home"],
      ["spare", "disabled"],
    ]);
    expect(symbols[2]?.children?.map(({ name }) => name)[0]).toBe("input · accept · in-interface=bridge1");
  });
  it("group statements written with full paths", () => {
    const { service, analysis } = open(
      "/ip pool add name=a ranges=10.0.0.1\n/ip pool add name=b ranges=10.0.0.2\n:local x 1\n",
    );
    const symbols = service.documentSymbols(analysis, FILE);
    expect(symbols.map(({ name, children }) => [name, children?.length])).toEqual([
      ["/ip/pool", 2],
      ["/", 1],
    ]);
  });
});

describe("folding", () => {
  it("folds sections, comments and wrapped statements", () => {
    const { service, analysis } = open(CONFIG);
    const folds = service
      .foldingRanges(analysis, FILE)
      .map(({ startLine, endLine, kind }) => [startLine, endLine, kind]);
    expect(folds).toContainEqual([0, 2, "comment"]);
    expect(folds).toContainEqual([3, 5, "region"]);
    expect(folds).toContainEqual([7, 8, undefined]);
  });
});

describe("selection ranges", () => {
  it("grow from the value to the file", () => {
    const { service, analysis, position, text } = open(CONFIG.replace("name=spare", "name=sp<|>are"));
    const steps: string[] = [];
    for (let at = service.selectionRanges(analysis, FILE, [position])[0]; at; at = at.parent)
      steps.push(textAt(text, at.range));
    expect(steps.slice(0, 3)).toEqual(["spare", "name=spare", "add disabled=yes name=spare"]);
    expect(steps.at(-1)).toBe(text);
  });
});

describe("semantic tokens", () => {
  it("tell menus, commands, properties, references and words apart", () => {
    const { service, analysis, text } = open(
      "/ip firewall filter\nadd action=drop chain=input disabled=yes\n",
    );
    const { data } = service.semanticTokens(analysis, FILE);
    const tokens = decode(text, data);
    expect(tokens).toContainEqual(["firewall", 0]);
    expect(tokens).toContainEqual(["add", 1]);
    expect(tokens).toContainEqual(["action", 2]);
    expect(tokens).toContainEqual(["yes", 6]);
  });
  it("give a part where a part is asked for", () => {
    const { service, analysis } = open(CONFIG);
    const range = { start: { line: 6, character: 0 }, end: { line: 7, character: 0 } };
    const part = service.semanticTokens(analysis, FILE, range).data.length;
    expect(part).toBeGreaterThan(0);
    expect(part).toBeLessThan(service.semanticTokens(analysis, FILE).data.length);
  });

  function decode(text: string, data: readonly number[]): [string, number][] {
    const lines = text.split("\n");
    const found: [string, number][] = [];
    let line = 0;
    let column = 0;
    for (let i = 0; i + 4 < data.length; i += 5) {
      line += data[i] ?? 0;
      column = (data[i] === 0 ? column : 0) + (data[i + 1] ?? 0);
      found.push([(lines[line] ?? "").slice(column, column + (data[i + 2] ?? 0)), data[i + 3] ?? -1]);
    }
    return found;
  }
});

describe("code lenses", () => {
  const lensesOf = (text: string) => {
    const { service, analysis } = open(text);
    return service
      .codeLenses(analysis, FILE, "show")
      .map(({ range, command }) => `${textAt(text, range)}: ${command?.title}`);
  };
  it("count references", () => {
    expect(lensesOf(CONFIG)).toEqual(["bridge1: 2 references", "spare: 0 references", "l2tp1: 0 references"]);
  });
  it("count what a search for references finds, and let own commands make nothing used", () => {
    const commands = "set OLD comment=x\nset OLD comment=y\n";
    expect(lensesOf(`/interface bridge\nadd name=OLD\n${commands}/ip address\nadd interface=OLD\n`)).toEqual([
      "OLD: 3 references",
    ]);
    expect(lensesOf(`/ip pool\nadd name=OLD\n${commands}`)).toEqual(["OLD: unused"]);
  });
  it("name what does nothing since nobody names it, and not what is called from outside", () => {
    const config =
      "/ip pool\nadd name=old ranges=10.0.0.9\n/ppp profile\nadd name=p\n/system script\nadd name=s source=x\n/ip dhcp-server\nadd name=d interface=ether2\n";
    expect(lensesOf(config)).toEqual(["old: unused", "p: unused"]);
    expect(lensesOf("/ppp profile\nset [ find default=yes ] name=default use-ipv6=no\n")).toEqual([]);
    expect(lensesOf(`${config}/radius\nadd address=10.0.0.7 service=ppp\n`)).toEqual([]);
  });
});

describe("inlay hints", () => {
  const everything = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
  it("show defaults that decide, and the prefix behind an interface", () => {
    const { service, analysis } = open(CONFIG);
    const hints = service
      .inlayHints(analysis, FILE, everything)
      .map(({ position, label }) => [position.line, label]);
    expect(hints).toContainEqual([13, expect.stringContaining("disabled=yes")]);
    expect(hints).toContainEqual([10, "192.168.88.1/24"]);
  });
  it("say of what is switched off no more than that, and nothing of defaults that only point elsewhere", () => {
    const { service, analysis } = open(
      `# 2025-03-14 09:26:53 by RouterOS 7.15.3\n/interface pptp-client\nadd connect-to=192.0.2.1 name=a\nadd connect-to=192.0.2.1 disabled=no name=b\n/ppp profile\nadd name=p\n/ppp secret\nadd name=u\n`,
    );
    expect(service.inlayHints(analysis, FILE, everything).map(({ label }) => label)).toEqual([
      "disabled=yes",
      "allow=pap,chap,mschap1,mschap2",
      "service=any",
    ]);
  });
});

describe("signature help", () => {
  it("names the parameter at the cursor", () => {
    const { service, analysis, position } = open("/ip address\nadd address=10.0.0.1/24 interface=<|>\n");
    const help = service.signatureHelp(analysis, FILE, position);
    const [signature] = help?.signatures ?? [];
    const active = signature?.parameters?.[help?.activeParameter ?? -1];
    const [from, to] = Array.isArray(active?.label) ? active.label : [0, 0];
    expect(signature?.label.slice(from, to)).toContain("interface=");
  });
});

describe("document links", () => {
  it("open addresses and imported files", () => {
    const { service, analysis } = open(
      '# see https://example.org/a.\n/import file-name=other.rsc\n/tool fetch url="https://example.org/x"\n',
    );
    expect(service.documentLinks(analysis, FILE).map(({ target }) => target)).toEqual([
      "https://example.org/a",
      "https://example.org/x",
      "file:///other.rsc",
    ]);
  });
});

describe("links that are written over lines or with escapes", () => {
  const targets = (text: string) => {
    const { service, analysis } = open(text);
    return service.documentLinks(analysis, FILE).map(({ target }) => target);
  };
  it("opens the whole address", () => {
    expect(targets('/tool fetch url="https://example.org/a\\\n    b/c"')).toEqual([
      "https://example.org/ab/c",
    ]);
    expect(targets('/tool fetch url="https://example.org/a\\?b=1"')).toEqual(["https://example.org/a?b=1"]);
    expect(
      targets('/system script add source="/tool fetch url=\\"https://example.org/a\\\\\\?b=1\\""'),
    ).toEqual(["https://example.org/a?b=1"]);
    expect(targets("# https://example.org/a\\\n/ip pool")).toEqual(["https://example.org/a"]);
  });
});

describe("selection in a list", () => {
  it("begins with one part", () => {
    const { service, analysis, position, text } = open("/ip dns set servers=192.0.2.1,192.0<|>.2.2");
    const [selection] = service.selectionRanges(analysis, FILE, [position]);
    expect(selection && textAt(text, selection.range)).toBe("192.0.2.2");
    expect(selection?.parent && textAt(text, selection.parent.range)).toBe("192.0.2.1,192.0.2.2");
  });
});

describe("formatting", () => {
  const options = { tabSize: 4, insertSpaces: true };
  it("changes nothing twice", () => {
    const { service, analysis, text } = open(":if (1=1) do={\n:put 1\n  }\n");
    const once = applyWireEdits(text, service.formatDocument(analysis, FILE, options));
    const again = open(once);
    expect(again.service.formatDocument(again.analysis, FILE, options)).toEqual([]);
  });
  it("indents a new line by the open blocks", () => {
    const { service, analysis, position, text } = open(":if (1=1) do={\n<|>\n}\n");
    const edits = service.formatOnType(analysis, FILE, position, "\n", options);
    expect(applyWireEdits(text, edits)).toBe(":if (1=1) do={\n    \n}\n");
  });
  it("indents what goes on from a broken line, once", () => {
    const typed = (marked: string) => {
      const { service, analysis, position, text } = open(marked);
      return applyWireEdits(text, service.formatOnType(analysis, FILE, position, "\n", options));
    };
    const start = "/ip pool\nadd name=x \\\n";
    expect(typed(`${start}<|>`)).toBe(`${start}    `);
    expect(typed(`${start}    comment=y \\\n<|>`)).toBe(`${start}    comment=y \\\n    `);
    expect(typed(`${start}    comment=y\n    <|>`)).toBe(`${start}    comment=y\n`);
    expect(typed(":do {\n    :put \\\n<|>\n}")).toBe(":do {\n    :put \\\n        \n}");
    expect(typed("# note \\\n<|>")).toBe("# note \\\n");
    expect(typed(':put "a \\\n<|>"')).toBe(':put "a \\\n"');
  });
  it("leaves the inside of strings alone", () => {
    const { service, analysis, position } = open(':put "{\n<|>\n"\n');
    expect(service.formatOnType(analysis, FILE, position, "\n", options)).toEqual([]);
  });
});

describe("the graph", () => {
  it("draws tunnels and what names them", () => {
    const { service, analysis } = open(
      `${CONFIG}/ip route\nadd distance=1 gateway=l2tp1\n/ip firewall mangle\nadd action=mark-connection chain=prerouting new-connection-mark=cm\nadd action=mark-packet chain=forward connection-mark=cm new-packet-mark=pm\n`,
    );
    const graph = service.graph(analysis, "mermaid");
    expect(graph.nodes.map(({ label }) => label)).toEqual(expect.arrayContaining(["l2tp1", "cm"]));
    expect(graph.edges.length).toBeGreaterThan(0);
    expect(graph.text).toMatch(/^flowchart LR\n/);
    expect(service.graph(analysis, "dot").text).toMatch(/^digraph/);
  });
});
