import assert from 'node:assert/strict';
import { evaluateMath } from '../../../broker/metrics/math/evaluate.ts';
import { parseExpression } from '../../../broker/metrics/math/parse.ts';
import { isSeries, type Series, type Value } from '../../../broker/metrics/math/series.ts';
import { MathError } from '../../../broker/metrics/math/tokens.ts';

const PERIOD_SECONDS = 60;
const TIMES = [0, 60, 120, 180];

/** A value for each of the four minutes; `-` is a minute without one. */
function series(text: string): Series {
  const values = text.split(' ').map((each, index): [number, number] => [TIMES[index] ?? 0, Number(each)]);
  return new Map(values.filter(([, value]) => !Number.isNaN(value)));
}

function show(value: Value): unknown {
  if (typeof value === 'number') return value;
  if (!isSeries(value)) return value.map(show);
  return TIMES.map((at) => value.get(at) ?? '-').join(' ');
}

const METRICS: Readonly<Record<string, Series>> = {
  m1: series('10 20 30 40'),
  m2: series('1 0 2 -'),
  m3: series('- 5 - 20'),
};

function compute(expression: string): Value {
  return evaluateMath(parseExpression(expression), (id) => METRICS[id], {
    periodSeconds: PERIOD_SECONDS,
    times: TIMES,
    metrics: Object.values(METRICS),
  });
}

/** From docs/metrics.md, and what follows from it. */
const EXPRESSIONS: readonly (readonly [expression: string, result: unknown])[] = [
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['2 ^ 3 * 2', 16],
  ['-2 ^ 2', 4],
  ['10 - 4 - 3', 3],
  ['1.5e2 / 4', 37.5],
  ['3 > 2 AND 1 != 1 OR 1', 1],
  ['3 > 2 && 1 != 1', 0],
  ['m1 + 1', '11 21 31 41'],
  ['-m1', '-10 -20 -30 -40'],
  ['m1 + m2', '11 20 32 40'],
  ['m1 - m3', '10 15 30 20'],
  ['m1 / m2', '10 - 15 -'],
  ['m1 / MAX([m2, FILL(m2, 1)])', '10 - 15 40'],
  ['m1 / MAX([m2, 1])', '10 20 15 40'],
  ['[1, 2]', ['1 1 1 1', '2 2 2 2']],
  ['IF(m2 > 0, m1 / m2, m1)', '10 20 15 -'],
  ['m1 > 20', '0 0 1 1'],
  ['m1 >= 20 AND m2 < 1', '0 1 0 0'],
  ['m1 / 0', '- - - -'],
  ['ABS(0 - m1)', '10 20 30 40'],
  ['CEIL(m1 / 7)', '2 3 5 6'],
  ['FLOOR(m1 / 7)', '1 2 4 5'],
  ['AVG(m1)', 25],
  ['MAX(m2)', 2],
  ['MIN(m2)', 0],
  ['SUM(m3)', 25],
  ['SUM([m1, m3])', '10 25 30 60'],
  ['AVG([m1, m3])', '10 12.5 30 30'],
  ['SUM(METRICS())', '11 25 32 60'],
  ['METRIC_COUNT(METRICS())', 3],
  ['METRICS() * 2', ['20 40 60 80', '2 0 4 -', '- 10 - 40']],
  ['m1 / PERIOD(m1)', '0.16666666666666666 0.3333333333333333 0.5 0.6666666666666666'],
  ['RUNNING_SUM(m1)', '10 30 60 100'],
  ['DIFF(m1)', '- 10 10 10'],
  ['DIFF(m3)', '- - - 15'],
  ['RATE(m3)', '- - - 0.125'],
  ['FILL(m3, 0)', '0 5 0 20'],
  ['FILL(m3, REPEAT)', '- 5 5 20'],
  ['FILL(m3, LINEAR)', '- 5 12.5 20'],
  ['fill(m3, repeat)', '- 5 5 20'],
  ['IF(m1 > 20, 1)', '- - 1 1'],
  ['IF(1, m1, m2)', '10 20 30 40'],
];

const MISTAKES: readonly (readonly [expression: string, said: RegExp])[] = [
  ['', /ends too early/],
  ['m1 +', /ends too early/],
  ['m1 m2', /Unexpected m2 at position 4/],
  ['(m1', /ends too early/],
  ['m1 + #', /Unexpected character at position 5/],
  ['[m1, ]', /Unexpected \] at position 6/],
  ['m9', /The ID m9 does not exist/],
  ['SEARCH(m1)', /The function SEARCH is not served/],
  ['constructor(m1)', /The function CONSTRUCTOR is not served/],
  ['ABS()', /ABS has a wrong number of arguments/],
  ['IF(m1)', /IF has a wrong number of arguments/],
  ['FILL(m1, NEAREST)', /FILL needs a number, REPEAT or LINEAR/],
  ['RATE(1)', /a time series is needed/],
  ['METRICS() + METRICS()', /Two lists cannot be combined/],
  ["'text' + 1", /A text has no value/],
  [`${'('.repeat(2000)}1${')'.repeat(2000)}`, /nested too deeply/],
  [`${'-'.repeat(2000)}1`, /nested too deeply/],
];

describe('metric math', () => {
  for (const [expression, result] of EXPRESSIONS)
    it(`${expression} = ${JSON.stringify(result)}`, () =>
      assert.deepEqual(show(compute(expression)), result));

  for (const [expression, said] of MISTAKES)
    it(`says what is wrong with ${JSON.stringify(expression.slice(0, 40))}`, () => {
      assert.throws(
        () => compute(expression),
        (error) => error instanceof MathError && said.test(error.message),
      );
    });
});
