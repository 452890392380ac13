import * as l10n from '@vscode/l10n';
import { commands, type Disposable, window } from 'vscode';
import { type HoldFailedParams, holdFailed } from '../../../broker/protocol/gateway.ts';
import { COMMANDS } from '../../ground/commandIds.ts';
import { copyText } from '../../ground/copyText.ts';
import { disposeAll } from '../../ground/disposeAll.ts';
import { formatDuration } from '../../ground/durations.ts';
import { formatShortMoment } from '../../ground/moments.ts';
import { oneLine } from '../../ground/oneLine.ts';
import type { Schedule } from '../../ground/schedule.ts';
import { formatCount, nameOfArn } from '../../ground/text.ts';
import { GATHER_MS } from './gatherMs.ts';
import type { GatewayUse } from './gatewayUse.ts';

export interface HoldNoticesOptions {
  readonly use: GatewayUse;
  readonly schedule: Schedule;
  /** Epoch ms. */
  readonly readNow: () => number;
}

/** Says that messages of a paused program become visible again although they should be held: once for each reason and pause. */
export class HoldNotices implements Disposable {
  readonly #options: HoldNoticesOptions;
  readonly #listeners: readonly Disposable[];
  /** Access key ids by launch, queue and reason, of what is said of this pause. */
  readonly #said = new Map<string, string>();
  /** What is about to be said, by the same. */
  readonly #gathered = new Map<string, HoldFailedParams[]>();
  #isDisposed = false;

  constructor(options: HoldNoticesOptions) {
    this.#options = options;
    const { client, holds } = options.use;
    this.#listeners = [
      client.onNotification(holdFailed, (failure) => this.#note(failure)),
      holds.onDidChange(() => this.#forgetContinued()),
    ];
  }

  dispose(): void {
    this.#isDisposed = true;
    disposeAll(this.#listeners);
  }

  #note(failure: HoldFailedParams): void {
    const { use, schedule } = this.#options;
    const { accessKeyId, queueArn, reason } = failure;
    // Another window has launched it.
    if (!use.consumers.hasLaunch(accessKeyId)) return;
    const key = JSON.stringify([accessKeyId, queueArn, reason]);
    this.#gathered.get(key)?.push(failure);
    if (this.#said.has(key)) return;
    this.#said.set(key, accessKeyId);
    this.#gathered.set(key, [failure]);
    schedule(GATHER_MS, () => {
      const failures = this.#gathered.get(key) ?? [];
      this.#gathered.delete(key);
      if (!this.#isDisposed) void this.#tell(failure, failures);
    });
  }

  async #tell(first: HoldFailedParams, failures: readonly HoldFailedParams[]): Promise<void> {
    const { connection } = this.#options.use;
    const openTrace = l10n.t('Open Trace');
    const copyPolicy = l10n.t('Copy Required Policy');
    const buttons = [openTrace, ...(first.isDenied && connection.remote ? [copyPolicy] : [])];
    const text = describeFailures(failures, connection.name, this.#options.readNow());
    const choice = await window.showWarningMessage(text, ...buttons);
    if (choice === openTrace)
      await commands.executeCommand(COMMANDS.openTrace, { connectionId: connection.id });
    if (choice !== copyPolicy || connection.remote === undefined) return;
    const { level } = connection.remote;
    await copyText(
      await connection.remote.writePolicy(),
      l10n.t('Copied the IAM policy for {0} with the level {1}.', connection.name, level),
    );
  }

  /** At its next pause, the user has to know again. */
  #forgetContinued(): void {
    for (const [key, accessKeyId] of this.#said)
      if (!this.#options.use.holds.isPaused(accessKeyId)) this.#said.delete(key);
  }
}

/**
 * What happens, and when.
 * @param failures of one queue, one program and one reason; at least one
 * @param now epoch ms
 */
export function describeFailures(
  failures: readonly HoldFailedParams[],
  connection: string,
  now: number,
): string {
  const [first] = failures;
  if (first === undefined) return '';
  const program = oneLine(first.program);
  const reason = oneLine(first.reason);
  const queue = nameOfArn(first.queueArn);
  const moments = failures.map(({ returnsAt }) => returnsAt).filter((at) => at !== undefined);
  if (moments.length === 0) {
    return failures.length === 1
      ? l10n.t(
          '“{0}” is paused, but its message {1} of “{2}” on “{3}” becomes visible again when its visibility timeout ends: {4}',
          program,
          first.messageId,
          queue,
          connection,
          reason,
        )
      : l10n.t(
          '“{0}” is paused, but {1} of its messages of “{2}” on “{3}” become visible again when their visibility timeouts end: {4}',
          program,
          formatCount(failures.length),
          queue,
          connection,
          reason,
        );
  }
  const at = Math.min(...moments);
  const moment = formatShortMoment(at, now);
  const left = formatDuration(Math.max(0, at - now));
  return failures.length === 1
    ? l10n.t(
        '“{0}” is paused, but its message {1} of “{2}” on “{3}” becomes visible again at {4} (in {5}): {6}',
        program,
        first.messageId,
        queue,
        connection,
        moment,
        left,
        reason,
      )
    : l10n.t(
        '“{0}” is paused, but {1} of its messages of “{2}” on “{3}” become visible again, the first at {4} (in {5}): {6}',
        program,
        formatCount(failures.length),
        queue,
        connection,
        moment,
        left,
        reason,
      );
}
