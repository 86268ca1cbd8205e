import type { Item, Model } from "../../model/model.ts";
import type { PlanDraft } from "../draft.ts";
import { label } from "./properties.ts";
import { reviewUnknownEnds } from "./unknown-ends.ts";

interface ClientReview {
  /** Whom the router asks through the tunnel is told elsewhere. */
  readonly isOwnTold?: boolean;
  /** Addresses that the new tunnel has too, or about which all is told. */
  readonly settled?: readonly string[];
}

/**
 * What names a client: its name, its kind in `find type=`, patterns that find it, and the addresses of its other end
 * (`far`).
 */
export function reviewClient(
  draft: PlanDraft,
  far: readonly string[],
  { isOwnTold = false, settled = [] }: ClientReview = {},
): void {
  const { item, kind } = draft.tunnel;
  const old = item.name ?? "";
  reviewMentions(draft, [old, kind, kind.replace("-client", "-out")]);
  reviewPatterns(draft, old);
  reviewAddresses(
    draft,
    far.filter((each) => !settled.includes(each)),
    OTHER_END,
  );
  reviewUnknownEnds(draft, far, isOwnTold);
}

function reviewPatterns(draft: PlanDraft, old: string): void {
  for (const { item, property, text } of scriptTexts(draft.context.model)) {
    const found = [...text.matchAll(/name\s*~\s*\\?"([\w.^$ -]+)\\?"/g)].find(([, pattern = ""]) =>
      old.includes(pattern.replace(/[\^$]/g, "")),
    );
    if (found !== undefined)
      draft.review(
        `${label(item)} finds \`${old}\` by \`name~"${found[1] ?? ""}"\` in the text of \`${property}\`; it is left as it is, change or disable it by hand.`,
        item,
      );
  }
}

const OTHER_END = "an address of the old tunnel's other end; the new tunnel may use another";

/** Addresses that go with an old server: of the router itself in the tunnel, and of sites that keep none. */
export function reviewGone(draft: PlanDraft, own: readonly string[], sites: readonly string[]): void {
  reviewAddresses(
    draft,
    own,
    "the router's address in the old tunnel; without an interface the router has it no more",
  );
  reviewAddresses(draft, sites, OTHER_END);
}

/** Scripts and notes that name the old interface or its protocol's menu: a person has to look at them. */
export function reviewMentions(draft: PlanDraft, names: readonly string[]): void {
  const { model } = draft.context;
  for (const { item, property, text } of scriptTexts(model)) {
    const name = names.find((word) => holdsWord(text, word));
    if (name === undefined) continue;
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

/** Moved, or part of the old server. */
const CARRIED = /^\/(?:ip(?:v6)?\/(?:route|address|pool|ipsec\/.*)|ppp\/.*)$/;

/** Values that hold an address which the old tunnel had and the new one may not: watch hosts, allowed lists, records. */
function reviewAddresses(draft: PlanDraft, addresses: readonly string[], what: string): void {
  const { model } = draft.context;
  if (addresses.length === 0) return;
  const own = new Set(draft.tunnel.dependents.map(({ item }) => item));
  for (const item of model.menus.flatMap((menu) => model.items(menu))) {
    if (own.has(item) || item === draft.tunnel.item || CARRIED.test(item.menu)) continue;
    for (const { name, text } of item.properties) {
      const found =
        name === "comment" ? undefined : addresses.find((address) => holdsWord(text ?? "", address));
      if (found !== undefined)
        draft.review(`${label(item)} holds \`${found}\` in \`${name}\`, ${what}.`, item);
    }
  }
}

/**
 * Everything that holds an address which is certainly gone, as the old tunnel's own where another is wanted: routes
 * that start from it, peers that call by it, filters that write it. A gateway is led into the new tunnel anyway.
 */
export function reviewLost(draft: PlanDraft, addresses: readonly string[], what: string): void {
  const { model } = draft.context;
  const others = (item: Item) =>
    item !== draft.tunnel.item && !/^\/(?:ppp\/|ip\/pool$)/.test(item.menu) && !isOfOldInterface(draft, item);
  for (const item of model.menus.flatMap((menu) => model.items(menu)).filter(others)) {
    for (const { name, text } of item.properties) {
      if (name === "comment" || name === "gateway") continue;
      const found = addresses.find((address) => holdsWord(text ?? "", address));
      if (found !== undefined)
        draft.review(`${label(item)} holds \`${found}\` in \`${name}\`, ${what}.`, item);
    }
  }
}

/** An address on the old interface itself goes over with it. */
function isOfOldInterface({ tunnel }: PlanDraft, item: Item): boolean {
  return item.menu === "/ip/address" && item.text("interface") === tunnel.item.name;
}

interface ScriptText {
  readonly item: Item;
  readonly property: string;
  readonly text: string;
}

const SCRIPTS =
  /^(?:source|on-event|on-up|on-down|up-script|down-script|test-script|on-login|on-logout|lease-script|script|on-upgrade|on-alert|on-error)$/;

function scriptTexts(model: Model): readonly ScriptText[] {
  return model.menus.flatMap((menu) =>
    model
      .items(menu)
      .flatMap((item) =>
        item.properties
          .filter(({ name }) => SCRIPTS.test(name))
          .flatMap(({ name, text }) => (text === undefined ? [] : [{ item, property: name, text }])),
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
