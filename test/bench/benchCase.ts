/** One line of the table. */
export interface Figure {
  readonly name: string;
  /** With its unit. */
  readonly value: string;
  /** The bare number, for the JSON. */
  readonly number: number;
  /** What the house plan asks for; absent for figures that only explain another. */
  readonly target?: string;
  /** Whether the target holds. */
  readonly holds?: boolean;
}

export interface BenchOptions {
  /** Smaller backlogs and shorter rounds, for CI. */
  readonly isQuick: boolean;
}

/** A measurement that stands for itself: it starts what it needs and ends it. */
export interface BenchCase {
  readonly name: string;
  readonly run: (options: BenchOptions) => Promise<readonly Figure[]>;
}

export function figure(name: string, number: number, unit: string, digits = 0): Figure {
  const text = number.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });
  return { name, number, value: unit === '' ? text : `${text} ${unit}` };
}

export function atLeast(of: Figure, bound: number, text = `≥ ${bound}`): Figure {
  return { ...of, target: text, holds: of.number >= bound };
}

export function atMost(of: Figure, bound: number, text = `≤ ${bound}`): Figure {
  return { ...of, target: text, holds: of.number <= bound };
}
