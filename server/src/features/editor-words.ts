/** How a client's own interface calls what a terminal has a command for. */
export interface EditorWords {
  /** Of the wizard for migrations, in the client's command palette; absent: the command of a terminal is named. */
  readonly migrateTitle?: string;
}

/** Rules advise in a terminal's words; who reads it in an editor that has the same should find it there. */
export function inEditorWords(text: string, { migrateTitle }: EditorWords): string {
  return migrateTitle === undefined
    ? text
    : text.replace(/`rsclint migrate\b[^`]*`/g, () => `\`${migrateTitle}\``);
}
