import type { Item, Model } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import { label } from "./properties.ts";

/** Scripts and notes that name the old interface or its protocol's menu: a person has to look at them. */
export function reviewMentions(draft: PlanDraft, names: readonly string[]): void {
  const { model } = draft.context;
  for (const { item, property, name } of scriptTexts(model, names)) {
    draft.review(
      `${label(item)} names \`${name}\` in the text of \`${property}\`; it is left as it is, change or disable it by hand.`,
      item,
    );
  }
  for (const { command } of draft.tunnel.mentions) {
    if (command.embeddedIn === undefined && !command.isCertain)
      draft.review(
        `A script block in \`${command.menu}\` names \`${draft.tunnel.name}\`; change it by hand.`,
      );
  }
}

/** Values that hold an address which the old tunnel had and the new one may not: watch hosts, allowed lists, records. */
export function reviewAddresses(draft: PlanDraft, addresses: readonly string[]): void {
  const { model } = draft.context;
  if (addresses.length === 0) return;
  const own = new Set(draft.tunnel.dependents.map(({ item }) => item));
  for (const item of model.menus.flatMap((menu) => model.items(menu))) {
    if (own.has(item) || item === draft.tunnel.item || /^\/ip(?:v6)?\/(?:route|address)$/.test(item.menu))
      continue;
    for (const { name, text } of item.properties) {
      const found =
        name === "comment" ? undefined : addresses.find((address) => holdsWord(text ?? "", address));
      if (found !== undefined)
        draft.review(
          `${label(item)} holds \`${found}\` in \`${name}\`, an address of the old tunnel's other end; the new tunnel may use another.`,
          item,
        );
    }
  }
}

interface Mention {
  readonly item: Item;
  readonly property: string;
  readonly name: string;
}

const SCRIPTS =
  /^(?:source|on-event|on-up|on-down|up-script|down-script|test-script|on-login|on-logout|lease-script|script|on-upgrade|on-alert|on-error)$/;

function scriptTexts(model: Model, names: readonly string[]): readonly Mention[] {
  return model.menus.flatMap((menu) =>
    model.items(menu).flatMap((item) =>
      item.properties
        .filter(({ name, text }) => SCRIPTS.test(name) && text !== undefined)
        .flatMap(({ name: property, text = "" }) => {
          const name = names.find((word) => holdsWord(text, word));
          return name === undefined ? [] : [{ item, property, name }];
        }),
    ),
  );
}

/** The name as a word of its own: `pptp1` is not in `pptp10`. */
function holdsWord(text: string, word: string): boolean {
  if (word === "") return false;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const isInside = /[\w-]/.test(text[at - 1] ?? "") || /[\w-]/.test(text[at + word.length] ?? "");
    if (!isInside) return true;
  }
  return false;
}
