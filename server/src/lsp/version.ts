declare const __RSCLINT_VERSION__: string | undefined;

/** Put in by the build; a run from source has none. */
export function serverVersion(): string {
  return typeof __RSCLINT_VERSION__ === "string" ? __RSCLINT_VERSION__ : "0.0.0-source";
}
