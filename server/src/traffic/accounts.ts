import type { Item, Model } from "../model/model.ts";

/** The account that was the last to administer the router, of those that the files speak of, and no longer may. */
export function lastAccountLost(before: Model, after: Model): Item | undefined {
  const now = after.items("/user");
  // Exports leave accounts out: a file that says nothing of them takes nothing away.
  if (now.length === 0 || now.some((account) => mayAdminister(account, after) !== false)) return undefined;
  const had = before.items("/user").filter((account) => mayAdminister(account, before) === true);
  return now.find((account) => had.some(({ name }) => name === account.name));
}

/** Undefined where the files do not tell. */
function mayAdminister(account: Item, model: Model): boolean | undefined {
  if (account.isDisabled === true) return false;
  const name = account.text("group");
  if (name === "read") return false;
  if (account.isDisabled === undefined || !account.isCertain) return undefined;
  return name === "full" || name === "write" ? true : mayWrite(name, model);
}

function mayWrite(name: string | undefined, model: Model): boolean | undefined {
  const policy = model
    .items("/user/group")
    .find((group) => group.name === name)
    ?.text("policy");
  return policy?.split(",").includes("write");
}
