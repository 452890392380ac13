import { evaluateMath } from './math/evaluate.ts';
import type { Expression } from './math/parse.ts';
import { isSeries, type Series, type Value } from './math/series.ts';
import { MathError } from './math/tokens.ts';
import type { MetricPoint } from './metricReader.ts';
import { type MetricQuery, type MetricStatistic, refuseExpression } from './queries.ts';
import type { MetricRefusal } from './refusal.ts';
import { readStatistic } from './statistic.ts';

/** What one query gave. */
export interface QueryResult {
  readonly query: MetricQuery;
  /** One, or as many as an expression has. */
  readonly series: readonly Series[];
  /** By name; more than one only if no unit was asked for: the values are those of the first. */
  readonly units: readonly string[];
  /** By the start of their period, epoch s; none for an expression. */
  readonly points: ReadonlyMap<number, MetricPoint>;
}

/** What is asked for: where points come from, and which periods they are in. */
export interface QueryRange {
  /** The points of a metric, of all units, the oldest first. */
  readPoints(metric: MetricStatistic): readonly MetricPoint[];
  /** The starts of all periods, epoch s, the oldest first. */
  listTimes(periodSeconds: number): readonly number[];
}

export type QueryResults = { readonly ok: true; readonly value: readonly QueryResult[] } | MetricRefusal;

/** Evaluates all queries of a request, in their order; each once, however many expressions use it. */
export function evaluateQueries(queries: readonly MetricQuery[], range: QueryRange): QueryResults {
  const evaluation = new Evaluation(queries, range);
  const results: QueryResult[] = [];
  for (const query of queries) {
    try {
      results.push(evaluation.find(query));
    } catch (error) {
      if (!(error instanceof MathError)) throw error;
      return refuseExpression(query.id, error, undefined);
    }
  }
  return { ok: true, value: results };
}

/** Points times parts of expressions, over all expressions: to go through more would hold up all other calls. */
const MAXIMUM_STEPS = 10_000_000;

class Evaluation {
  private readonly queries: ReadonlyMap<string, MetricQuery>;
  private readonly range: QueryRange;
  private readonly results = new Map<string, QueryResult>();
  private readonly values = new Map<string, Value>();
  /** Expressions that are being evaluated: one that needs itself has no value. */
  private readonly open = new Set<string>();
  private steps = 0;

  constructor(queries: readonly MetricQuery[], range: QueryRange) {
    this.queries = new Map(queries.map((query) => [query.id, query]));
    this.range = range;
  }

  /**
   * Evaluates first what a query needs, one after the other: a long chain of expressions must not take up the stack.
   * @throws MathError
   */
  find(query: MetricQuery): QueryResult {
    const waiting = [query];
    for (let last = waiting.at(-1); last !== undefined; last = waiting.at(-1)) {
      const needed = this.results.has(last.id) ? undefined : this.findNeeded(last);
      if (needed === undefined) {
        this.evaluate(last);
        waiting.pop();
      } else if (this.open.has(needed.id)) throw new MathError(`The expression ${needed.id} needs itself.`);
      else waiting.push(needed);
    }
    return this.evaluate(query);
  }

  private evaluate(query: MetricQuery): QueryResult {
    const known = this.results.get(query.id);
    if (known !== undefined) return known;
    const result = query.metric === undefined ? this.compute(query) : this.read(query, query.metric);
    this.results.set(query.id, result);
    this.open.delete(query.id);
    return result;
  }

  /** A query that has no result yet, and that an expression refers to; the expression then is open. */
  private findNeeded({ id, expression }: MetricQuery): MetricQuery | undefined {
    if (expression === undefined) return undefined;
    this.open.add(id);
    return listNames(expression)
      .map((name) => this.queries.get(name))
      .find((query) => query !== undefined && !this.results.has(query.id));
  }

  private read(query: MetricQuery, metric: MetricStatistic): QueryResult {
    const all = this.range.readPoints(metric);
    const units = [...new Set(all.map(({ unit }) => unit))].sort();
    const chosen = metric.unit ?? units[0];
    const points = new Map<number, MetricPoint>();
    const series = new Map<number, number>();
    for (const point of all) {
      const value = point.unit === chosen ? readStatistic(point, metric.statistic) : undefined;
      if (value === undefined) continue;
      points.set(point.start / 1000, point);
      series.set(point.start / 1000, value);
    }
    this.values.set(query.id, series);
    return { query, series: [series], units: metric.unit === undefined ? units : [], points };
  }

  private compute(query: MetricQuery): QueryResult {
    if (query.expression === undefined) throw new MathError('The query has no expression.');
    const { periodSeconds } = query;
    const times = this.range.listTimes(periodSeconds);
    const metrics = [...this.queries.values()].flatMap((each) =>
      each.metric === undefined ? [] : this.evaluate(each).series,
    );
    this.spend(query.expression, Math.max(times.length, ...metrics.map(({ size }) => size)), metrics);
    const value = evaluateMath(query.expression, (id) => this.values.get(id), {
      periodSeconds,
      times,
      metrics,
    });
    this.values.set(query.id, value);
    return { query, series: toSeries(value, times), units: [], points: new Map() };
  }

  /** Each part of an expression goes through a series once; `METRICS()` through all of them. */
  private spend(expression: Expression, longest: number, metrics: readonly Series[]): void {
    const all = metrics.reduce((sum, { size }) => sum + size, 0);
    const { parts, lists } = countParts(expression);
    this.steps += (lists === 0 ? longest : Math.max(longest, all)) * parts;
    if (this.steps > MAXIMUM_STEPS)
      throw new MathError('The expressions of this request go through too many points.');
  }
}

/** The names in an expression: IDs of queries, and words such as `REPEAT`. */
function listNames(expression: Expression): readonly string[] {
  if (expression.kind === 'name') return [expression.name];
  return listInner(expression).flatMap(listNames);
}

/** How many parts an expression has, and how many of them are lists of all metrics. */
function countParts(expression: Expression): { readonly parts: number; readonly lists: number } {
  const inner = listInner(expression).map(countParts);
  const own = expression.kind === 'call' && expression.name === 'METRICS' ? 1 : 0;
  return {
    parts: inner.reduce((sum, { parts }) => sum + parts, 1),
    lists: inner.reduce((sum, { lists }) => sum + lists, own),
  };
}

function listInner(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'list':
      return expression.items;
    case 'call':
      return expression.args;
    case 'negative':
      return [expression.of];
    case 'binary':
      return [expression.left, expression.right];
    default:
      return [];
  }
}

/** A number has the same value in each period. */
function toSeries(value: Value, times: readonly number[]): readonly Series[] {
  if (typeof value === 'number') return [new Map(times.map((at) => [at, value]))];
  return isSeries(value) ? [value] : value;
}
