/** @typedef {import('./stages.mjs').Stage} Stage */

/**
 * @typedef {object} Round stages that run at the same time
 * @property {readonly Stage[]} row one after the other
 * @property {Stage} [beside] what runs meanwhile
 */

/**
 * Puts each stage that runs beside others to the first of them. Where none of them is to run, it keeps its place.
 * @param {readonly Stage[]} stages in order; those beside which another one runs are in a row
 * @returns {readonly Round[]} in order: each begins when all of the one before has ended
 */
export function planRounds(stages) {
  const findOther = (/** @type {Stage} */ stage) => stages.find(({ beside }) => beside?.includes(stage.name));
  /** @type {Round[]} */
  const rounds = [];
  /** @type {Set<Stage>} */
  const planned = new Set();
  for (const stage of stages) {
    const names = stage.beside ?? [];
    const waits = stages.some(({ name }) => names.includes(name));
    if (waits || planned.has(stage)) continue;
    const beside = findOther(stage);
    const row = beside === undefined ? [stage] : stages.filter((other) => findOther(other) === beside);
    for (const other of row) planned.add(other);
    rounds.push(beside === undefined ? { row } : { row, beside });
  }
  return rounds;
}
