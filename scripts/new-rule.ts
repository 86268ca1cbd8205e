/** Starts a rule: `npm run new-rule vpn/pptp-client` writes the rule and its case file, and registers it. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { camelCase } from "./generate/registry.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

function main(args: readonly string[]): void {
  const match = /^([a-z]+)\/([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/.exec(args[0] ?? "");
  if (match === null) throw new Error("usage: npm run new-rule group/rule-id");
  const [, group = "", id = ""] = match;
  write(`server/src/rules/${group}/${id}.ts`, ruleText(group, id));
  write(`test/rules/${group}/${id}.md`, casesText(id));
  execFileSync("npx", ["tsx", "scripts/generate.ts", "--registry"], { cwd: ROOT, stdio: "inherit" });
}

function write(path: string, text: string): void {
  const file = join(ROOT, path);
  if (existsSync(file)) throw new Error(`${path} exists already`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(path);
}

function ruleText(group: string, id: string): string {
  return `import { label } from "../facts/label.ts";
import { defineRule } from "../rule.ts";

/** The fact, and where it is from. */
export const ${camelCase(id)} = defineRule({
  id: "${id}",
  group: "${group}",
  title: "TODO",
  severity: "warning",
  why: "TODO.",
  advice: "TODO.",
  references: [],
  bad: "/interface wireguard\\nadd name=todo\\n",
  good: "/interface wireguard\\nadd listen-port=13231 name=todo\\n",
  on: ["/interface/wireguard"],
  check(item) {
    if (item.property("listen-port") !== undefined) return undefined;
    return { at: { item, property: "name" }, item, message: \`\${label(item)} TODO.\` };
  },
});
`;
}

function casesText(id: string): string {
  return `# ${id}

## Found

\`\`\`rsc
/interface wireguard
add name=todo
#        ^^^^ ${id}: TODO
\`\`\`

## Near miss

\`\`\`rsc
/interface wireguard
add listen-port=13231 name=todo
\`\`\`
`;
}

main(process.argv.slice(2));
