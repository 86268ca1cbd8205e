import {
  chmodSync,
  closeSync,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeTo } from "../../server/src/project/write-file.ts";
import { folderWith } from "../support/folder.ts";

const OLD = "set name=old\n";
const NEW = "set name=new\n";

function router() {
  const folder = folderWith({ "router.rsc": OLD });
  const path = join(folder, "router.rsc");
  return { folder, path, read: () => readFileSync(path, "utf8") };
}

it("leaves the old content whole until the new one stands, and nothing beside it", async () => {
  const { folder, path, read } = router();
  const old = openSync(path, "r");
  expect(await writeTo(path, NEW)).toBeUndefined();
  expect(readFileSync(old, "utf8")).toBe(OLD);
  closeSync(old);
  expect(read()).toBe(NEW);
  expect(readdirSync(folder)).toEqual(["router.rsc"]);
});

it("keeps the mode of a file that was there, unless one is asked for", async () => {
  const { path } = router();
  chmodSync(path, 0o640);
  await writeTo(path, NEW);
  expect(statSync(path).mode & 0o777).toBe(0o640);
  await writeTo(path, NEW, { mode: 0o600 });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it("writes through a link to the file that it leads to", async () => {
  const { folder, read } = router();
  const link = join(folder, "link.rsc");
  symlinkSync("router.rsc", link);
  await writeTo(link, NEW);
  expect(read()).toBe(NEW);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
});

it("changes a file under all its names", async () => {
  const { folder, path, read } = router();
  const other = join(folder, "other.rsc");
  linkSync(path, other);
  await writeTo(other, NEW);
  expect(read()).toBe(NEW);
});

it("makes a file that is not there", async () => {
  const folder = folderWith({});
  const path = join(folder, "new.rsc");
  await writeTo(path, NEW, { mode: 0o600 });
  expect(readFileSync(path, "utf8")).toBe(NEW);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});
