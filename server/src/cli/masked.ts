import { createTwoFilesPatch } from "diff";
import { maskKnown, maskSecrets } from "../report/mask-secrets.ts";
import { secretsOf } from "../report/secrets-of.ts";
import type { OutputStream } from "./io.ts";

/**
 * What changes in a file, for people: passwords and keys are masked, in the lines around a change too. A change
 * of nothing but a secret shows no difference, since it would tell where.
 */
export function maskedDiff(name: string, before: string, after: string, title: string): string {
  const known = secretsOf([before, after]);
  const [left, right] = [maskSecrets(before, known), maskSecrets(after, known)];
  return createTwoFilesPatch(name, name, left, right, "", title, { context: 3 });
}

/** A whole file as a terminal may show it. */
export function masked(text: string): string {
  return maskSecrets(text, secretsOf([text]));
}

/** A stream for what is told of files, as summaries and titles; made for one command, so secrets are looked for once. */
export function withoutSecretsOf(
  files: readonly { readonly text: string }[],
  stream: OutputStream,
): OutputStream {
  const known = secretsOf(files.map(({ text }) => text));
  return {
    write: (text) => stream.write(maskKnown(text, known)),
    isTty: stream.isTty,
    columns: stream.columns,
  };
}

/** What is told of files, without what they keep secret: a rule is named by its comment, which may hold anything. */
export function withoutSecrets(told: string, files: readonly { readonly text: string }[]): string {
  return maskKnown(told, secretsOf(files.map(({ text }) => text)));
}
