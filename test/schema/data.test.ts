import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { MENUS } from "../../server/src/schema/data/menus.ts";
import { REFERENCES } from "../../server/src/schema/data/references.ts";
import { REQUIRED } from "../../server/src/schema/data/required.ts";
import { TYPES } from "../../server/src/schema/data/types.ts";
import { V6 } from "../../server/src/schema/data/v6.ts";
import { VALUE_NAMES } from "../../server/src/schema/data/value-names.ts";
import { HARDWARE } from "../../server/src/schema/hardware.ts";
import { indexLayer, readArguments, readCommands } from "../../server/src/schema/layer.ts";
import { createSchema } from "../../server/src/schema/lookup.ts";
import { namespaces } from "../../server/src/schema/references.ts";
import { RENAMES } from "../../server/src/schema/renames.ts";
import { readType } from "../../server/src/schema/value-type.ts";

const DATA = { MENUS, REFERENCES, REQUIRED, TYPES, V6, VALUE_NAMES };
const schema = createSchema();

function lines(text: string, start: string): string[] {
  return text.split("\n").filter((line) => line.startsWith(start));
}

describe("the committed data", () => {
  test("keeps within its budget", () => {
    const all = Object.values(DATA).join("");
    expect(Buffer.byteLength(all)).toBeLessThan(800_000);
    expect(gzipSync(all).length).toBeLessThan(150_000);
  });

  test("is sorted, one record a line, and free of a crawled router's own names", () => {
    for (const text of [MENUS, V6, REFERENCES, VALUE_NAMES]) {
      const menus = lines(text, "/").map((line) => line.split(/[ @]/)[0] ?? "");
      expect(menus).toEqual([...menus].sort());
      expect(new Set(menus).size).toBe(menus.length);
    }
    expect(TYPES).not.toMatch(/[|](?:ether\d|0000:\d|skins)/);
  });

  test("every line reads whole", () => {
    for (const [kind, text] of [
      ["dumps", MENUS],
      ["hardware", HARDWARE],
      ["v6", V6],
    ] as const) {
      const layer = indexLayer(kind, text);
      const within = { ranges: [[0, layer.axis.length - 1]] as const, loose: false, v6: false };
      for (const source of layer.menus.values()) {
        const commands = readCommands(source, within);
        expect(commands.length, source.path).toBe(lines(source.body, " ").length);
        for (const command of commands) {
          const tokens = command.text.split(" ").filter((token) => token !== "" && !/^[=-]/.test(token));
          const names = [...readArguments(command, commands).keys()];
          for (const token of tokens)
            expect(names, `${source.path} ${token}`).toContain(token.replace(/^\+/, "").split(/[:@^]/)[0]);
        }
      }
    }
  });

  test("every type has a meaning", () => {
    for (const line of TYPES.split("\n").filter((text) => text !== "")) {
      expect(readType(line.slice(line.indexOf(" ") + 1)).kind, line).not.toBe("unknown");
    }
  });

  test("references name namespaces that exist", () => {
    const used = new Set(
      REFERENCES.split("\n").flatMap((line) =>
        line
          .split(" ")
          .slice(1)
          .flatMap((token) =>
            token
              .slice(token.lastIndexOf(":") + 1)
              .replace(/[*?]/g, "")
              .split(","),
          ),
      ),
    );
    const known = namespaces();
    expect([...used].filter((name) => !known.includes(name))).toEqual([]);
  });

  test("what takes the place of something exists", () => {
    for (const { menu } of RENAMES) if (menu) expect(schema.menu(menu).kind, menu).toBe("known");
  });
});

describe("loading", () => {
  test("leaves the menus' lines unread", () => {
    const layer = indexLayer("dumps", MENUS);
    expect(layer.menus.get("/ip/firewall/filter")?.body).toContain("\n add ");
    expect(layer.menus.size).toBeGreaterThan(550);
    expect(layer.shapes.has("print")).toBe(true);
  });

  test("a store gives the same schema for the same version", async () => {
    const { createSchemaStore } = await import("../../server/src/schema/lookup.ts");
    const store = createSchemaStore();
    expect(store.schema(undefined)).toBe(store.schema(undefined));
  });
});
