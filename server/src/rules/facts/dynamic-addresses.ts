/** Whether a menu is written that brings addresses which no line of the file shows. */
export function mayBeDynamic(menus: readonly string[]): boolean {
  return menus.some((menu) =>
    /^\/(zerotier|routing\/isis|interface\/detect-internet|ip\/ipsec\/mode-config|ip\/cloud\/back-to-home|container)/.test(
      menu,
    ),
  );
}
