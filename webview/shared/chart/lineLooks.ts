/** What distinguishes a line of the chart from the others. */
export interface LineLook {
  readonly variable: string;
  /** Absent: one stroke. */
  readonly dash?: readonly number[];
}

// Red is the colour of alarms, and yellow has too little contrast on white.
const VARIABLES = [
  '--vscode-charts-blue',
  '--series-orange',
  '--vscode-charts-green',
  '--vscode-charts-purple',
  '--vscode-foreground',
] as const;
const DASHES: readonly (readonly number[] | undefined)[] = [undefined, [8, 4], [2, 3], [10, 3, 2, 3]];

/** As many as there are pairs of a colour and a dash: the numbers of both have no common divisor. */
export const LOOK_COUNT = VARIABLES.length * DASHES.length;

/** Neighbours differ in colour and in dash, so that a line is found without colours, too; the first `LOOK_COUNT` all differ. */
export function lookOf(index: number): LineLook {
  const variable = VARIABLES[index % VARIABLES.length] ?? VARIABLES[0];
  const dash = DASHES[index % DASHES.length];
  return dash === undefined ? { variable } : { variable, dash };
}
