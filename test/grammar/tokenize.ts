import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

const require = createRequire(import.meta.url);
const GRAMMAR = new URL("../../syntaxes/routeros.tmLanguage.json", import.meta.url);
const SCOPE = "source.routeros";

export interface ScopedToken {
  readonly text: string;
  /** Scopes from the outermost in, without the root scope. */
  readonly scopes: readonly string[];
}

/** Returns a tokenizer that answers one list of tokens a line, as VS Code would colour them. */
export async function loadTokenizer(): Promise<(text: string) => ScopedToken[][]> {
  const wasm = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(new Uint8Array(wasm).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text: string) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(GRAMMAR, "utf8"), GRAMMAR.pathname),
  });
  const grammar = await registry.loadGrammar(SCOPE);
  if (grammar === null) throw new Error(`no grammar for ${SCOPE}`);
  return (text) => {
    let state = textmate.INITIAL;
    return text.split(/\r?\n/).map((line) => {
      const result = grammar.tokenizeLine(line, state);
      state = result.ruleStack;
      return result.tokens.map((token) => ({
        text: line.slice(token.startIndex, token.endIndex),
        scopes: token.scopes.filter((scope) => scope !== SCOPE),
      }));
    });
  };
}

/** One block a line: the line itself, then its coloured tokens with their scope, root and language suffix left out. */
export function printScopes(lines: readonly (readonly ScopedToken[])[]): string {
  return lines
    .map((tokens) => {
      const coloured = tokens.filter((token) => token.text.trim() !== "" && token.scopes.length > 0);
      const rows = coloured.map((token) => `    ${token.text.padEnd(24)} ${shorten(token.scopes)}`);
      return [`| ${tokens.map((token) => token.text).join("")}`.trimEnd(), ...rows].join("\n");
    })
    .join("\n")
    .concat("\n");
}

function shorten(scopes: readonly string[]): string {
  const visible = scopes.filter((scope) => !scope.startsWith("meta."));
  const names = visible.length > 0 ? visible : scopes.slice(-1);
  return names.map((scope) => scope.replace(/\.routeros$/, "")).join(" ");
}
