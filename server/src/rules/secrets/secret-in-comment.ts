import type { BoundCommand } from "../../model/model.ts";
import { type Chunk, type Comment, rangeOf, type Value } from "../../syntax/tree.ts";
import type { Range } from "../../text/range.ts";
import { notedSecrets } from "../../values/secret-name.ts";
import { isPlaceholder } from "../facts/secret-strength.ts";
import { REDACTED, REDACTED_INPUT } from "../facts/written-secrets.ts";
import { defineRule, type Finding, type FindingPlace } from "../rule.ts";

/** Exports hide the values of sensitive properties; a comment is none of them. */
export const secretInComment = defineRule({
  id: "secret-in-comment",
  group: "secrets",
  title: "Secret in a comment",
  severity: "warning",
  why: "Comments and notes are exported as they are, also where passwords are hidden, and every user with read rights can print them.",
  advice: "Keep it in a password store, and change it if others could read it.",
  references: ["Manual: List of menus with sensitive parameters"],
  compliance: ["K"],
  cwe: [312],
  presets: ["recommended", "strict"],
  bad: '/interface wireless\nset [ find default-name=wlan1 ] comment="guests, password: kR7tulpe99"\n',
  good: '/interface wireless\nset [ find default-name=wlan1 ] comment="guests, password: see the safe"\n',
  fixes: { redact: "needs-input" },
  on: "model",
  check(model) {
    const written = model
      .gather(heldTexts)
      .flatMap(({ command, node }) => tellingPart(command.file, node, node.chunk));
    const comments = model.files.flatMap((file) =>
      model.inChunks(file, tellingComments).flatMap((comment) => tellingPart(file, comment, comment.chunk)),
    );
    return [...written, ...comments];
  },
});

/** `comment=` of anything, and the note that greets at login. */
function heldTexts(command: BoundCommand): readonly { command: BoundCommand; node: Value }[] {
  return command.args.flatMap(({ name, node }) => {
    const isProse = name === "comment" || (name === "note" && command.menu === "/system/note");
    const value = isProse ? node.value : undefined;
    return value !== undefined && secretIn(value) !== undefined ? [{ command, node: value }] : [];
  });
}

function tellingComments(chunk: Chunk): readonly Comment[] {
  return chunk.comments.filter((comment) => secretIn(comment) !== undefined);
}

function tellingPart(
  file: Extract<FindingPlace, { readonly range: unknown }>["file"],
  node: Value | Comment,
  chunk: Chunk,
): Finding[] {
  const part = secretIn(node);
  if (part === undefined) return [];
  const range = rangeOf({ chunk, from: node.from + part.start, to: node.from + part.end });
  return [
    {
      at: { file, range },
      message: "A secret stands in clear in this comment.",
      fixes: [
        {
          id: "redact",
          title: `Replace it by ${REDACTED}`,
          changes: [{ kind: "text", file, edit: { range, newText: REDACTED } }],
          inputs: [REDACTED_INPUT],
        },
      ],
    },
  ];
}

/** Where the secret stands in the node's text: a value with letters and digits, since words only speak of one. */
function secretIn({ chunk, from, to }: Value | Comment): Range | undefined {
  const text = chunk.text.slice(from, to);
  return notedSecrets(text).find(({ start, end }) => {
    const secret = text.slice(start, end);
    const isTelling = /\d/.test(secret) && /\p{L}/u.test(secret) && !/[$[\]\\(){}<>]/.test(secret);
    return isTelling && !isPlaceholder(secret);
  });
}
