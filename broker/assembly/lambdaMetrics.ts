import type { Mapping } from '../mappings/mapping.ts';
import type { MappingCounter } from '../mappings/ports.ts';
import type { MetricWriter } from '../metrics/metricReader.ts';
import { type MeasuredMetric, ValueBuffer } from '../metrics/valueBuffer.ts';
import type { InvocationReport } from '../protocol/invocation.ts';
import type { Schedule } from '../time/schedule.ts';
import { Throttle } from '../time/throttle.ts';

const NAMESPACE = 'AWS/Lambda';
/** Shortest time between two writes of what was measured, ms. */
const WRITE_MS = 1000;
/** Metrics that are known by name; beyond it, all are looked up again. A function has eleven at most. */
const MAXIMUM_KNOWN = 2000;

type FunctionMetric = 'Invocations' | 'Errors' | 'Throttles' | 'Duration' | 'ConcurrentExecutions';

interface LambdaMetricPorts {
  readonly metrics: MetricWriter;
  readonly schedule: Schedule;
  readonly place: { readonly region: string; readonly account: string };
  /** Epoch ms on the broker's clock. */
  now(): number;
  onDefect(error: unknown): void;
}

/** The metrics of functions and of their mappings (docs/functions.md#metrics). */
export class LambdaMetrics {
  private readonly ports: LambdaMetricPorts;
  private readonly buffer: ValueBuffer;
  private readonly writing: Throttle;
  private readonly known = new Map<string, MeasuredMetric>();

  constructor(ports: LambdaMetricPorts) {
    this.ports = ports;
    this.buffer = new ValueBuffer(ports.metrics);
    this.writing = new Throttle(ports.schedule, WRITE_MS, () => {
      try {
        this.buffer.flush();
      } catch (error) {
        ports.onDefect(error);
      }
    });
  }

  count({ functionName, id }: Mapping, counter: MappingCounter, by: number): void {
    this.add(functionName, id, counter, 'Count', by);
  }

  /**
   * An invocation is over, whoever invoked it.
   * @param concurrent invocations that the function had at its beginning, with itself
   */
  noteInvocation({ function: name, outcome, durationMs }: InvocationReport, concurrent: number): void {
    this.addOf(name, 'Invocations', 'Count', 1);
    this.addOf(name, 'Errors', 'Count', outcome === 'returned' ? 0 : 1);
    this.addOf(name, 'Duration', 'Milliseconds', Math.round(durationMs));
    this.addOf(name, 'ConcurrentExecutions', 'Count', concurrent);
  }

  noteThrottle(functionName: string): void {
    this.addOf(functionName, 'Throttles', 'Count', 1);
  }

  stop(): void {
    this.writing.stop();
    this.buffer.flush();
  }

  private addOf(name: string, metric: FunctionMetric, unit: string, value: number): void {
    this.add(name, undefined, metric, unit, value);
  }

  private add(
    functionName: string,
    mappingId: string | undefined,
    metricName: string,
    unit: string,
    value: number,
  ): void {
    const key = `${metricName} ${functionName} ${mappingId ?? ''}`;
    let metric = this.known.get(key);
    if (metric === undefined) {
      if (this.known.size >= MAXIMUM_KNOWN) this.known.clear();
      const { region, account } = this.ports.place;
      const dimensions = [
        ...(mappingId === undefined ? [] : [{ name: 'EventSourceMappingUUID', value: mappingId }]),
        { name: 'FunctionName', value: functionName },
      ];
      metric = { region, account, namespace: NAMESPACE, metricName, dimensions, unit };
      this.known.set(key, metric);
    }
    this.buffer.add(metric, value, this.ports.now());
    this.writing.notice();
  }
}
