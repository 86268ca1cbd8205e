/** Fresh for each page: only what was written into it may run there. */
export function nonce(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
