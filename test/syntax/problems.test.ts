import { describe, expect, test } from "vitest";
import { parse } from "../../server/src/syntax/parser.ts";
import { createLineIndex } from "../../server/src/text/line-index.ts";

/** `line:column message`, counted from 1, of every problem in the order of the text. */
function problemsOf(text: string): string[] {
  const lines = createLineIndex(text);
  return parse(text)
    .chunks.flatMap((chunk) => chunk.problems.map((problem) => ({ at: chunk.start + problem.from, problem })))
    .sort((a, b) => a.at - b.at)
    .map(({ at, problem }) => {
      const { line, column } = lines.positionAt(at);
      return `${line + 1}:${column + 1} ${problem.message}`;
    });
}

describe("where the router stops, and with which words", () => {
  test.each([
    ["upper case begins no command", "Flags: X\n", "1:1 expected command name"],
    ["a prompt's sign", "> /ip address print\n", "1:1 expected command name"],
    ["a prompt", "[joe@router] > export\n", "1:5 syntax error"],
    ["a name and a colon", "status: ok\n", "1:7 syntax error"],
    ["a string as statement", '{\n"x"}\n', "2:1 expected command name"],
    ["a prefix as statement", "10.0.0.0/8\n", "1:9 syntax error"],
    ["a property as statement", "address=1.1.1.1\n", "1:8 syntax error"],
    ["an upper case property as statement", "ADDRESS=1.1.1.1\n", "1:1 expected command name"],
    ["blanks around =", "/ip address\nadd address = 1.1.1.1\n", "2:13 syntax error"],
    ["a comment after arguments", "add name=x # why\n", "1:12 expected end of command"],
    ["letters beyond ASCII", ":local größe 1\n", "1:10 expected end of command"],
    ["a no-break space", "add\u00a0name=x\n", "1:4 expected end of command"],
    ["a quote with a backslash in ( )", ':put ($a->\\"b\\")\n', "1:11 syntax error"],
    ["a line end in ( )", ":put (1 +\n:put 2\n", "1:10 syntax error"],
    ["a brace that stays open", ":do {\n:put 1\n", "3:1 missing closing brace"],
    ["a bracket that stays open in a block", ":do {\n:put [:len 1\n}\n", "3:1 missing closing bracket"],
    ["a placeholder", "print <tab>\n", "1:7 expected end of command"],
    ["a word right behind a command", ":put [:len 1].\n", "1:14 expected end of command"],
    ["a prefix length right behind a variable", "add address=$ip/24\n", "1:16 expected end of command"],
    ["a where that is a property", "find where=\n", "1:12 missing value for where"],
    ["a condition without value", "print where a =\n", "1:16 syntax error"],
  ])("%s", (_, text, expected) => {
    expect(problemsOf(text)[0]).toBe(expected);
  });

  test.each([
    ["conditions with blanks", 'print where name = "x" and mtu > 1400 and !dynamic\n'],
    ["side by side in ( )", "print where (active dst-address=0.0.0.0/0)\n"],
    ["any", ":if (any $x and !any $y) do={}\n"],
    ["a minus as value", "print where (name=-)\n"],
    ["a backslash with blanks behind it", "add a=1 \\ \n  b=2\n"],
    ["a comment after ;", ":put 1; # why\n:do { # why\n}\n"],
    ["a dollar at a string's end", ':put "5\\$"\n:if ($a~"^x$") do={}\n'],
    ["a name in quotes within a string", ':put "a$"b-c"d"\n'],
    ["elements on lines of their own", '$f ({ a="1"\n b="2"\n})\n'],
    ["a number sign that begins a wrapped value", "add name=\\\n    #VPN disabled=yes\n"],
    ["a number sign where a value is wrapped", "add name=a\\\n    #b\n"],
    ["a comment that ends in a backslash", '# add name=x\\\n# comment="$y"\n:do {\n# a=b\\\n#c="d\n}\n'],
    ["an arrow behind a variable in a condition", 'print where name=$a->"name"\n'],
    ["a backslash in bare text", "add regexp=\\.example disabled=yes\n"],
    ["a session's interface, as exports write it", "/system lcd page\nset <pppoe-anna> disabled=yes\n"],
    ["dots as command", "... more\n:do {...}\n"],
  ])("nothing is wrong with %s", (_, text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  test("a bad line leaves its neighbours alone", () => {
    const good = "/ip address\nadd address=1.1.1.1\n";
    for (const bad of [
      'add name="x\n',
      ":put (1\n",
      "add x={\n",
      "]\n",
      ")\n",
      "Text: here\n",
      "add = 1\n",
    ]) {
      const chunks = parse(`${good}${bad}${good}`).chunks.slice(-2);
      expect(chunks.map((chunk) => chunk.text).join("")).toBe(good);
      expect(chunks.flatMap((chunk) => chunk.problems)).toEqual([]);
    }
  });

  test.each([
    ["```routeros\n", "this is a fence of Markdown, no part of a script"],
    ["add name=`x`\n", "a backtick stands in quotes"],
    ["add name=größe\n", "letters beyond ASCII stand in quotes"],
  ])("what %j is, and what to do about it", (text, hint) => {
    expect(parse(text).chunks.flatMap((chunk) => chunk.problems)[0]?.hint).toBe(hint);
  });

  test("a brace too many is a warning, since the router stops reading there in silence", () => {
    const problems = parse(":put 1\n}\n").chunks.flatMap((chunk) => chunk.problems);
    expect(problems.map((problem) => problem.severity)).toEqual(["warning"]);
  });
});
