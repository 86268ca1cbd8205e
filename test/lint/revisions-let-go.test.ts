import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { type Analysis, createLanguageService, type LanguageService } from "../../server/src/service.ts";
import { rangeOf } from "../../server/src/syntax/tree.ts";

const PATH = "file:///router.rsc";
/** In each of a few lines, again and again. */
const LINES = 60;
const ROUNDS = 2;
/** Of each kind: what the revision in hand is made of, and what the memories hold of the one before. */
const HELD = 3;

/** Long enough for several pages of statements. */
const ROUTER = [
  "# 2025-03-14 09:26:53 by RouterOS 7.15.3",
  "/interface bridge",
  "add name=bridge1",
  "/ip firewall address-list",
  ...lines((at) => `add address=198.51.${at >> 8}.${at & 255} list=blocked`),
  "/ip firewall filter",
  "add action=drop chain=input src-address-list=blocked",
  ...lines((at) => `add action=accept chain=forward dst-port=${1024 + at} in-interface=bridge1 protocol=tcp`),
  "/ip route",
  ...lines((at) => `add dst-address=10.${at >> 8}.${at & 255}.0/24 gateway=192.0.2.1`),
  "",
].join("\n");

const MENUS = ["/ip/firewall/filter", "/ip/firewall/address-list", "/ip/route", "/interface/bridge"];

it("lets go of the revisions of a document that is typed in", async () => {
  const collectGarbage = garbageCollector();
  const { seen, last } = await type();
  // What memories hold weakly goes in turns of its own.
  for (let turn = 0; turn < 4; turn++) {
    collectGarbage();
    await nextTurn();
  }
  const alive = [...seen].map(
    ([what, refs]) => [what, refs.filter((ref) => ref.deref() !== undefined).length] as const,
  );
  expect(alive.filter(([, count]) => count > HELD)).toEqual([]);
  expect(last.files).toHaveLength(1);
});

interface Typed {
  /** What the revisions were made of. */
  readonly seen: ReadonlyMap<string, readonly WeakRef<object>[]>;
  readonly last: Analysis;
}

async function type(): Promise<Typed> {
  const service = createLanguageService();
  const seen = new Map<string, WeakRef<object>[]>();
  let last = service.analyse([{ path: PATH, text: ROUTER }]);
  service.diagnostics(last, PATH);
  for (let key = 0; key < LINES * ROUNDS; key++) {
    last = press(service, last, key, seen);
    // What a WeakRef was made of or gave lives until the turn ends.
    await nextTurn();
  }
  return { seen, last };
}

/** Types a digit at the end of a line. */
function press(
  service: LanguageService,
  before: Analysis,
  key: number,
  seen: Map<string, WeakRef<object>[]>,
): Analysis {
  const line = key % LINES;
  const menu = MENUS[line % MENUS.length] ?? "";
  const items = before.model.items(menu);
  const item = items[Math.min(100 + line, items.length - 1)];
  const end = item?.command === undefined ? 0 : rangeOf(item.command.node).end;
  const after = service.update(before, PATH, [{ range: { start: end, end }, newText: "1" }]);
  service.diagnostics(after, PATH);
  // Not what the document was opened with: the engine may keep a hold of that.
  if (key >= LINES) note(seen, { [`item of ${menu}`]: item, ...parts(before) });
  return after;
}

/** What keys make anew. */
function parts({ model, traffic, files }: Analysis): Readonly<Record<string, object | undefined>> {
  return {
    model,
    statements: files[0]?.tree.chunks,
    commands: model.commands,
    references: model.references,
    shadows: traffic.shadows,
    list: traffic.network.addressList("ip", "blocked"),
  };
}

function note(
  seen: Map<string, WeakRef<object>[]>,
  made: Readonly<Record<string, object | undefined>>,
): void {
  for (const [what, one] of Object.entries(made)) {
    const refs = seen.get(what) ?? [];
    seen.set(what, refs);
    if (one !== undefined && refs.at(-1)?.deref() !== one) refs.push(new WeakRef(one));
  }
}

function lines(line: (at: number) => string): readonly string[] {
  return Array.from({ length: 600 }, (_, at) => line(at));
}

/** Node hides it unless asked. */
function garbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new Error("this engine gives no access to its garbage collector");
  return () => collect();
}
