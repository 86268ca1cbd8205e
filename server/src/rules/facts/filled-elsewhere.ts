import type { BoundCommand, Model } from "../../model/model.ts";

/** Whether scripts or RADIUS certainly have to do with a menu, so that they may add what the file does not show. */
export function mayHoldMore(model: Model, menu: string): boolean {
  const isRadius = model.items("/radius").some((server) => server.isDisabled !== true);
  return isRadius || model.gather(uncertainMenu).includes(menu);
}

/** Whether a script runs what the file does not show: it may do anything, and hardly ever does what is asked here. */
export function runsUnseen(model: Model): boolean {
  return model.gather(runner).length > 0;
}

/** What a finding says where a script runs what the file does not show; it weighs little then. */
export const UNLESS_IMPORTED = ", unless a script that runs what it fetches or imports does";

function uncertainMenu(command: BoundCommand): readonly string[] {
  return command.isCertain ? [] : [command.menu];
}

/** A script that imports or fetches something may do anything. */
function runner(bound: BoundCommand): readonly BoundCommand[] {
  const { command, menu, embeddedIn } = bound;
  const isRunner = command === "import" || menu === "/tool" || command === "parse" || command === "execute";
  return embeddedIn !== undefined && isRunner ? [bound] : [];
}
