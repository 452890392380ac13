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

/** Neighbours differ in colour and in dash, so that a line is found without colours, too. */
export function lookOf(index: number): LineLook {
  const variable = VARIABLES[index % VARIABLES.length] ?? VARIABLES[0];
  const round = Math.floor(index / VARIABLES.length);
  const dash = DASHES[(index + round) % DASHES.length];
  return dash === undefined ? { variable } : { variable, dash };
}
