import { expect, it } from "vitest";
import type { AddChange } from "../../server/src/edit/change.ts";
import { planEdits } from "../../server/src/edit/render-edits.ts";
import { applyEdits } from "../../server/src/text/edit.ts";
import { modelOfFiles } from "../support/model.ts";

const FILES = [
  {
    path: "a.rsc",
    text: "/interface bridge\nadd name=lan\n/ip address\nadd address=10.0.0.1/24 interface=lan\n",
  },
  { path: "b.rsc", text: "/interface vlan\nadd interface=lan name=guests vlan-id=7\n" },
  { path: "c.rsc", text: "/system identity\nset name=gw\n" },
];

/** The files that the lines go to, with the lines. */
function placed(...changes: AddChange[]): Record<string, string> {
  const { files } = planEdits(modelOfFiles(FILES), changes);
  return Object.fromEntries(
    files.map(({ file, edits }) => [file.path, applyEdits(file.text, edits).replace(file.text, "")]),
  );
}

function add(menu: string, properties: Record<string, string>): AddChange {
  return { kind: "add", menu, properties };
}

it("puts a line where its menu is spoken of", () => {
  expect(placed(add("/ip/address", { address: "10.1.0.1/24", interface: "lan" }))).toEqual({
    "a.rsc": "add address=10.1.0.1/24 interface=lan\n",
  });
});

it("puts a menu that no file speaks of into the first one", () => {
  expect(placed(add("/ip/pool", { name: "p", ranges: "10.0.0.9" }))).toHaveProperty("a.rsc");
});

it("puts a line no earlier than what it names, for the files are imported in order", () => {
  expect(placed(add("/ip/address", { address: "10.7.0.1/24", interface: "guests" }))).toEqual({
    "b.rsc": "/ip address\nadd address=10.7.0.1/24 interface=guests\n",
  });
  expect(placed(add("/ip/route", { gateway: "10.7.0.2%guests" }))).toHaveProperty("b.rsc");
});

it("knows what the other new lines name", () => {
  const change = (vlan: string) => [
    add("/interface/vlan", { interface: "lan", name: "cameras", "vlan-id": vlan }),
    add("/ip/address", { address: "10.8.0.1/24", interface: "cameras" }),
  ];
  expect(Object.keys(placed(...change("8")))).toEqual(["b.rsc"]);
});
