import type { Model } from "../model/model.ts";
import type { Reach, Traffic } from "../traffic/traffic.ts";
import { type PrefixSet, parseAddressSet } from "../values/prefix-set.ts";
import type { Door, Doors, Plan } from "./plan.ts";

/**
 * Users who got in to the old server and do not get in to the new one, in words: strangers from the internet, and
 * the addresses that accept rules for the old server name.
 */
export function shutDoors({ doors = [], tunnel }: Plan, before: Traffic, after: Traffic): readonly string[] {
  if (tunnel.isDisabled) return [];
  const sources = [undefined, ...namedSources(before.network.model)];
  const found = doors.flatMap((each) => sources.flatMap((source) => shut(each, source, before, after)));
  return [...new Set(found)];
}

type Source = { readonly text: string; readonly set: PrefixSet } | undefined;

function shut(
  { old, now, isForAnyone }: Doors,
  source: Source,
  before: Traffic,
  after: Traffic,
): readonly string[] {
  const known = old.find((door) => ask(before, door, source).verdict === "accepted");
  const isMeant = source === undefined && isForAnyone === true;
  if (known === undefined && !isMeant) return [];
  return now.flatMap((door) => {
    const reach = ask(after, door, source);
    if (reach.verdict !== "blocked") return [];
    if (known === undefined)
      return [
        `Nobody on the internet gets in to the new server, nor did to the old one: ${wordsOf(door)} is shut, since ${reach.reason}. Let it in before what stops it.`,
      ];
    const whose = source === undefined ? "the internet" : source.text;
    return [
      `The new server is shut: ${wordsOf(known)} of the old one was open to ${whose}, and ${wordsOf(door)} is not, since ${reach.reason}.`,
    ];
  });
}

function ask(traffic: Traffic, { protocol, port }: Door, source: Source): Reach {
  if (source === undefined) return traffic.inputFromWan(protocol, port);
  const [first] = traffic.wan.interfaces;
  return traffic.inputFrom({
    protocol,
    source: source.set,
    ...(port === undefined ? {} : { port }),
    ...(first === undefined ? {} : { interface: first }),
  });
}

function namedSources(model: Model): readonly Source[] {
  const texts = model
    .items("/ip/firewall/filter")
    .filter((rule) => rule.text("chain") === "input" && rule.isDisabled === false)
    .flatMap((rule) => rule.property("src-address")?.text ?? [])
    .filter((text) => !text.startsWith("!"));
  return [...new Set(texts)].flatMap((text) => {
    const set = parseAddressSet(text);
    return set === undefined ? [] : [{ text, set }];
  });
}

function wordsOf({ protocol, port }: Door): string {
  return port === undefined ? protocol : `${protocol}/${port}`;
}
