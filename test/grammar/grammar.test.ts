import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { loadTokenizer, printScopes, type ScopedToken } from "./tokenize.ts";

const CASES = new URL("./cases/", import.meta.url);
const cases = readdirSync(CASES).filter((name) => name.endsWith(".rsc"));

let tokenize: (text: string) => ScopedToken[][];
beforeAll(async () => {
  tokenize = await loadTokenizer();
});

describe("TextMate grammar", () => {
  it.each(cases)("%s keeps its scopes", async (name) => {
    const text = readFileSync(new URL(name, CASES), "utf8");
    await expect(printScopes(tokenize(text))).toMatchFileSnapshot(`./cases/${name}.scopes`);
  });
});
