import { describe, expect, it } from "vitest";
import { type FormatOptions, formatEdits, formatText } from "../../server/src/format/format.ts";
import { parse } from "../../server/src/syntax/parser.ts";
import { applyEdits } from "../../server/src/text/edit.ts";

function format(text: string, options?: FormatOptions): string {
  const out = formatText(text, options);
  expect(formatText(out, options)).toBe(out);
  expect(applyEdits(text, formatEdits(text, parse(text), options))).toBe(out);
  return out;
}

describe("formatText", () => {
  it("indents blocks, and what is opened on one line only once", () => {
    const text = `:foreach i in=[/ip address find] do={
:local a   [/ip address get $i address];
 # a comment
:if ($a = "x") do={ :put ({1;
2
})
}
}
`;
    expect(format(text)).toBe(`:foreach i in=[/ip address find] do={
    :local a [/ip address get $i address];
    # a comment
    :if ($a = "x") do={ :put ({1;
        2
    })
    }
}
`);
  });

  it("keeps the file's own indentation unless told otherwise", () => {
    const text = ":do {\n  :put 1\n  :do {\n :put 2\n  }\n}\n";
    expect(format(text)).toBe(":do {\n  :put 1\n  :do {\n    :put 2\n  }\n}\n");
    expect(format(text, { indent: "\t" })).toBe(":do {\n\t:put 1\n\t:do {\n\t\t:put 2\n\t}\n}\n");
  });

  it("indents the elements of an array by one level, broken by `\\\\` or not", () => {
    const text = ':local a {\\\n    "x"={\\\n        "y"=1;\\\n        "z"=2};\\\n    "w"=3\\\n};\n';
    expect(format(text)).toBe(text);
  });

  it("takes no level for what the whole file is indented by", () => {
    const text = "# a script\n  :local a 1\n  :do {\n    :put 1\n    :do {\n      :put 2\n    }\n  }\n";
    expect(format(text)).toBe("# a script\n:local a 1\n:do {\n  :put 1\n  :do {\n    :put 2\n  }\n}\n");
  });

  it("removes trailing blanks and runs of empty lines, and ends with one line end", () => {
    expect(format("\n\n/ip address   \nadd  address=10.0.0.1/24   interface=a\n\n\n\n/ip dns\n\n\n")).toBe(
      "/ip address\nadd address=10.0.0.1/24 interface=a\n\n/ip dns\n",
    );
    expect(format("/ip dns\n\n\nset x=1\n", { maxBlankLines: 0 })).toBe("/ip dns\nset x=1\n");
  });

  it("never touches strings, comments, or statements it cannot read", () => {
    const strings = ':put "a  b\n      c   "\n#  two  blanks  \nadd x="y\\\n    z"\n';
    expect(format(strings)).toBe(strings);
    const broken = ":put  (1 +\n   add   ]\n";
    expect(format(broken)).toBe(broken);
  });

  it("leaves an export as the router wrote it", () => {
    const text = `# 2025-03-02 10:11:12 by RouterOS 7.16.2
# software id = 
#
/ip firewall filter
add action=drop chain=input comment="defconf: drop all not coming from LAN" \\
    in-interface-list=!LAN
`;
    expect(format(text)).toBe(text);
  });

  it("keeps what is set in columns by hand, and takes chance blanks out", () => {
    const columns = [
      ":local a     1",
      ":local bcd   2",
      "/ip firewall address-list",
      "add list=a   address=192.0.2.1      comment=x",
      "add list=bb  address=192.0.2.10/32  comment=y",
      ":local names {",
      '    "a"    = 1;',
      '    "long" = 2',
      "}",
      ':put "x"   ;# a note',
      "",
    ].join("\n");
    expect(format(columns)).toBe(columns);
    expect(format("{\n:local a  1\n  :local bc 2\n:local c   3\n}\n")).toBe(
      "{\n  :local a  1\n  :local bc 2\n  :local c 3\n}\n",
    );
  });
  it("keeps columns that are set with tabs", () => {
    const columns = [
      "/ip firewall address-list",
      "add address=192.0.2.1\tlist=a\t\tcomment=x",
      "add address=192.0.2.101\tlist=long-name\tcomment=y",
      ":local a\t1",
      ":local names\t2",
      "",
    ].join("\n");
    expect(format(columns)).toBe(columns);
    expect(format(":put\t1\n:log info\tx\n")).toBe(":put 1\n:log info x\n");
  });
  it("moves a broken line with its statement, as deep as it is written", () => {
    expect(
      format(`:do {\n:put ("a" . \\\n      "b")\n/ip address add \\\n        address=192.0.2.1/24\n}\n`),
    ).toBe(
      `:do {\n    :put ("a" . \\\n          "b")\n    /ip address add \\\n            address=192.0.2.1/24\n}\n`,
    );
    const guarded = ":do {\n    :if (1 < 2) \\\n    do={\n        :put 1\n    }\n}\n";
    expect(format(guarded)).toBe(guarded);
    expect(format(":do {\n    :put (1 + \\\n  2)\n}\n")).toBe(":do {\n    :put (1 + \\\n            2)\n}\n");
  });
  it("keeps CRLF", () => {
    expect(format(":do {\r\n:put 1  \r\n}\r\n")).toBe(":do {\r\n    :put 1\r\n}\r\n");
  });
});

describe("styles", () => {
  const sectioned = `# mar/14/2021 09:26:53 by RouterOS 6.48.6
/ip firewall filter
add action=drop chain=input comment="defconf: drop all not coming from LAN" \\
    in-interface-list=!LAN
# the second
add action=drop chain=forward
/ip dns
set servers=1.1.1.1
`;
  const terse = `# by RouterOS 6.48.6
/ip firewall filter add action=drop chain=input comment="defconf: drop all not coming from LAN" in-interface-list=!LAN
# the second
/ip firewall filter add action=drop chain=forward
/ip dns set servers=1.1.1.1
`;

  it("writes one full command a line, without the date, to compare exports", () => {
    expect(format(sectioned, { style: "terse", dropsTimestamp: true })).toBe(terse);
  });

  it("collects commands below their menus, and breaks long lines as exports do", () => {
    const back = format(terse, { style: "sectioned", wrap: "wrap" });
    expect(back).toBe(sectioned.replace("mar/14/2021 09:26:53 ", ""));
  });

  it("keeps what depends on a menu below a header", () => {
    const text =
      "/ip address\nadd address=10.0.0.1/24 interface=a\n:foreach i in=[find] do={ set $i comment=x }\n";
    expect(format(text, { style: "terse" })).toBe(
      "/ip address add address=10.0.0.1/24 interface=a\n/ip address\n:foreach i in=[find] do={ set $i comment=x }\n",
    );
  });

  it("unwraps and wraps", () => {
    const long = `/ip firewall filter\nadd ${"src-address-list=abc ".repeat(5).trim()} dst-port=1 comment="${"word ".repeat(20)}"\n`;
    const wrapped = format(long, { wrap: "wrap" });
    expect(Math.max(...wrapped.split("\n").map((line) => line.length))).toBeLessThanOrEqual(79);
    expect(format(wrapped, { wrap: "unwrap" })).toBe(long);
  });
});

describe("formatEdits", () => {
  it("touches only the lines of the range", () => {
    const text = ":do {\n:put 1\n:put 2\n:put 3\n}\n";
    const start = text.indexOf(":put 2");
    const edits = formatEdits(text, parse(text), {}, { start, end: start + 1 });
    expect(applyEdits(text, edits)).toBe(":do {\n:put 1\n    :put 2\n:put 3\n}\n");
  });
});
