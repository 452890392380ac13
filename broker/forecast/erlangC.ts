/**
 * The chance that a message has to wait in M/M/c (A. K. Erlang, 1917), by the recursion of Erlang's loss formula, which has
 * no factorials and is exact for thousands of consumers.
 * @param consumers at least 1
 * @param load arrival rate times mean handling time, from 0; `consumers` and more: 1
 */
export function waitChance(consumers: number, load: number): number {
  if (load >= consumers) return 1;
  let loss = 1;
  for (let index = 1; index <= consumers; index++) loss = (load * loss) / (index + load * loss);
  const utilisation = load / consumers;
  return loss / (1 - utilisation + utilisation * loss);
}
