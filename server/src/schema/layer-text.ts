/** Writes facts of a user's own router as a schema layer (format: layer.ts). */
export class LayerText {
  readonly #menus = new Map<string, Map<string, Map<string, string>>>();

  get menuCount(): number {
    return this.#menus.size;
  }

  /** A menu by its path, "/ip/address"; names that no menu can have are passed over. */
  menu(path: string): Map<string, Map<string, string>> | undefined {
    if (!/^\/(?:[a-z0-9-]+(?:\/[a-z0-9-]+)*)?$/.test(path)) return undefined;
    const commands = this.#menus.get(path) ?? new Map<string, Map<string, string>>();
    this.#menus.set(path, commands);
    return commands;
  }

  /** A property, with a type word ("" when unknown) that an earlier one of another kind makes unknown. */
  property(path: string, command: string, name: string, type: string): void {
    const commands = this.menu(path);
    if (!commands || !/^[a-z0-9][a-z0-9./-]*$/.test(name)) return;
    const args = commands.get(command) ?? new Map<string, string>();
    commands.set(command, args);
    const known = args.get(name);
    args.set(name, known === undefined || known === type ? type : "");
  }

  command(path: string, command: string): void {
    const commands = this.menu(path);
    if (commands && !commands.has(command)) commands.set(command, new Map());
  }

  /** `version` is the RouterOS that the facts were taken from, where it is known. */
  toString(title: string, version: string | undefined): string {
    const lines = [`# ${title}`, ...(version === undefined ? [] : [`#version ${version}`])];
    for (const [path, commands] of [...this.#menus].sort(([a], [b]) => (a < b ? -1 : 1))) {
      lines.push(path);
      for (const [command, args] of [...commands].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const tokens = [...args]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, type]) => (type ? `${name}:${type}` : name));
        lines.push(` ${[command, ...tokens].join(" ")}`);
      }
    }
    return `${lines.join("\n")}\n`;
  }
}
