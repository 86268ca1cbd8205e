import type { BoundCommand, Model } from "../../model/model.ts";

/** Whether scripts or RADIUS may add to a menu what the file does not show. */
export function mayHoldMore(model: Model, menu: string): boolean {
  const isRadius = model.items("/radius").some((server) => server.isDisabled !== true);
  return isRadius || model.gather(uncertainMenu).includes(menu) || model.gather(runner).length > 0;
}

function uncertainMenu(command: BoundCommand): readonly string[] {
  return command.isCertain ? [] : [command.menu];
}

/** A script that imports or fetches something may do anything. */
function runner(bound: BoundCommand): readonly BoundCommand[] {
  const { command, menu, embeddedIn } = bound;
  const isRunner = command === "import" || menu === "/tool" || command === "parse" || command === "execute";
  return embeddedIn !== undefined && isRunner ? [bound] : [];
}
