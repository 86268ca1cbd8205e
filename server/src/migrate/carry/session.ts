import type { Account } from "./accounts.ts";

/** One account's old session as rules name it, and the addresses that stand for it now. */
export interface Session {
  readonly account: Account;
  readonly names: readonly string[];
  readonly addresses: readonly string[];
}
