import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { askRouter, crawl } from "../../scripts/schema/crawl.ts";
import { schemaFromExport } from "../../scripts/schema/from-export.ts";
import { createSchema, layerProblem } from "../../server/src/schema/lookup.ts";
import { parseVersion } from "../../server/src/values/version.ts";

const EXPORT = `# jan/02/1970 00:00:00 by RouterOS 6.49.7
/system gizmo
set enabled=yes owner="Anna's router" !limit
/system gizmo part
add comment="secret stuff" disabled=no name=left \\
    size=5
`;

describe("a schema of one's own", () => {
  test("is made from an export without its values", () => {
    const text = schemaFromExport(EXPORT);
    expect(text).toBe(
      "# seen in an export of RouterOS 6.49.7\n/system/gizmo\n set enabled:bool limit owner\n/system/gizmo/part\n add comment disabled:bool name size\n",
    );
  });

  test("is merged in, and nothing beside it is told absent", () => {
    const version = parseVersion("7.22.1");
    if (!version) throw new Error("no version");
    const schema = createSchema({ version, extra: [{ name: "mine", text: schemaFromExport(EXPORT) }] });
    expect(schema.menu("/system/gizmo/part")).toMatchObject({ kind: "known" });
    expect(schema.property("/system/gizmo/part", "add", "disabled")).toMatchObject({
      value: { type: { kind: "boolean" } },
    });
    expect(schema.property("/system/gizmo/part", "add", "colour").kind).toBe("no-data");
    expect(schema.childMenus("/system")).toContain("gizmo");
    expect(schema.property("/ip/firewall/filter", "add", "chian").kind).toBe("absent");
    expect(createSchema({ version }).menu("/system/gizmo").kind).toBe("absent");
  });

  test("a file that is none is told", () => {
    expect(layerProblem(schemaFromExport(EXPORT))).toBeUndefined();
    expect(layerProblem('{"a":1}')).toContain("no line that starts with a menu");
    expect(layerProblem("/ip/address\n add address\nhello")).toContain("line 3");
  });

  test("text that is no schema changes nothing", () => {
    const schema = createSchema({
      extra: [{ name: "odd", text: "{}\n\u0000 add\n=x\n#axis\n/ip/address\n \n  \n" }],
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
  "child gizmo,add": ["mode", "size", "delay", "peer", "numbers"].map((name) => ({
    name,
    "node-type": "arg",
  })),
  "child gizmo,print": [{ name: "where", "node-type": "arg" }],
  "completion gizmo,add,mode": [
    { completion: "fast", style: "none" },
    { completion: "slow", style: "none" },
    { completion: "!", style: "syntax-meta" },
  ],
  "syntax gizmo,add,size": [{ symbol: "Num", text: "1..18446744073709551615    (integer number)" }],
  "syntax gizmo,add,delay": [{ symbol: "Time", text: "1s..1h    (time interval)" }],
  "completion gizmo,add,peer": [{ completion: "annas-laptop", style: "obj-dynamic" }],
};

describe("crawling a router", () => {
  test("keeps the words of the language and drops the router's own names", async () => {
    const asked: string[] = [];
    const text = await crawl((request, path) => {
      const key = `${request} ${path.join(",")}`;
      asked.push(key);
      return Promise.resolve([...(ANSWERS[key] ?? [])]);
    }, "7.22.1");
    expect(text).toBe(
      [
        "# crawled from RouterOS 7.22.1",
        "/",
        " do",
        "/gizmo",
        " add delay:time{1s..1h} mode:!enum|fast|slow numbers peer size:num{1..18446744073709551615}",
        " print where",
        "",
      ].join("\n"),
    );
    expect(asked).not.toContain("child do");
  });

  test("asks over REST, and gives up quietly on what is not answered", async () => {
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString("utf8");
      });
      request.on("end", () => {
        const ok =
          request.method === "POST" &&
          request.url === "/rest/console/inspect" &&
          body.includes('"path":"ip,address"');
        response.writeHead(ok ? 200 : 500).end(ok ? '[{"name":"add","node-type":"cmd","x":1},7]' : "no");
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const address = server.address() satisfies string | AddressInfo | null;
    const port = typeof address === "object" && address ? address.port : 0;
    const ask = askRouter(`http://127.0.0.1:${port}`, "reader", "pass", false);
    expect(await ask("child", ["ip", "address"])).toEqual([{ name: "add", "node-type": "cmd", x: "1" }]);
    expect(await ask("child", ["other"])).toEqual([]);
    server.close();
  });
});
