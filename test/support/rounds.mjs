/** @typedef {import('./stages.mjs').Stage} Stage */

/**
 * @typedef {object} Rounds stages, each list in its order
 * @property {readonly Stage[]} first one after the other, before all others
 * @property {readonly Stage[]} row one after the other
 * @property {readonly Stage[]} beside one after the other, at the same time as the row
 */

/**
 * Plans which stages run at the same time: those with windows leave a part of two cores unused, and none of them waits for one of
 * the others. Where only one kind is to run, it is the row.
 * @param {readonly Stage[]} stages in order
 * @returns {Rounds}
 */
export function planRounds(stages) {
  const first = stages.filter(({ needsBundle }) => needsBundle !== true);
  const later = stages.filter(({ needsBundle }) => needsBundle === true);
  const inWindows = later.filter(({ inWindows: opensWindows }) => opensWindows === true);
  const others = later.filter((stage) => !inWindows.includes(stage));
  return others.length === 0
    ? { first, row: inWindows, beside: [] }
    : { first, row: others, beside: inWindows };
}
