import type { Command } from "commander";
import { nearest } from "../../project/nearest.ts";
import { explain } from "../../report/explain.ts";
import { rulePage } from "../../report/rule-page.ts";
import type { Palette } from "../../report/stylish.ts";
import type { RuleFacts } from "../../service.ts";
import { paletteFor, widthOf } from "../colour.ts";
import { type CliIo, UsageError } from "../io.ts";

export function register(program: Command, io: CliIo): void {
  program
    .command("explain")
    .description("tell what a rule finds, why, and what to do")
    .argument("<rule>", "the rule's id, or an old name of it")
    .option("--markdown", "as Markdown")
    .action(async (id: string, flags: { markdown?: boolean }) => {
      const { rules } = await io.service();
      const rule = rules.find((known) => known.id === id || known.aliases?.includes(id));
      const palette = paletteFor(io, io.out, program.opts<{ color?: boolean }>().color);
      const related = rules.filter((known) => speaksOf(known, id.toLowerCase()));
      if (rule === undefined && related.length > 0)
        return io.out.write(
          `No rule is called "${id}"; these have to do with it:\n${listed(related, palette)}\n`,
        );
      if (rule === undefined)
        throw new UsageError(
          unknownRule(
            id,
            rules.map((known) => known.id),
          ),
        );
      io.out.write(flags.markdown ? rulePage(rule) : explain(rule, palette, widthOf(io.out)));
    });
}

/** By group, or by a word of the id or of the title. */
function speaksOf({ id, group, title }: RuleFacts, word: string): boolean {
  return (
    group === word ||
    id.split("-").includes(word) ||
    title
      .toLowerCase()
      .split(/[^\w-]+/)
      .includes(word)
  );
}

function listed(rules: readonly RuleFacts[], palette: Palette): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules.map(({ id, title }) => `  ${palette.bold(id.padEnd(width))}  ${title}`).join("\n");
}

export function unknownRule(id: string, known: readonly string[]): string {
  const close = nearest(id, known);
  const hint = close === undefined ? "`rsclint rules` lists them." : `Did you mean "${close}"?`;
  return `there is no rule "${id}". ${hint}`;
}
