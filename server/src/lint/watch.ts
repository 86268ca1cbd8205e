import type { Keep } from "../model/keep.ts";
import type { Model } from "../model/model.ts";
import { type Asked, areCurrent, type Log, type Newest, NOTHING_ASKED, takeAsked } from "./questions.ts";
import { createWatchedKeep } from "./watched-keep.ts";
import { watchedModel } from "./watched-model.ts";

/**
 * A model that follows a document's revisions and notes what it is asked. Whoever computed something from it can
 * tell later, by asking the same questions again, whether that still holds.
 *
 * Schema and version are not noted: when they change, nothing holds any more. Nor are an item's values: where they
 * change, its menu gives other items.
 */
export interface Watch {
  /** Answers as the newest revision does. */
  readonly model: Model;
  /** What was asked since the last call of this. */
  taken(): Asked;
  /** Keeps what is worked out of the model as long as all that was asked for it is answered the same. */
  readonly keep: Keep;
  isCurrent(asked: Asked): boolean;
}

export function createWatch(newest: () => Newest): Watch {
  const log: Log = { newest, known: new WeakMap(), asked: new Set(), lastTaken: NOTHING_ASKED };
  const keep = createWatchedKeep(log);
  return {
    model: watchedModel(log, keep),
    taken: () => takeAsked(log),
    keep,
    isCurrent: (asked) => areCurrent(asked, newest()),
  };
}
