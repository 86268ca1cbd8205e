/** Arguments of script commands that need no name, in order (manual page "Scripting"; the router's own parse shows the names). */
const SCRIPT: Readonly<Record<string, string>> = {
  beep: "frequency length",
  convert: "value",
  delay: "delay-time",
  deserialize: "value",
  do: "command",
  error: "message",
  execute: "script",
  find: "in key from",
  for: "counter",
  foreach: "counter",
  global: "name value",
  grep: "pattern",
  if: "condition",
  import: "file-name",
  len: "value",
  local: "name value",
  onerror: "error",
  parse: "value",
  pick: "counter begin end",
  ping: "address",
  put: "message",
  range: "from to",
  resolve: "domain-name",
  retry: "command",
  return: "value",
  serialize: "value",
  set: "name value",
  time: "command",
  toarray: "value",
  tobool: "value",
  tocrlf: "input",
  toid: "value",
  toip: "value",
  toip6: "value",
  tolf: "input",
  tonsec: "value",
  tonum: "value",
  tostr: "value",
  totime: "value",
  typeof: "value",
  while: "condition",
};

/** The same in every menu that has the verb. */
const COMMON: Readonly<Record<string, string>> = {
  comment: "numbers comment",
  disable: "numbers",
  edit: "number value-name",
  enable: "numbers",
  export: "where",
  find: "where",
  get: "number value-name",
  "make-static": "numbers",
  monitor: "numbers",
  "monitor-traffic": "interface",
  move: "numbers destination",
  print: "where",
  release: "numbers",
  remove: "numbers",
  renew: "numbers",
  reset: "numbers",
  "reset-counters": "numbers",
  "reset-mac-address": "numbers",
  run: "number",
  scan: "number",
  set: "numbers",
  unset: "numbers value-name",
};

const SINGLE: Readonly<Record<string, string>> = {
  "/file add": "name",
  "/log debug": "message",
  "/log error": "message",
  "/log info": "message",
  "/log warning": "message",
  "/system/script run": "number",
  "/terminal style": "style",
  "/tool/fetch": "url",
  "/tool fetch": "url",
  "/tool ping": "address",
  "/tool traceroute": "address",
  "/tool mac-telnet": "host",
  "/tool wol": "mac",
  "/system ssh": "address",
  "/system telnet": "address",
};

/** Names that values without a name fill, in order; only those that the command has (a settings menu's `get` has no number). */
export function positionalArguments(
  menu: string,
  command: string,
  has: (name: string) => boolean,
): readonly string[] {
  const text =
    own(SINGLE, `${menu} ${command}`) ??
    (menu === "/" ? own(SCRIPT, command) : undefined) ??
    own(COMMON, command);
  return (text ?? "").split(" ").filter(has);
}

function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
