/** What a board can hold of RouterOS 7, by the `# model =` line of its export (vendor's product pages: storage, RAM). */
export function roomFor7(board: string | undefined): string {
  const known = `The ${board ?? "board"}`;
  const model = (board ?? "").replace(/^(?:RouterBOARD |RB)/i, "");
  if (board !== undefined && SMALLEST.test(model))
    return `${known} holds RouterOS 7 only just (16 MB of flash, 32 MB of memory): replace it rather than upgrade it`;
  if (board !== undefined && SMALL_FLASH.test(model))
    return `${known} runs RouterOS 7, but has 16 MB of flash only: free space first, and add no packages`;
  if (board !== undefined && ROOMY.test(model)) return `${known} has room for RouterOS 7: upgrade it first`;
  return `${known} has to be upgraded to RouterOS 7 first (boards with 16 MB of flash or little memory are tight)`;
}

/** hAP lite and hAP mini. */
const SMALLEST = /^(?:941|931)-/;

/** hEX, hEX lite, hEX S, hAP, hAP ac, hAP ac lite, hAP ac², mAP, mAP lite, cAP ac. */
const SMALL_FLASH = /^(?:750Gr3|750r2|760iGS|951Ui-2nD|952Ui-|962UiGS-|D52G-|mAP2nD|mAPL-2nD|cAPGi-5acD2nD)/;

/** RB2011, RB3011, RB4011, RB5009, RB951G, RB1100AHx4, hAP ac³ and the Cloud Core Routers: 128 MB and more. */
const ROOMY = /^(?:2011|3011|4011|5009|951G-|1100AHx4|1100x4|D53|CCR)/;
