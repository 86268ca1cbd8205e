import type { Command } from "commander";
import { FORMATS_OF_RULES, rulesTable } from "../../report/rules-table.ts";
import { PRESETS } from "../../service.ts";
import { paletteFor, widthOf } from "../colour.ts";
import { type CliIo, UsageError } from "../io.ts";

export function register(program: Command, io: CliIo): void {
  program
    .command("rules")
    .description("list every rule")
    .option("--format <format>", `${FORMATS_OF_RULES.join(" | ")}`, "text")
    .option("--preset <preset>", "only rules of this preset", "all")
    .action(async (flags: { format: string; preset: string }) => {
      const format = FORMATS_OF_RULES.find((known) => known === flags.format);
      if (format === undefined) throw new UsageError(`there is no format "${flags.format}" for rules`);
      const { rules } = await io.service();
      const palette = paletteFor(io, io.out, program.opts<{ color?: boolean }>().color);
      if (!PRESETS.some((known) => known === flags.preset)) {
        throw new UsageError(`there is no preset "${flags.preset}", only ${PRESETS.join(", ")}`);
      }
      io.out.write(rulesTable(rules, { format, palette, preset: flags.preset, width: widthOf(io.out) }));
    });
}
