import { describe, expect, it } from "vitest";
import { variablesOf } from "../../server/src/model/scope.ts";
import { modelOf } from "../support/model.ts";

function uses(text: string): string[] {
  const { uses: found } = variablesOf(modelOf(text));
  return found.map((use) => {
    const marks = [use.crossesLines ? "crosses" : "", use.mayBeArgument ? "argument" : ""].filter(Boolean);
    return [
      use.kind,
      text.slice(use.range.start, use.range.end),
      use.variable?.kind ?? "undeclared",
      ...marks,
    ].join(" ");
  });
}

describe("variables", () => {
  it("of a block are its own", () => {
    expect(uses("{ :local a 1; { :put $a; :local b 2 }; :put $b }\n")).toEqual([
      "read a local",
      "read b undeclared",
    ]);
  });

  it("are read without a dollar sign in expressions, but not as arguments and properties", () => {
    expect(uses("{ :local a 1; :if (a = 1 && b = 2) do={ :put a; :put ($c->a) } }\n")).toEqual([
      "read a local",
      "read c undeclared",
      "read a local",
    ]);
    expect(uses("{ :local name x; :put [/user find where (name = 1)] }\n")).toEqual([]);
  });

  it("of a top-level line are gone on the next one when imported", () => {
    expect(uses(":local a 1\n:put $a\n")).toEqual(["read a local crosses"]);
    expect(uses(":local a 1; :put $a\n")).toEqual(["read a local"]);
    expect(uses(":global a 1\n:put $a\n")).toEqual(["read a global"]);
  });

  it("of loops live in their blocks", () => {
    expect(uses(":for i from=1 to=3 do={ :put $i }; :put $i\n")).toEqual([
      "read i counter",
      "read i undeclared",
    ]);
    expect(uses(":foreach k,v in={1;2} do={ :put ($k . $v) }\n")).toEqual([
      "read k counter",
      "read v counter",
    ]);
    expect(uses(":onerror e in={ :error x } do={ :put $e }\n")).toEqual(["read e error"]);
  });

  it("may be arguments in functions and event scripts", () => {
    expect(uses(":global f do={ :return ($1 + $x) }\n$f 1 x=2\n")).toEqual([
      "read 1 undeclared argument",
      "read x undeclared argument",
      "call f global",
    ]);
    expect(uses('/ip dhcp-client add script=":put \\$bound"\n')).toEqual(["read bound undeclared argument"]);
  });

  it("are found in strings, quoted names and writes", () => {
    expect(uses(':local "my-var" 1; :set $"my-var" "x $"my-var" y"\n')).toContain("write my-var local");
    expect(uses(':local a {1}; :set ($a->0) "b"\n')).toEqual(["read a local"]);
    expect(uses(':local a 1; :put "x$a y$[:len $a]"\n')).toEqual(["read a local", "read a local"]);
  });

  it("hide outer ones", () => {
    const { declarations } = variablesOf(modelOf(":global a\n{ :local a 1 }\n:local b 1; { :local b 2 }\n"));
    expect(declarations.map((declaration) => declaration.hides?.kind)).toEqual([
      undefined,
      "global",
      undefined,
      "local",
    ]);
  });
});
