import type { Item } from "../../model/model.ts";
import type { Fix } from "../rule.ts";

/** Shortest password of a person that is not called weak, in characters. */
export const SHORTEST_PASSWORD = 12;

/** Leaves the new password to the user; `whose` ends the sentence that asks for it, as ", known to the user". */
export function newPassword(item: Item, whose = ""): Fix {
  return {
    id: "new-password",
    title: "Set a new password",
    changes: [{ kind: "set", item, properties: { password: "<PASSWORD>" } }],
    inputs: [
      {
        name: "password",
        description: `A new password of at least ${SHORTEST_PASSWORD} random characters${whose}.`,
        isSecret: true,
      },
    ],
  };
}
