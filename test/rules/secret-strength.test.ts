import { describe, expect, it } from "vitest";
import { isPlaceholder, weaknessOf } from "../../server/src/rules/facts/secret-strength.ts";

describe("isPlaceholder", () => {
  it.each([
    "",
    "xxxxxxxx",
    "XXXX",
    "*****",
    "0000",
    "<PSK>",
    "<your key>",
    "$psk",
    "$VPN-PASSWORD$",
    "{xxxxxx}",
  ])("takes %j for a placeholder", (text) => expect(isPlaceholder(text)).toBe(true));

  it.each([
    "REDACTED",
    "your-key",
    "YourPassphrase",
    "yourStrongPassword",
    "YourTSIGsecret==",
    "xxx xx/xxx+x=",
    "...",
    "[secret]",
    "REPLACE_WITH_YOURS",
    "WIFI_PASSWORD",
    "RADIUS_SHARED_SECRET_2",
  ])("takes %j for a placeholder", (text) => expect(isPlaceholder(text)).toBe(true));

  it.each([
    "test",
    "anna",
    "Pa$$w0rd",
    "q7Rk2mVx9Tf4Zs8Lw3Hd",
    "1234",
    "x1",
    "PASSWORD",
    "GUEST_WIFI",
    "MONKEY_ISLAND",
    "yourmonkey",
    "YourMonkey",
  ])("takes %j for a secret", (text) => expect(isPlaceholder(text)).toBe(false));
});

describe("weaknessOf", () => {
  const weakness = (secret: string, names: readonly string[] = []) =>
    weaknessOf(secret, { minimum: 12, names });

  it.each(["password", "Mikrotik2023!", "P@ssw0rd1", "12345678", "qwerty99", "Winter2024", "vpn"])(
    "knows %j from guessing lists",
    (secret) => expect(weakness(secret)).toBe("easy to guess"),
  );

  it("sees names, patterns, length and variety", () => {
    expect(weakness("Branch-Amsterdam", ["branch-amsterdam"])).toBe("the same as a name that goes with it");
    expect(weakness("abcdabcdabcdabcd")).toBe("a repeated pattern");
    expect(weakness("q7Rk2mVx")).toBe("shorter than 12 characters");
    expect(weakness("aabbaabbbaababab")).toBe("made of a few characters only");
  });

  it("counts the bytes of a hexadecimal key", () => {
    expect(weaknessOf("0x1f2e3d4c5b6a7988", { minimum: 12 })).toBe("shorter than 12 characters");
    expect(weaknessOf("0x1f2e3d4c5b6a79881f2e3d4c", { minimum: 12 })).toBeUndefined();
  });

  it("leaves good ones, and what only stands for a secret", () => {
    expect(weakness("q7Rk2mVx9Tf4Zs")).toBeUndefined();
    expect(weakness("xxxx")).toBeUndefined();
    expect(weakness("")).toBeUndefined();
  });

  it("never says the secret", () => {
    expect(weakness("k8Zq2Wd9")).not.toContain("k8Zq2Wd9");
  });
});
