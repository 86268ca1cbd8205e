import { describe, expect, it } from "vitest";
import { createLanguageService } from "../../server/src/service.ts";
import { router } from "../support/migrations.ts";

describe("a part of an export, which new sections make look like a whole one", () => {
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

  it("is moved, and proved", () => {
    expect(before.model.source.kind).toBe("partial");
    const { files, tunnels } = service.migrate(before, { target: "wireguard" });
    expect(service.analyse(files).model.source.kind).toBe("full");
    expect(tunnels.map(({ verification }) => verification?.problems)).toEqual([[]]);
  });

  it("is proved to the editor, too", () => {
    const [offer] = service.migrationOffers(before, "part.rsc");
    const preview = service.migrationPreview(before, { subject: offer?.subject ?? "", target: "wireguard" });
    expect(preview?.proof?.problems).toEqual([]);
  });
});
