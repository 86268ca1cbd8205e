import type { PlanDraft } from "../draft.ts";
import { uniqueName } from "./name.ts";
import { addItems } from "./retire.ts";

/** How rules tell what comes from some addresses (`src`) or goes there (`dst`): several stand in a list. */
export type AddressWords = (
  core: string,
  addresses: readonly string[],
  end: "src" | "dst",
) => Readonly<Record<string, string>>;

/** Each list is written once, when the first rule asks for it. */
export function addressWords(draft: PlanDraft): AddressWords {
  const lists = new Map<string, string>();
  return (core, addresses, end) => {
    const [only] = addresses;
    if (only === undefined) return {};
    if (addresses.length === 1) return { [`${end}-address`]: only };
    const known = lists.get(core) ?? addList(draft, core, addresses);
    lists.set(core, known);
    return { [`${end}-address-list`]: known };
  };
}

function addList(draft: PlanDraft, core: string, addresses: readonly string[]): string {
  const known = draft.context.model.names("address-list");
  const list = uniqueName(core, (each) => known.includes(each));
  addItems(
    draft,
    {
      title: `Address list \`${list}\``,
      reason: "Rules that met the old interfaces tell their packets by address now.",
    },
    addresses.map((address) => ({ menu: "/ip/firewall/address-list", properties: { address, list } })),
  );
  return list;
}
