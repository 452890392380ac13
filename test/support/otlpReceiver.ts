import { EventEmitter, once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as OTLP/JSON has it, as far as tests look at it. */
export interface OtlpSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly kind: number;
  readonly links?: readonly { readonly spanId: string }[];
  readonly attributes: readonly {
    readonly key: string;
    readonly value: {
      readonly stringValue?: string;
      readonly boolValue?: boolean;
      readonly intValue?: number;
    };
  }[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

interface OtlpPoint {
  readonly attributes: OtlpSpan['attributes'];
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
  readonly asInt?: number;
  readonly count?: number;
  readonly sum?: number;
}

/** A metric as OTLP/JSON has it. */
export interface OtlpMetric {
  readonly name: string;
  readonly unit: string;
  readonly gauge?: { readonly dataPoints: readonly OtlpPoint[] };
  readonly sum?: {
    readonly isMonotonic: boolean;
    readonly aggregationTemporality: number;
    readonly dataPoints: readonly OtlpPoint[];
  };
  readonly histogram?: { readonly dataPoints: readonly OtlpPoint[] };
}

export interface OtlpRequest {
  readonly url: string | undefined;
  /** The header that a user may add: `x-key`. */
  readonly key: unknown;
  readonly spans: readonly OtlpSpan[];
  readonly metrics: readonly OtlpMetric[];
}

interface OtlpBody {
  readonly resourceSpans?: readonly { readonly scopeSpans: readonly { readonly spans: OtlpSpan[] }[] }[];
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly { readonly metrics: OtlpMetric[] }[];
  }[];
}

/** What spans and metrics are sent to: an OTLP/HTTP receiver on the loopback address that keeps what comes. */
export class OtlpReceiver {
  readonly requests: OtlpRequest[] = [];
  /** Responses that a silent receiver holds back; undefined: it responds at once. */
  #held: ServerResponse[] | undefined;
  readonly #server: Server;
  readonly #arrivals = new EventEmitter();

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.once('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as OtlpBody;
        const { resourceSpans = [], resourceMetrics = [] } = body;
        this.requests.push({
          url: request.url,
          key: request.headers['x-key'],
          spans: resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
          metrics: resourceMetrics.flatMap(({ scopeMetrics }) =>
            scopeMetrics.flatMap(({ metrics }) => metrics),
          ),
        });
        if (this.#held === undefined) response.end('{}');
        else this.#held.push(response);
        this.#arrivals.emit('request');
      });
    });
  }

  static async start(): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver();
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  /** From now on, it takes what comes and does not respond. */
  hold(): void {
    this.#held ??= [];
  }

  /** Responds to all that was held back, and to what comes. */
  respond(): void {
    for (const response of this.#held ?? []) response.end('{}');
    this.#held = undefined;
  }

  /** Resolves when what has come is enough. */
  async until(isEnough: () => boolean): Promise<void> {
    while (!isEnough()) await once(this.#arrivals, 'request');
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
