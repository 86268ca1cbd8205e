import type { ParameterInformation, Position, SignatureHelp } from "vscode-languageserver-types";
import type { BoundCommand } from "../model/model.ts";
import type { PropertyInfo } from "../schema/lookup.ts";
import type { AnalysedFile, Analysis } from "./analysis.ts";
import { completionContext } from "./completion-context.ts";
import { describeProperty } from "./describe-type.ts";
import { toOffset } from "./place.ts";

/** What the command under the cursor takes: unnamed values in order, the required properties, then the rest. */
export function signatureHelp(
  analysis: Analysis,
  file: AnalysedFile,
  position: Position,
): SignatureHelp | undefined {
  const context = completionContext(analysis, file, toOffset(file, position));
  if (!context || (context.kind !== "property" && context.kind !== "value")) return undefined;
  const { command } = context;
  if (command.command === undefined) return undefined;
  const parameters = parametersOf(analysis, command);
  if (parameters.length === 0) return undefined;
  const active =
    context.kind === "value" ? context.property : positionalName(analysis, command, context.positional);
  const { label, labels } = labelOf(command, parameters);
  const index = parameters.findIndex(({ name }) => name === active);
  return {
    signatures: [
      {
        label,
        parameters: labels,
        ...(index >= 0 ? { activeParameter: index } : {}),
      },
    ],
    activeSignature: 0,
    ...(index >= 0 ? { activeParameter: index } : {}),
  };
}

interface Parameter {
  readonly name: string;
  readonly text: string;
  readonly documentation: string;
}

const SHOWN = 14;

function parametersOf(analysis: Analysis, command: BoundCommand): Parameter[] {
  const { schema } = analysis.model;
  const verb = command.command ?? "";
  const positional = schema.positional(command.menu, verb);
  const properties = schema.properties(command.menu, verb);
  const written = new Set(command.args.map(({ name }) => name));
  const rank = (property: PropertyInfo) => (written.has(property.name) ? 0 : property.required ? 1 : 2);
  const named = properties
    .filter(({ name }) => !positional.includes(name))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, SHOWN)
    .map((property) => ({
      name: property.name,
      text: property.required ? `${property.name}=` : `[${property.name}=]`,
      documentation: describeProperty(property),
    }));
  return [...positional.map((name) => ({ name, text: `<${name}>`, documentation: "" })), ...named];
}

function positionalName(
  analysis: Analysis,
  command: BoundCommand,
  position: number | undefined,
): string | undefined {
  if (position === undefined) return undefined;
  return analysis.model.schema.positional(command.menu, command.command ?? "")[position];
}

function labelOf(
  command: BoundCommand,
  parameters: readonly Parameter[],
): { readonly label: string; readonly labels: ParameterInformation[] } {
  let label = command.menu === "/" ? `:${command.command}` : `${command.menu} ${command.command}`;
  const labels = parameters.map(({ text, documentation }): ParameterInformation => {
    const start = label.length + 1;
    label += ` ${text}`;
    return { label: [start, label.length], ...(documentation === "" ? {} : { documentation }) };
  });
  return { label, labels };
}
