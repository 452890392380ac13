import type { FunctionInvoker, InvocationEnd } from '../functions/ports.ts';
import type { Mapping } from '../mappings/mapping.ts';
import type { MappingCounter } from '../mappings/ports.ts';
import type { MetricWriter } from '../metrics/metricReader.ts';
import { type MeasuredMetric, ValueBuffer } from '../metrics/valueBuffer.ts';
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
  /** ms of real time. */
  elapsedMs(): number;
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

  /** Measures what is invoked by it. */
  measure(functions: FunctionInvoker): FunctionInvoker {
    const running = new Map<string, number>();
    return {
      find: (name) => functions.find(name),
      onChange: (listener) => functions.onChange(listener),
      invoke: (name, request) => {
        const startedAt = this.ports.elapsedMs();
        const count = (running.get(name) ?? 0) + 1;
        running.set(name, count);
        functions.invoke(name, {
          ...request,
          complete: (end) => {
            const left = (running.get(name) ?? 1) - 1;
            if (left === 0) running.delete(name);
            else running.set(name, left);
            this.noteEnd(name, end, count, this.ports.elapsedMs() - startedAt);
            request.complete(end);
          },
        });
      },
    };
  }

  stop(): void {
    this.writing.stop();
    this.buffer.flush();
  }

  private noteEnd(name: string, end: InvocationEnd, running: number, elapsedMs: number): void {
    if (end.outcome === 'unavailable') return;
    if (end.outcome === 'throttled') {
      this.addOf(name, 'Throttles', 'Count', 1);
      return;
    }
    this.addOf(name, 'Invocations', 'Count', 1);
    this.addOf(name, 'Errors', 'Count', end.outcome === 'failed' ? 1 : 0);
    this.addOf(name, 'Duration', 'Milliseconds', Math.round(end.report?.durationMs ?? elapsedMs));
    this.addOf(name, 'ConcurrentExecutions', 'Count', running);
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
    const key = `${metricName} ${mappingId ?? functionName}`;
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
