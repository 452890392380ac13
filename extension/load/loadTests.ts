import { join } from 'node:path';
import {
  type CancellationToken,
  type Disposable,
  EventEmitter,
  type ExtensionContext,
  l10n,
  type LogOutputChannel,
  type Progress,
  ProgressLocation,
  window,
} from 'vscode';
import type { BrokerInfo } from '../../broker/protocol/broker.ts';
import type { LoadProgress } from '../../broker/protocol/load.ts';
import type { QueueSummary } from '../../broker/protocol/queue.ts';
import type { Programs } from '../../broker/programs/programs.ts';
import type { LoadDraft, LoadRunView } from '../../webview/loadProtocol.ts';
import type { UserKeys } from '../security/userKeys.ts';
import { listLoadArguments, readDurationMs, readRate } from './loadArguments.ts';
import { LoadHistory } from './loadHistory.ts';
import { loadPrograms } from '../ground/loadPrograms.ts';
import { formatCount, formatFixed } from '../ground/text.ts';
import { type LoadEnd, type LoadProcess, startLoadProcess } from './loadProcess.ts';

const DRAFT_KEY = 'queueside.loadTest.draft';
const RUN_KEY = 'queueside.loadTest.run';

export interface LoadTestPorts {
  readonly context: Pick<ExtensionContext, 'asAbsolutePath' | 'workspaceState'>;
  readonly log: LogOutputChannel;
  /** What to sign with; undefined where any credentials are good. */
  readonly findKeys: (info: BrokerInfo) => Promise<UserKeys | undefined>;
  /** The result of a test that ended behind the user's back. */
  readonly onEndedUnseen: (run: LoadRunView) => void;
}

/** Runs load tests, one at a time, and remembers the last one and its values over a reload of the window. */
export class LoadTests implements Disposable {
  readonly #ports: LoadTestPorts;
  #programs: Programs | undefined;
  readonly #emitter = new EventEmitter<LoadRunView>();
  readonly onDidChange = this.#emitter.event;
  #run: LoadRunView | undefined;
  #process: LoadProcess | undefined;

  constructor(ports: LoadTestPorts) {
    this.#ports = ports;
    this.#run = ports.context.workspaceState.get<LoadRunView>(RUN_KEY);
  }

  /** The one that runs, or the last one. */
  get run(): LoadRunView | undefined {
    return this.#run;
  }

  get isRunning(): boolean {
    return this.#process !== undefined;
  }

  /** The values used last. */
  get draft(): LoadDraft | undefined {
    return this.#ports.context.workspaceState.get<LoadDraft>(DRAFT_KEY);
  }

  /** Starts a test, with a notification that shows its progress; does nothing while another one runs. */
  async start(queue: QueueSummary, draft: LoadDraft, info: BrokerInfo, isSeen: () => boolean): Promise<void> {
    if (this.isRunning) return;
    const { context, findKeys, log } = this.#ports;
    void context.workspaceState.update(DRAFT_KEY, draft);
    const keys = await findKeys(info);
    if (this.isRunning) return;
    const startedAt = Date.now();
    const history = new LoadHistory(startedAt);
    const args = listLoadArguments(queue.url, draft);
    const durationMs = readDurationMs(draft);
    let tellProgress: (progress: LoadProgress) => void = () => undefined;
    this.#programs ??= loadPrograms(context);
    const loadProcess = startLoadProcess(this.#programs, {
      script: context.asAbsolutePath(join('dist', 'broker.js')),
      executable: process.execPath,
      args,
      credentials:
        keys === undefined
          ? {}
          : {
              AWS_ACCESS_KEY_ID: keys.accessKeyId,
              AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
              AWS_REGION: info.region,
            },
      onProgress: (progress) => {
        history.add(progress);
        this.#change({ samples: [...history.samples], progress });
        tellProgress(progress);
      },
    });
    log.info(`Load test: ${args.join(' ')}`);
    this.#process = loadProcess;
    this.#set({
      draft,
      queueName: queue.name,
      startedAt,
      durationMs,
      askedPerSecond: readRate(draft),
      state: 'running',
      samples: [],
    });
    const options = {
      location: ProgressLocation.Notification,
      title: l10n.t('Load test of {0}', queue.name),
      cancellable: true,
    };
    void window.withProgress(options, async (progress, cancellation) => {
      tellProgress = this.#follow(progress, cancellation, durationMs);
      await loadProcess.ended;
    });
    const end = await loadProcess.ended;
    if (end.ok) history.end(end.report);
    this.#change({ samples: [...history.samples] });
    this.#end(end, isSeen());
  }

  stop(): void {
    if (this.#process === undefined || this.#run?.state !== 'running') return;
    this.#process.stop();
    this.#change({ state: 'stopping' });
  }

  dispose(): void {
    this.#process?.kill();
    this.#emitter.dispose();
  }

  /** Shows progress in a notification, which can end the test. */
  #follow(
    notification: Progress<{ message: string; increment: number }>,
    cancellation: CancellationToken,
    durationMs: number,
  ): (progress: LoadProgress) => void {
    let shown = 0;
    cancellation.onCancellationRequested(() => this.stop());
    return ({ sent, failed, seconds, latencyMs }) => {
      const done = Math.min(100, (100_000 * seconds) / durationMs);
      const parts = [l10n.t('{0} sent', formatCount(sent))];
      if (failed > 0) parts.push(l10n.t('{0} failed', formatCount(failed)));
      if (latencyMs !== undefined) parts.push(l10n.t('p99 {0} ms', formatFixed(latencyMs.p99, 1)));
      notification.report({ message: parts.join(', '), increment: Math.max(0, done - shown) });
      shown = Math.max(shown, done);
    };
  }

  #end(end: LoadEnd, isSeen: boolean): void {
    this.#process = undefined;
    if (end.ok) this.#change({ state: 'ended', report: end.report });
    else {
      this.#ports.log.warn(`Load test: ${end.reason}`);
      this.#change({ state: 'ended', failure: end.reason });
    }
    const run = this.#run;
    if (run === undefined) return;
    void this.#ports.context.workspaceState.update(RUN_KEY, run);
    if (!isSeen) this.#ports.onEndedUnseen(run);
  }

  #change(part: Partial<LoadRunView>): void {
    if (this.#run !== undefined) this.#set({ ...this.#run, ...part });
  }

  #set(run: LoadRunView): void {
    this.#run = run;
    this.#emitter.fire(run);
  }
}
