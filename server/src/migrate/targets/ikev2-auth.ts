import type { PlanDraft } from "../draft.ts";

export type AuthWord = "certificate" | "eap" | "psk";

const WORDS: Readonly<Record<AuthWord, string>> = {
  certificate: "`certificate`: each end has one",
  eap: "`eap`: name and password, asked of User Manager or RADIUS",
  psk: "`psk`: one key that both sites know",
};

/** How the ends prove who they are; the first of the choices counts without an answer. */
export function authOf(draft: PlanDraft, choices: readonly [AuthWord, ...AuthWord[]]): AuthWord {
  const answer = draft.option({
    name: "auth",
    kind: "choice",
    choices,
    description: `How the ends prove who they are. ${choices.map((word) => WORDS[word]).join("; ")}.`,
  });
  return choices.find((word) => word === answer) ?? choices[0];
}
