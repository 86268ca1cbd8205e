import type { BoundCommand } from "../model/model.ts";
import { rangeOf } from "../syntax/tree.ts";
import type { Range } from "../text/range.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";

/** A run of statements of one menu, as an export writes it: the menu's line and what follows. */
export interface Section {
  readonly menu: string;
  /** From the menu's path to the end of the last statement. */
  readonly range: Range;
  /** The words that name the menu, or the first command's head. */
  readonly head: Range;
  /** Top-level commands in text order, without the line that only sets the menu. */
  readonly commands: readonly BoundCommand[];
}

export function sectionsOf(analysis: Analysis, file: AnalysedFile): readonly Section[] {
  const sections: { menu: string; range: Range; head: Range; commands: BoundCommand[] }[] = [];
  for (const command of topLevelCommands(analysis, file)) {
    const range = rangeOf(command.node);
    const current = sections.at(-1);
    const opensMenu = command.command === undefined && command.node.words.length > 0;
    if (current && current.menu === command.menu && !(opensMenu && current.commands.length > 0)) {
      current.range = { start: current.range.start, end: range.end };
      if (!opensMenu) current.commands.push(command);
      continue;
    }
    if (command.command === undefined && !opensMenu) continue;
    sections.push({ menu: command.menu, range, head: range, commands: opensMenu ? [] : [command] });
  }
  return sections;
}

export function topLevelCommands(analysis: Analysis, file: AnalysedFile): readonly BoundCommand[] {
  return analysis.model.commands.filter(
    (command) =>
      command.parent === undefined && command.embeddedIn === undefined && command.file.path === file.path,
  );
}
