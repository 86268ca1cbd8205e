import { modelAfter } from "../../server/src/migrate/end-state.ts";
import type { Answers, Target } from "../../server/src/migrate/plan.ts";
import { type MigrationOutcome, migrate, type TunnelOutcome } from "../../server/src/migrate/run.ts";
import type { Item, Model } from "../../server/src/model/model.ts";
import { modelOf } from "./model.ts";

export interface Migrated {
  readonly before: Model;
  readonly after: Model;
  readonly text: string;
  readonly outcome: MigrationOutcome;
  /** The first tunnel's. */
  readonly first: TunnelOutcome;
}

/** One text moved over, with what there is to say of it. */
export function migrated(
  text: string,
  target: Target,
  options: { readonly tunnel?: string; readonly answers?: Answers; readonly version?: string } = {},
): Migrated {
  const before = modelOf(text, options.version === undefined ? {} : { version: options.version });
  const { tunnel, answers = {} } = options;
  const outcome = migrate(before, { target, answers, ...(tunnel === undefined ? {} : { tunnel }) });
  const [first] = outcome.tunnels;
  if (first === undefined) throw new Error("there is no tunnel in the text");
  return {
    before,
    after: modelAfter(before, outcome.files),
    text: outcome.files[0]?.text ?? "",
    outcome,
    first,
  };
}

/** The text with every statement on one line. */
export function unwrapped({ text }: Migrated): string {
  return text.replace(/\\\r?\n\s*/g, "");
}

/** What the first tunnel's move warns of, and leaves to a person. */
export function said({ first }: Migrated): string {
  return [...first.warnings, ...first.review].join("\n");
}

/** A small export around the given lines. */
export function router(version: string, ...lines: readonly string[]): string {
  return [
    `# 2025-03-14 09:26:53 by RouterOS ${version}`,
    "# software id = XXXX-XXXX",
    "#",
    ...lines,
    "",
  ].join("\n");
}

/** Menus whose rows act in order. */
const ORDERED = /^\/ip(?:v6)?\/firewall\/(?:filter|nat|mangle|raw)$/;

/**
 * What a configuration says, menu by menu, layout and order of unordered menus apart. Comments of rows that
 * `before` does not hold are left out: those are a matter of taste.
 */
export function substance(model: Model, before: Model): Readonly<Record<string, readonly string[]>> {
  const known = new Set(before.menus.flatMap((menu) => before.items(menu).map(commentKey)));
  return Object.fromEntries(
    model.menus
      .map((menu) => {
        const rows = model
          .items(menu)
          .filter(({ origin, properties }) => origin !== "builtin" && properties.length > 0)
          .map((item) => rowOf(model, item, known))
          .filter((row) => row !== "");
        return [menu, ORDERED.test(menu) ? rows : [...rows].sort()] as const;
      })
      .filter(([, rows]) => rows.length > 0),
  );
}

function commentKey(item: Item): string {
  return `${item.menu} ${item.comment ?? ""}`;
}

/** What is written as the router would have it anyway says nothing. */
function isDefault(model: Model, item: Item, name: string, text: string | undefined): boolean {
  return text === model.schema.defaultValue(item.menu, name);
}

function rowOf(model: Model, item: Item, known: ReadonlySet<string>): string {
  const words = item.properties
    .filter(({ name, text, isUnset }) => !isUnset && !isDefault(model, item, name, text))
    .filter(({ name }) => name !== "disabled" && (name !== "comment" || known.has(commentKey(item))))
    .map(({ name, text }) => `${name}=${text ?? "…"}`);
  // `enable` and `disable` say the same as the property.
  const isOff = item.isDisabled === true && item.origin !== "settings";
  return [...words, ...(isOff ? ["disabled=yes"] : [])].sort().join(" ");
}
