import { describe, expect, it } from "vitest";
import { looksLikeRascal } from "../../client/src/looks-like-rascal.ts";

const rascal: Record<string, string> = {
  "a bare module": "module demo::Hello\n\nimport IO;\n\nvoid main() { println(1); }\n",
  "a module behind comments": "// Copyright\n/* more\n   text */\nmodule A\n",
  "a licence tag with nested braces":
    "@license{\n  Copyright {2020} someone\n}\n@contributor{A - a@b.c}\nmodule lang::java::m3::Core\nextend analysis::m3::Core;\n",
  "a string tag": '@doc="text { here"\r\nmodule util::Math\r\n',
  "an escaped name": "module lang::\\data::X\n",
  "a script of imports": "import IO;\nimport List;\n",
  "a parametrised module": "module M[&T]\n",
};

const routeros: Record<string, string> = {
  "an empty file": "",
  "an export": "# 2025-03-14 09:26:53 by RouterOS 7.15.3\n/interface bridge\nadd name=module\n",
  "a shebang": "#!rsc by RouterOS\n:put 1\n",
  "a menu": "/ip address\nadd address=10.0.0.1/24 interface=ether1\n",
  "a statement": ":local module 1\n",
  "the import command": "import file-name=flash/setup.rsc\n",
  "the import command with a bare file": "import setup.rsc\n",
  "the import command with a semicolon": "import setup;\n/ip address print\n",
  "the import command before a semicolon": "import flash/setup.rsc; :put done\n",
  "a pasted prompt": "[admin@MikroTik] > /export\n",
  "a relative path": "interface bridge add name=x\n",
};

describe("looksLikeRascal", () => {
  it.each(Object.entries(rascal))("claims %s for Rascal", (_title, text) => {
    expect(looksLikeRascal(text)).toBe(true);
  });

  it.each(Object.entries(routeros))("leaves %s to RouterOS", (_title, text) => {
    expect(looksLikeRascal(text)).toBe(false);
  });
});
