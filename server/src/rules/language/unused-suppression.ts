import { defineRule } from "../rule.ts";

/** Only the lint engine knows what a suppression silenced, so it makes the findings itself (lint/suppressions.ts). */
export const unusedSuppression = defineRule({
  id: "unused-suppression",
  group: "language",
  title: "Suppression that silences nothing",
  severity: "warning",
  why: "A suppression left behind hides the next real finding at its place.",
  advice: "Remove the comment, or correct the rule's name in it.",
  references: [],
  presets: ["recommended", "strict"],
  bad: "# rsclint-disable-next-line pptp-client -- gone since May\n/interface wireguard\nadd listen-port=13231 name=office\n",
  good: "/interface pptp-client\n# rsclint-disable-next-line pptp-client -- until May\nadd connect-to=vpn.example.com disabled=no name=office user=anna\n",
  on: "model",
  check: () => undefined,
});
