import type { InputView } from "../../server/src/migrate/run.ts";

/**
 * An answer of the right form for everything that is needed. Secrets stay open, as they are never written; what may
 * be told too has a meaning of its own, as which networks are led through the tunnel.
 */
export function madeUpAnswers(asked: readonly InputView[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    asked.flatMap((input, index) =>
      input.isSecret || input.isOptional ? [] : [[input.name, madeUp(input, index + 1)]],
    ),
  );
}

function madeUp({ kind, name, choices = [], suggestion }: InputView, index: number): string {
  if (suggestion !== undefined && suggestion !== "") return suggestion;
  switch (kind) {
    case "host":
      return "198.51.100.77";
    case "address":
      return `10.254.7.${index}`;
    case "addresses":
      return "10.254.8.10-10.254.8.99";
    case "host-prefix":
    case "prefix":
      return `10.254.7.${index}/32`;
    case "prefixes":
      return "10.254.9.0/24";
    case "port":
      return "51820";
    case "wireguard-key":
      return `${"A".repeat(40)}${String.fromCharCode(65 + (index % 26))}AA=`;
    case "choice":
      return choices[0] ?? "";
    case undefined:
      return name.endsWith("gateway") ? "192.0.2.1" : `made-up-${name}`;
    default:
      return kind satisfies never;
  }
}
