/**
 * Who may import whom: the table of docs/architecture.md, one line a room. The lists are complete.
 * Run by scripts/check-layers.ts, which also checks that every source file was looked at.
 */
const ROOMS = {
  text: [],
  values: [],
  syntax: ["text"],
  schema: ["values"],
  model: ["schema", "syntax", "values", "text"],
  traffic: ["model", "values"],
  edit: ["model", "schema", "syntax", "text"],
  format: ["syntax", "text"],
  rules: ["edit", "traffic", "model", "schema", "syntax", "values", "text"],
  migrate: ["edit", "traffic", "model", "schema", "syntax", "values", "text"],
  lint: ["rules", "edit", "model", "syntax", "text"],
  features: [
    ...["rules", "lint", "migrate", "format", "edit", "traffic", "model"],
    ...["schema", "syntax", "values", "text"],
  ],
  "service.ts": ["features", "lint", "migrate", "format", "model", "text"],
  report: ["lint", "values", "text"],
  project: ["lint", "text"],
  lsp: ["service.ts", "report", "project", "protocol.ts", "text"],
  cli: ["service.ts", "report", "project", "lsp", "protocol.ts", "text"],
  "protocol.ts": [],
};

const escapeDots = (name) => name.replace(".", "\\.");
const inside = (names) => `^server/src/(?:${names.map(escapeDots).join("|")})(?:/|$)`;

const rooms = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `room-${room.replace(".ts", "")}`,
  severity: "error",
  comment: `${room} may import ${allowed.join(", ") || "no other room"}`,
  from: { path: inside([room]) },
  to: { path: "^(?:server|client|test|scripts)/", pathNot: inside([room, ...allowed]) },
}));

const forbid = (name, comment, from, to) => ({ name, severity: "error", comment, from, to });

module.exports = {
  forbidden: [
    ...rooms,
    forbid("no-cycles", "a cycle has no first reader", {}, { circular: true }),
    forbid(
      "no-unresolved",
      "an import that leads nowhere is not checked",
      {},
      { couldNotResolve: true, pathNot: "^vscode$" },
    ),
    forbid(
      "known-rooms-only",
      "a new room gets its line in the table first",
      { path: "^server/src/", pathNot: inside(Object.keys(ROOMS)) },
      {},
    ),
    forbid(
      "lint-types-only",
      "reports and files know the shape of a result, not how it is made",
      { path: inside(["report", "project"]) },
      { path: inside(["lint"]), dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "client-is-thin",
      "the client knows the server by its protocol",
      { path: "^client/" },
      { path: "^server/", pathNot: "^server/src/protocol\\.ts$" },
    ),
    forbid(
      "server-knows-no-client",
      "the server runs without an editor",
      { path: "^server/" },
      { path: "^client/|^vscode$|(?:^|/)node_modules/(?:@types/vscode|vscode-languageclient)/" },
    ),
    forbid(
      "connection-only-in-lsp",
      "features return plain LSP types and are tested without a connection",
      { path: "^server/", pathNot: inside(["lsp"]) },
      { path: "(?:^|/)node_modules/vscode-(?:languageserver|languageserver-protocol|jsonrpc)/" },
    ),
    forbid(
      "input-and-output-at-the-border",
      "the core is pure: it runs in a browser and in a test without a disk",
      { path: "^server/", pathNot: inside(["lsp", "cli", "project"]) },
      { dependencyTypes: ["core"] },
    ),
  ],
  options: {
    // Without this, imports of types would go unseen.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      conditionNames: ["import", "require", "node", "browser", "types", "default"],
      exportsFields: ["exports"],
    },
  },
};
