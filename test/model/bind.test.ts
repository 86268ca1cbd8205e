import { describe, expect, it } from "vitest";
import { modelOf } from "../support/model.ts";

function bound(text: string, version = "7.15"): string[] {
  return modelOf(text, { version }).commands.map(
    (command) =>
      `${command.menu} ${command.command ?? "-"}${command.problem ? ` (${command.problem.kind})` : ""}`,
  );
}

function named(text: string): (string | undefined)[] {
  return modelOf(text, { version: "7.15" }).commands.flatMap((command) =>
    command.args.map((arg) => arg.name),
  );
}

describe("menus and commands", () => {
  it.each([
    ["/ip firewall filter add chain=input", ["/ip/firewall/filter add"]],
    ["/ip/firewall/filter/add chain=input", ["/ip/firewall/filter add"]],
    ["/ip/firewall filter add chain=input", ["/ip/firewall/filter add"]],
    ["/ip fire nat a ch=srcnat", ["/ip/firewall/nat add"]],
    ["interface pptp-client add name=x", ["/interface/pptp-client add"]],
    ["/interface pptp-server server set enabled=yes", ["/interface/pptp-server/server set"]],
    [
      "/ip address\nadd interface=a\nadd interface=b",
      ["/ip/address -", "/ip/address add", "/ip/address add"],
    ],
    [
      "/ip address\n/ip pool add name=a\nadd interface=b",
      ["/ip/address -", "/ip/pool add", "/ip/address add"],
    ],
    [
      "/ip address\n..\npool add name=a\n/\nip pool add name=b",
      ["/ip/address -", "/ip -", "/ip/pool add", "/ -", "/ip/pool add"],
    ],
    ["/ip address { add interface=a }\nput 1", ["/ip/address -", "/ip/address add", "/ put"]],
    ["/log\n:foreach i in=[find] do={ print }", ["/log -", "/ foreach", "/log find", "/log print"]],
    ["/ip address\n:put [get 0 address]\nput x", ["/ip/address -", "/ put", "/ip/address get", "/ put"]],
    ["/ip address set [find interface=a] comment=b", ["/ip/address set", "/ip/address find"]],
    ["/ip address set [/ip pool find] comment=b", ["/ip/address set", "/ip/pool find"]],
    [
      "/system scheduler\nadd name=up on-event={ system routerboard upgrade }",
      ["/system/scheduler -", "/system/scheduler add", "/system/routerboard upgrade"],
    ],
    [
      ":if (true) do={ /ip pool\n add name=a }\nadd",
      ["/ if", "/ip/pool -", "/ip/pool add", "/ add (unknown-command)"],
    ],
    ["$f 1 a=[:len 2]", ["/ -", "/ len"]],
  ])("%j", (text, expected) => {
    expect(bound(text)).toEqual(expected);
  });

  it("keep what stands below an unknown path", () => {
    expect(bound("/zork blorb\nadd name=a\nset a x=1")).toEqual([
      "/zork/blorb - (unknown-menu)",
      "/zork/blorb add",
      "/zork/blorb set",
    ]);
    expect(bound("/ip zork add name=a")).toEqual(["/ip/zork add (unknown-menu)"]);
    expect(bound("/ip address frobnicate")).toEqual(["/ip/address frobnicate (unknown-command)"]);
  });

  it("name the arguments in full", () => {
    expect(named("/ip fire nat add ch=srcnat act=masquerade")).toEqual(["chain", "action"]);
    expect(named("/interface wifi add channel.band=5ghz-ax .width=20mhz")).toEqual([
      "channel.band",
      "channel.width",
    ]);
    expect(named("/ip service set telnet disabled=yes")).toEqual(["disabled"]);
    expect(named("/ip route add blackhole distance=1")).toEqual(["blackhole", "distance"]);
  });

  it("say what certainly runs", () => {
    const certain = modelOf(
      "/ip pool add name=a\n{ /ip pool add name=b }\n:do { /ip pool add name=c }\n:do { /ip pool add name=d } on-error={ /ip pool add name=e }\n:foreach i in=[/ip pool find] do={ /ip pool remove $i }\n:global f do={ /ip pool add name=g }\n",
    )
      .commands.filter((command) => command.menu === "/ip/pool" && command.isCertain)
      .map((command) => command.args.map((arg) => arg.node.value).find((value) => value?.kind === "word"))
      .map((value) => (value?.kind === "word" ? value.text : "-"));
    expect(certain).toEqual(["a", "b", "c", "-"]);
  });

  it("of embedded scripts have their place in the file", () => {
    const text =
      '/system script\nadd name=s source="# x\\r\\n:log info \\"a\\";\\r\\n/ip pool add name=\\"b c\\""\n';
    const model = modelOf(text);
    const command = model.commands.find((candidate) => candidate.menu === "/ip/pool");
    expect(command?.embeddedIn?.property).toBe("source");
    const value = command?.args[0]?.node;
    const start = value && (value.chunk.toOuter?.(value.chunk.start + value.from) ?? -1);
    expect(start).toBe(text.indexOf("name=\\"));
  });

  it("are bound at any depth", () => {
    const depth = 20_000;
    const model = modelOf(`${"{".repeat(depth)}:put 1${"}".repeat(depth)}\n`);
    expect(model.commands.length).toBeGreaterThan(0);
  });
});
