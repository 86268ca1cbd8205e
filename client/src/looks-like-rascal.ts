/**
 * Says whether the text of a `.rsc` file is a module of the Rascal language, which uses the same extension.
 * A Rascal module opens with optional `//` or block comments, tags (`@license{…}`, `@doc`), and then `module A::B`
 * (rascal-mpl.org, "Module"); no RouterOS statement starts with any of those. Anything else is left to RouterOS.
 */
export function looksLikeRascal(text: string): boolean {
  if (/^\uFEFF?\s*#/.test(text)) return false;
  const start = skipCommentsAndTags(text);
  const rest = text.slice(start.offset);
  if (MODULE.test(rest)) return true;
  return (start.hasTags && CLAUSE.test(rest)) || IMPORT.test(rest);
}

const NAME = String.raw`\\?[A-Za-z_][\w-]*(?:::\\?[A-Za-z_][\w-]*)*`;
const MODULE = new RegExp(String.raw`^module\s+${NAME}\s*(?:;|$|\[|\r?\n|//|/\*)`);
const CLAUSE = /^(?:import|extend)\s/;
/** `import` is a RouterOS command too: only `import Name;` or `import a::b;`, alone on its line, is Rascal. */
const IMPORT = /^(?:import|extend)\s+(?:[A-Z]\w*|\\?\w+(?:::\\?\w+)+)[ \t]*;[ \t]*(?:$|\r?\n|\/\/|\/\*)/;
/** Longest preamble that is read, in UTF-16 units. */
const LIMIT = 20_000;

function skipCommentsAndTags(text: string): { offset: number; hasTags: boolean } {
  let offset = 0;
  let hasTags = false;
  while (offset < Math.min(text.length, LIMIT)) {
    const rest = text.slice(offset, LIMIT);
    const blank = /^(?:[\s\uFEFF]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)/.exec(rest);
    const tag = /^@[A-Za-z]\w*(?=\s|\{|=)/.exec(rest);
    if (blank !== null) offset += blank[0].length;
    else if (tag !== null) {
      offset += tag[0].length + tagContentLength(rest.slice(tag[0].length));
      hasTags = true;
    } else break;
  }
  return { offset, hasTags };
}

/** Length of `{…}` (braces nest) or `="…"` right behind a tag's name; 0 for a bare tag. */
function tagContentLength(text: string): number {
  const string = /^\s*=\s*"(?:[^"\\]|\\.)*"/.exec(text);
  if (string !== null) return string[0].length;
  const open = /^\s*\{/.exec(text);
  if (open === null) return 0;
  let depth = 1;
  let at = open[0].length;
  while (at < text.length && depth > 0) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}") depth--;
    at++;
  }
  return at;
}
