import type { Schema } from "../schema/lookup.ts";

export interface Snippet {
  readonly label: string;
  readonly detail: string;
  /** With the tab stops of LSP snippets. */
  readonly body: string;
}

const SCRIPT: readonly Snippet[] = [
  { label: "if … else", detail: "condition", body: `if (\${1:condition}) do={\n\t$2\n} else={\n\t$0\n}` },
  {
    label: "foreach",
    detail: "loop over an array",
    body: `foreach \${1:item} in=\${2:[find]} do={\n\t$0\n}`,
  },
  { label: "for", detail: "counting loop", body: `for \${1:i} from=\${2:1} to=\${3:10} do={\n\t$0\n}` },
  { label: "while", detail: "loop", body: `while (\${1:condition}) do={\n\t$0\n}` },
  { label: "do … on-error", detail: "catch errors", body: `do {\n\t$1\n} on-error={\n\t$0\n}` },
  { label: "function", detail: "local function", body: `local \${1:name} do={\n\t$0\n}` },
];

/** Snippets for the start of a statement: script forms, and `add` with what it needs. */
export function snippetsFor(schema: Schema, menu: string, lead: "" | "/" | ":"): readonly Snippet[] {
  const found: Snippet[] = [];
  if (lead === ":") found.push(...SCRIPT);
  else if (menu === "/" && lead === "") {
    found.push(
      ...SCRIPT.map((snippet) => ({ ...snippet, label: `:${snippet.label}`, body: `:${snippet.body}` })),
    );
  }
  const required = schema.requiredProperties(menu).flatMap(([name]) => name ?? []);
  if (required.length > 0 && lead === "" && schema.commands(menu).includes("add")) {
    const stops = required.map((name, i) => `${name}=$${i + 1}`).join(" ");
    found.push({ label: "add …", detail: `with ${required.join(", ")}`, body: `add ${stops}$0` });
  }
  return found;
}
