/** One line of a list for people, and what it is about where others say the same of something else. */
export interface Line {
  readonly text: string;
  readonly about?: string;
  /** What all lines alike have in common. */
  readonly gist: string;
}

/** What is said of many is said of the first one, and the others are named: 40 users are one line, not 40. */
export function joinAlike(lines: readonly Line[]): readonly string[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) groups.set(line.gist, [...(groups.get(line.gist) ?? []), line]);
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const names = [...new Set(others.flatMap(({ about }) => about ?? []))];
    if (names.length === 0) return [first.text];
    const count = names.length > 3 ? `the other ${names.length}: ` : "";
    return [`${first.text} Likewise ${count}${names.join(", ")}.`];
  });
}

/** A sentence is about the first thing that it names. */
export function lineOf(text: string): Line {
  const about = /`[^`]+`/.exec(text)?.[0];
  return about === undefined ? { text, gist: text } : { text, about, gist: text.replace(about, "…") };
}
