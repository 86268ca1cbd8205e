import { defineRule } from "../rule.ts";

/** The pin is 1234 until it is changed; only models with a display have the menu (Manual: LCD). */
export const lcdNoPin = defineRule({
  id: "lcd-no-pin",
  group: "management",
  title: "Display with the factory's PIN",
  severity: "warning",
  why: "Whoever stands before the router can restart it or reset its configuration with the PIN that all have.",
  advice: "Set a PIN of your own, or make the display read-only.",
  references: ["Manual: LCD Touchscreen"],
  compliance: ["M"],
  cwe: [1392],
  presets: ["recommended", "strict"],
  bad: "/lcd\nset enabled=yes\n/lcd pin\nset pin-number=1234\n",
  good: "/lcd\nset enabled=yes read-only-mode=yes\n/lcd pin\nset pin-number=1234\n",
  fixes: { "read-only": "suggestion" },
  on: ["/lcd/pin"],
  check(item, { model }) {
    const pin = item.property("pin-number")?.text;
    const lcd = model.settings("/lcd");
    if (pin === undefined || !/^(?:1234|1111|4321)$/.test(pin)) return undefined;
    if (lcd.text("enabled") === "no" || lcd.text("read-only-mode") === "yes") return undefined;
    return {
      at: { item, property: "pin-number" },
      item,
      message: "The display's PIN is one that everybody tries first.",
      fixes: [
        {
          id: "read-only",
          title: "Make the display read-only",
          changes: [{ kind: "set", item: lcd, properties: { "read-only-mode": "yes" } }],
        },
      ],
    };
  },
});
