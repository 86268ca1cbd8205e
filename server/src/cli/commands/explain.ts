import type { Command } from "commander";
import { nearest } from "../../project/nearest.ts";
import { explain } from "../../report/explain.ts";
import { rulePage } from "../../report/rule-page.ts";
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
      if (rule === undefined)
        throw new UsageError(
          unknownRule(
            id,
            rules.map((known) => known.id),
          ),
        );
      const palette = paletteFor(io, io.out, program.opts<{ color?: boolean }>().color);
      io.out.write(flags.markdown ? rulePage(rule) : explain(rule, palette, widthOf(io.out)));
    });
}

export function unknownRule(id: string, known: readonly string[]): string {
  const close = nearest(id, known);
  const hint = close === undefined ? "`rsclint rules` lists them." : `Did you mean "${close}"?`;
  return `there is no rule "${id}". ${hint}`;
}
