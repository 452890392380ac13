import type { Disposable } from 'vscode';
import { configureTelemetry } from '../../broker/protocol/telemetry.ts';
import { disposeAll } from '../ground/disposeAll.ts';
import type { BrokerClient } from './brokerClient.ts';

export interface TelemetryOptions {
  readonly session: BrokerClient;
  /** Of an OTLP/HTTP receiver; empty: off. */
  readonly readEndpoint: () => string;
  readonly log: { info(message: string): void; warn(message: string): void };
}

/** Tells the broker where the user wants spans to go. It sends none until an endpoint is set. */
export class TelemetryConfiguration implements Disposable {
  readonly #options: TelemetryOptions;
  /** The endpoint that was sent to this connection's broker. */
  #told = '';
  readonly #parts: readonly Disposable[];

  constructor(options: TelemetryOptions) {
    this.#options = options;
    this.#parts = [
      options.session.onDidConnect(() => {
        this.#told = '';
        void this.apply();
      }),
    ];
  }

  dispose(): void {
    disposeAll(this.#parts);
  }

  /** Call after the setting was changed. */
  async apply(): Promise<void> {
    const { session, readEndpoint, log } = this.#options;
    const endpoint = readEndpoint();
    if (endpoint === this.#told || session.state.kind !== 'running') return;
    this.#told = endpoint;
    try {
      await session.request(configureTelemetry, endpoint === '' ? {} : { endpoint });
      log.info(endpoint === '' ? 'OpenTelemetry export is off.' : `Spans go to ${endpoint}.`);
    } catch (error) {
      log.warn(`The broker did not take the OpenTelemetry endpoint: ${String(error)}`);
    }
  }
}
