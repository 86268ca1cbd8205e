import { expect, it } from "vitest";
import { createLanguageService } from "../../server/src/service.ts";
import { router } from "../support/migrations.ts";

it("proves a move of a part of an export, though the new sections make it look like a whole one", () => {
  const text = router(
    "7.16.2",
    ...["/interface pptp-client", "add connect-to=198.51.100.7 disabled=no name=hq user=me"],
    ...["/ip address", "add address=192.168.88.1/24 interface=ether2 network=192.168.88.0"],
    ...["/ip firewall filter", "add action=drop chain=input connection-state=invalid"],
    "add action=accept chain=input dst-port=22 in-interface=hq protocol=tcp",
    ...["/ip route", "add dst-address=10.7.0.0/16 gateway=hq"],
  );
  const service = createLanguageService();
  const before = service.analyse([{ path: "part.rsc", text }]);
  expect(before.model.source.kind).toBe("partial");
  const { files, tunnels } = service.migrate(before, { target: "wireguard" });
  expect(service.analyse(files).model.source.kind).toBe("full");
  expect(tunnels.map(({ verification }) => verification?.problems)).toEqual([[]]);
});
