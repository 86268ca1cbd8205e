import { describe, expect, test } from "vitest";
import {
  type Ask,
  crawl,
  schemaFileProblem,
  schemaFromExport,
} from "../../server/src/features/own-schema.ts";
import { createSchema } from "../../server/src/schema/lookup.ts";
import { parseVersion } from "../../server/src/values/version.ts";

const EXPORT = (version: string) => `# jan/02/1970 00:00:00 by RouterOS ${version}
/system gizmo
set enabled=yes owner="Anna's router" !limit
/system gizmo part
add comment="secret stuff" disabled=no name=left \\
    size=5
/ip address
add address=192.0.2.1/24 interface=ether1 glow=yes
`;

function schemaOf(version: string, texts: readonly string[]) {
  const parsed = parseVersion(version);
  const extra = texts.map((text, at) => ({ name: `${at}`, text }));
  return createSchema({ ...(parsed ? { version: parsed } : {}), extra });
}

describe("a schema of one's own", () => {
  test("is made from an export without its values", () => {
    expect(schemaFromExport(EXPORT("6.49.7"))).toEqual({
      version: "6.49.7",
      menus: 3,
      text: [
        "# seen in an export of RouterOS 6.49.7",
        "#version 6.49.7",
        "/ip/address",
        " add address glow:bool interface",
        "/system/gizmo",
        " set enabled:bool limit owner",
        "/system/gizmo/part",
        " add comment disabled:bool name size",
        "",
      ].join("\n"),
    });
  });

  test("reads slash menus, relative paths and dotted names that go on", () => {
    const { text } = schemaFromExport(
      "/interface/wifi\nset [ find default-name=wifi1 ] channel.band=5ghz-ax .width=20mhz disabled=no\n/ip\nfirewall nat\nadd chain=srcnat\n/ip ssh set strong-crypto=yes\n",
    );
    expect(text).toBe(
      [
        "# seen in an export",
        "/interface/wifi",
        " set channel.band channel.width disabled:bool",
        "/ip/firewall/nat",
        " add chain",
        "/ip/ssh",
        " set strong-crypto:bool",
        "",
      ].join("\n"),
    );
  });

  test("is merged in, and nothing beside it is told absent", () => {
    const schema = schemaOf("7.22.1", [schemaFromExport(EXPORT("7.22.1")).text]);
    expect(schema.menu("/system/gizmo/part")).toMatchObject({ kind: "known" });
    expect(schema.property("/system/gizmo/part", "add", "disabled")).toMatchObject({
      value: { type: { kind: "boolean" } },
    });
    expect(schema.property("/system/gizmo/part", "add", "colour").kind).toBe("no-data");
    expect(schema.childMenus("/system")).toContain("gizmo");
    expect(schemaOf("7.22.1", []).menu("/system/gizmo").kind).toBe("absent");
  });

  test("makes a menu open only where it shows more than was known", () => {
    const usual = schemaFromExport("/ip firewall filter\nadd action=drop chain=input\n").text;
    const schema = schemaOf("7.22.1", [usual, schemaFromExport(EXPORT("7.22.1")).text]);
    expect(schema.property("/ip/firewall/filter", "add", "chian").kind).toBe("absent");
    expect(schema.property("/ip/address", "add", "glow").kind).toBe("known");
    expect(schema.property("/ip/address", "add", "glwo").kind).toBe("no-data");
  });

  test("of RouterOS 6 says nothing of RouterOS 7", () => {
    const route = schemaFromExport(
      "# jan/02/1970 00:00:00 by RouterOS 6.49.7\n/ip route\nadd gateway=192.0.2.1 routing-mark=isp2 tint=red\n",
    ).text;
    expect(schemaOf("6.48", [route]).property("/ip/route", "add", "tint").kind).toBe("known");
    expect(schemaOf("7.22.1", [route]).property("/ip/route", "add", "routing-mark").kind).toBe("absent");
    expect(schemaOf("7.22.1", [route]).property("/ip/route", "add", "tint").kind).toBe("absent");
  });

  test("speaks for its own version where others are known to differ", () => {
    const mine = "#version 7.15.3\n/container/envs\n add list\n";
    expect(schemaOf("7.15.3", []).property("/container/envs", "add", "list").kind).toBe("absent");
    expect(schemaOf("7.15.3", [mine]).property("/container/envs", "add", "list").kind).toBe("known");
    expect(schemaOf("7.18.2", [mine]).property("/container/envs", "add", "list").kind).toBe("absent");
  });

  test("a file that is none is told", () => {
    expect(schemaFileProblem(schemaFromExport(EXPORT("6.49.7")).text)).toBeUndefined();
    expect(schemaFileProblem('{"a":1}')).toContain("no line that starts with a menu");
    expect(schemaFileProblem("/ip/address\n add address\nhello")).toContain("line 3");
    expect(schemaFileProblem(EXPORT("7.15"))).toContain("`rsclint schema import`");
    expect(schemaFileProblem("/ip address\nadd address=192.0.2.1/24")).toContain("is an export");
  });

  test("text that is no schema changes nothing", () => {
    const schema = createSchema({
      extra: [{ name: "odd", text: "{}\n\u0000 add\n=x\n#axis\n#version x\n/ip/address\n \n  \n" }],
    });
    expect(schema.menu("/ip/address").kind).toBe("known");
    expect(schema.property("/ip/address", "add", "address").kind).toBe("known");
  });
});

/** A router's answers to /console/inspect, as 7.22 gives them. */
const ANSWERS: Record<string, readonly Record<string, string>[]> = {
  "child ": [
    { name: "gizmo", "node-type": "dir" },
    { name: "do", "node-type": "cmd" },
  ],
  "child gizmo": [
    { name: "add", "node-type": "cmd" },
    { name: "print", "node-type": "cmd" },
  ],
  "child gizmo,add": ["mode", "size", "delay", "peer", "owner", "numbers"].map((name) => ({
    name,
    "node-type": "arg",
  })),
  "child gizmo,print": [{ name: "where", "node-type": "arg" }],
  "completion gizmo,add,mode": [
    { completion: "accept", style: "none" },
    { completion: "drop", style: "none" },
    { completion: "!", style: "syntax-meta" },
  ],
  "syntax gizmo,add,size": [{ symbol: "Num", text: "1..18446744073709551615    (integer number)" }],
  "syntax gizmo,add,delay": [{ symbol: "Time", text: "1s..1h    (time interval)" }],
  "completion gizmo,add,peer": [{ completion: "annas-laptop", style: "obj-dynamic" }],
  // Names of objects may come in the style of literal words.
  "completion gizmo,add,owner": [
    { completion: "anna", style: "none" },
    { completion: "none", style: "none" },
    { completion: "bob", style: "none" },
  ],
};

describe("crawling a router", () => {
  test("keeps the words of the language and drops the router's own names", async () => {
    const asked: string[] = [];
    const ask: Ask = (request, path) => {
      const key = `${request} ${path.join(",")}`;
      asked.push(key);
      return Promise.resolve(ANSWERS[key] ?? []);
    };
    const { text, menus } = await crawl(ask, "7.22.1");
    expect(menus).toBe(2);
    expect(schemaFileProblem(text)).toBeUndefined();
    expect(text).toBe(
      [
        "# crawled from RouterOS 7.22.1",
        "#version 7.22.1",
        "/",
        " do",
        "/gizmo",
        " add delay:time{1s..1h} mode:!enum|accept|drop numbers owner:open|none peer size:num{1..18446744073709551615}",
        " print where",
        "",
      ].join("\n"),
    );
    expect(asked).not.toContain("child do");
  });
});
