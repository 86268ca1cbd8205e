import {
  FILE_INFO,
  type FileInfo,
  type FileParams,
  GRAPH,
  type GraphParams,
  type GraphResult,
  LISTENERS,
  type ListenerView,
  MAKE_SCHEMA,
  type MadeSchema,
  MIGRATE_ANSWER,
  MIGRATE_OFFERS,
  MIGRATE_PLAN,
  MIGRATE_PREVIEW,
  type MigrateAnswerParams,
  type MigrateOffer,
  type MigratePlan,
  type MigratePlanParams,
  type MigratePreview,
  type MigratePreviewParams,
  TRACE,
  type TraceParams,
  type TraceResult,
  UPGRADE_CHECK,
  type UpgradeCheckParams,
  type UpgradeCheckResult,
  VERSIONS,
  WHO_REACHES,
  type WhoReachesParams,
  type WhoReachesResult,
} from "../protocol.ts";
import { withDocument } from "./feature-handlers.ts";
import type { Session } from "./session.ts";

/** The requests of protocol.ts. */
export function registerOwnRequests(session: Session): void {
  const { connection, service, answer } = session;
  connection.onRequest(FILE_INFO, ({ uri }: FileParams, token) =>
    answer<FileInfo | null>("fileInfo", token, null, () =>
      withDocument(session, uri, null, (analysis) => service.summary(analysis, uri) ?? null),
    ),
  );
  connection.onRequest(GRAPH, ({ uri, format, focus }: GraphParams, token) =>
    answer<GraphResult | null>("graph", token, null, () =>
      withDocument<GraphResult | null>(session, uri, null, (analysis) =>
        service.graph(analysis, format ?? "json", focus),
      ),
    ),
  );
  connection.onRequest(TRACE, ({ uri, ...request }: TraceParams, token) =>
    answer<TraceResult | null>("trace", token, null, () =>
      withDocument<TraceResult | null>(session, uri, null, (analysis) => service.trace(analysis, request)),
    ),
  );
  connection.onRequest<WhoReachesResult | null, void>(WHO_REACHES, ({ uri, port }: WhoReachesParams, token) =>
    answer<WhoReachesResult | null>("who reaches", token, null, () =>
      withDocument<WhoReachesResult | null>(session, uri, null, (a) => service.reachView(a, port)),
    ),
  );
  connection.onRequest(LISTENERS, ({ uri }: FileParams, token) =>
    answer<readonly ListenerView[]>("listeners", token, [], () =>
      withDocument<readonly ListenerView[]>(session, uri, [], service.listeners),
    ),
  );
  connection.onRequest(MAKE_SCHEMA, ({ uri }: FileParams, token) =>
    answer<MadeSchema | null>("make schema", token, null, () =>
      withDocument<MadeSchema | null>(session, uri, null, (analysis) =>
        service.schemaFromExport(analysis.file(uri)?.text ?? ""),
      ),
    ),
  );
  connection.onRequest(VERSIONS, () => service.knownVersions());
  connection.onRequest(UPGRADE_CHECK, ({ uri, to }: UpgradeCheckParams, token) =>
    answer<UpgradeCheckResult | null>("upgrade check", token, null, () =>
      withDocument<UpgradeCheckResult | null>(
        session,
        uri,
        null,
        (analysis) => service.upgradeView(analysis, { to }) ?? null,
      ),
    ),
  );
  registerMigration(session);
}

/** What the wizard asks. */
function registerMigration(session: Session): void {
  const { connection, service, answer } = session;
  connection.onRequest(MIGRATE_OFFERS, ({ uri }: FileParams, token) =>
    answer<readonly MigrateOffer[]>("migrate offers", token, [], () =>
      withDocument<readonly MigrateOffer[]>(session, uri, [], service.migrationOffers),
    ),
  );
  connection.onRequest(MIGRATE_PLAN, ({ uri, ...request }: MigratePlanParams, token) =>
    answer<MigratePlan | null>("migrate plan", token, null, () =>
      withDocument<MigratePlan | null>(session, uri, null, (a) => service.migrationPlan(a, request) ?? null),
    ),
  );
  connection.onRequest(
    MIGRATE_ANSWER,
    ({ answer: text, ...input }: MigrateAnswerParams) => service.migrationAnswerProblem(input, text) ?? null,
  );
  connection.onRequest(MIGRATE_PREVIEW, ({ uri, ...request }: MigratePreviewParams, token) =>
    answer<MigratePreview | null>("migrate preview", token, null, () =>
      withDocument<MigratePreview | null>(
        session,
        uri,
        null,
        (a) => service.migrationPreview(a, request) ?? null,
      ),
    ),
  );
}
