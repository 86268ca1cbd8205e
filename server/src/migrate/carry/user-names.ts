import type { Item, Model } from "../../model/model.ts";
import type { UserName, UserNames } from "../plan.ts";
import { uniqueName } from "./name.ts";

/** Inputs that are nobody's: `server-public-key`, `tunnel-address`. */
const NOBODY = ["server", "peer", "tunnel", "tunnel-peer", "endpoint", "loopback", "peer-loopback"];

export function userNames(model: Model): UserNames {
  const accounts = model.items("/ppp/secret");
  const users = accounts.map((secret) => secret.name ?? "");
  const peers = model
    .items("/interface/wireguard/peers")
    .flatMap((peer) => peer.name ?? peer.comment ?? [])
    .filter((name) => !users.includes(name))
    .map((name) => fileOf(name).toLowerCase());
  const [slugs, files] = [new Set(NOBODY), new Set(peers)];
  const found = new Map<string, UserName>();
  // Who is called as the input is, `boss` and not `Boss`, comes first.
  const isExact = ({ name = "" }: Item) => slugOf(name) === name;
  for (const secret of [...accounts.filter(isExact), ...accounts.filter((each) => !isExact(each))]) {
    const { name = "" } = secret;
    const slug = uniqueName(slugOf(name), (each) => slugs.has(each));
    const file = uniqueName(fileOf(name), (each) => files.has(each.toLowerCase()));
    slugs.add(slug);
    files.add(file.toLowerCase());
    found.set(keyOf(secret), { slug, file });
  }
  return found;
}

/** Names of the run where there is one, since an earlier move of it may have taken accounts away. */
export function nameOfUser(
  { model, userNames: known = userNames(model) }: { readonly model: Model; readonly userNames?: UserNames },
  secret: Item,
): UserName {
  const { name = "" } = secret;
  // An account for any service is one for the other services once its first server has moved.
  return known.get(keyOf(secret)) ?? known.get(`any/${name}`) ?? { slug: slugOf(name), file: fileOf(name) };
}

function keyOf(secret: Item): string {
  return `${secret.text("service") ?? "any"}/${secret.name ?? ""}`;
}

/** A name that can stand in a placeholder: letters first, then letters, digits and single dashes. */
export function slugOf(user: string): string {
  const slug = user
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return /^[a-z]/.test(slug) ? slug : `user-${slug === "" ? "x" : slug}`;
}

/** Letters, digits and `._-` only: the name becomes the interface's on many systems (15 characters there). */
function fileOf(user: string): string {
  const safe = user.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
  return safe === "" ? "user" : safe;
}
