import * as l10n from '@vscode/l10n';
import { ProgressLocation, window } from 'vscode';
import type { CallPlan } from '../../../broker/connections/client/callPlans.ts';
import { refOf } from '../../connections/connection.ts';
import type { ExchangeRequest } from '../../connections/exchange.ts';
import { showMissing } from '../../ground/missing.ts';
import { systemSchedule } from '../../ground/schedule.ts';
import { tellChange } from '../../ground/tellChange.ts';
import { tellFailure } from '../../ground/tellFailure.ts';
import { DIALOG_CONSENT } from '../dialogConsent.ts';
import type { RemoteConnection } from '../remoteConnection.ts';
import { waitFor } from '../waitFor.ts';
import { askMaximum, MAXIMUM_TRANSFERRED } from './askMaximum.ts';
import { describeReport } from './describeReport.ts';
import { JournalFile } from './journalFile.ts';
import { readSourceFacts } from './sourceFacts.ts';
import { Transfer } from './transfer.ts';
import {
  createSource,
  createTarget,
  describeEnd,
  isLocal,
  isSameQueue,
  openQueue,
  type TransferQueue,
} from './transferEnds.ts';
import { nameEnd, planTransfer } from './transferPlan.ts';
import { describeProgress } from './transferProgress.ts';
import type { TransferReport } from './transferReport.ts';

/** What transfers need of the window. */
export interface TransferPorts {
  readonly findRemote: (connectionId: string) => RemoteConnection | undefined;
  /** Of journals. */
  readonly folder: string;
  /** 0: no limit. */
  readonly readMessagesPerSecond: () => number;
}

/** Messages that are to be copied or moved. */
export interface TransferJob extends ExchangeRequest {
  readonly maximum: number;
}

/** What an interrupted transfer has left. */
export interface Interrupted {
  readonly journal: JournalFile;
  /** Epoch ms: until then, messages that it had received may be hidden. */
  readonly hiddenUntilMs: number;
}

/** Another window must not take a transfer for interrupted. */
const KEEP_ALIVE_MS = 20_000;

/** Asks for what is missing, then copies or moves messages between queues of any connections. */
export async function exchangeMessages(ports: TransferPorts, request: ExchangeRequest): Promise<void> {
  const { mode, from, to, messageIds } = request;
  const refusal = findRefusal(request);
  if (refusal !== undefined) return showMissing({ text: refusal });
  if (isSameQueue(openQueue(from, ports.findRemote), openQueue(to, ports.findRemote)))
    return showMissing({ text: l10n.t('Both are the same queue: {0}', from.queue.url) });
  // What can only be received cannot be chosen from.
  if (messageIds !== undefined && from.connection.can.exchange.receives)
    return showMissing({ text: l10n.t('The connection {0} can’t do this.', from.connection.name) });
  const title = mode === 'copy' ? l10n.t('Copy Messages') : l10n.t('Move Messages');
  const maximum =
    messageIds?.length ??
    (await askMaximum(title, (await readSourceFacts(openQueue(from, ports.findRemote))).expected));
  if (maximum !== undefined) await runTransfer(ports, { ...request, maximum }, undefined);
}

/** Why the level of a connection does not allow it; undefined: both do. */
function findRefusal({ from, to }: ExchangeRequest): string | undefined {
  return from.connection.remote?.findRefusal('exchange') ?? to.connection.remote?.findRefusal('send');
}

/** Shows the plan, asks, transfers, and says what was done, with a button that resumes it if it is not complete. */
export async function runTransfer(
  ports: TransferPorts,
  job: TransferJob,
  interrupted: Interrupted | undefined,
): Promise<void> {
  const refusal = findRefusal(job);
  if (refusal !== undefined) return showMissing({ text: refusal });
  const [from, to] = [openQueue(job.from, ports.findRemote), openQueue(job.to, ports.findRemote)];
  const { expected, deadLetters } = await readSourceFacts(from);
  const perSecond = ports.readMessagesPerSecond();
  const messagesPerSecond = perSecond === 0 || (isLocal(from) && isLocal(to)) ? undefined : perSecond;
  const storedBefore = interrupted?.journal.stored.size;
  const total = Math.min(expected, job.maximum);
  const plan = planTransfer({
    mode: job.mode,
    from: describeEnd(from),
    to: describeEnd(to),
    isFifo: job.from.queue.kind === 'fifo',
    maximum: job.maximum,
    expected: total,
    messagesPerSecond,
    ...(deadLetters && { deadLetters }),
    ...(storedBefore !== undefined && { storedBefore }),
  });
  if (!(await propose(plan, [from, to]))) return;
  const names = { from: nameEnd(describeEnd(from)), to: nameEnd(describeEnd(to)) };
  // After the question: what the user does not resume now is offered again.
  const journal = interrupted
    ? await interrupted.journal.claim(process.pid)
    : await JournalFile.create(ports.folder, {
        mode: job.mode,
        from: { ...refOf(job.from), label: names.from },
        to: { ...refOf(job.to), label: names.to },
        maximum: job.maximum,
        expected: total,
        ...(job.messageIds && { messageIds: job.messageIds }),
        processId: process.pid,
      });
  if (journal === undefined)
    return showMissing({ text: l10n.t('Another window has resumed or discarded this transfer.') });
  const source = createSource(from, plan, job.mode, job.messageIds);
  const remotes = [from, to].flatMap(({ remote }) => remote?.connection ?? []);
  const { expected: shown } = journal.header;
  const report = await transferInSight(job, shown, names, journal, remotes, (signal, onProgress) =>
    new Transfer({
      mode: job.mode,
      source,
      target: createTarget(to, plan),
      journal,
      clock: {
        readNow: () => Date.now(),
        wait: (ms, cancelled) => waitFor(systemSchedule, ms, cancelled),
      },
      maximum: job.maximum,
      messagesPerSecond,
      isFifo: job.from.queue.kind === 'fifo',
      ...(interrupted && from.remote && { hiddenUntilMs: interrupted.hiddenUntilMs }),
      signal,
      onProgress,
    }).run(),
  );
  for (const { placed, remote } of [from, to]) void remote?.connection.queues.countOne(placed.queue.arn);
  const told = describeReport(report, {
    ...names,
    mode: job.mode,
    receives: from.remote !== undefined,
    leftInFlightCount: source.leftInFlightCount ?? 0,
    ...(job.maximum === MAXIMUM_TRANSFERRED && { limit: MAXIMUM_TRANSFERRED }),
  });
  const isWhole = (report.end === 'finished' || report.end === 'maximum') && report.inBothCount === 0;
  if (isWhole) {
    await journal.remove();
    tellChange({ ...told, isSlow: true });
    return;
  }
  tellFailure(offerToResume(ports, job, { journal, hiddenUntilMs: report.hidden.untilMs }, report, told));
}

/** @returns once it is done, or was cancelled and has given everything back */
async function transferInSight(
  { mode }: TransferJob,
  expected: number,
  { from, to }: { readonly from: string; readonly to: string },
  journal: JournalFile,
  remotes: readonly RemoteConnection[],
  run: (signal: AbortSignal, onProgress: (done: Parameters<Describe>[0]) => void) => Promise<TransferReport>,
): Promise<TransferReport> {
  const abort = new AbortController();
  const keepAlive = setInterval(() => void journal.keepAlive(), KEEP_ALIVE_MS);
  try {
    return await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title:
          mode === 'copy'
            ? l10n.t('Copying messages from {0} to {1}', from, to)
            : l10n.t('Moving messages from {0} to {1}', from, to),
        cancellable: true,
      },
      (progress, cancellation) => {
        cancellation.onCancellationRequested(() => abort.abort());
        const describe = describeProgress(expected, () => Date.now());
        // A connection that is closed or changed meanwhile waits until everything is given back.
        const runHeld = remotes.reduce(
          (inner, { transfers }) =>
            () =>
              transfers.hold(abort, inner),
          () => run(abort.signal, (done) => progress.report(describe(done))),
        );
        return runHeld();
      },
    );
  } finally {
    clearInterval(keepAlive);
  }
}

type Describe = ReturnType<typeof describeProgress>;

/** What was canceled and is not resumed now is not offered again. */
async function offerToResume(
  ports: TransferPorts,
  job: TransferJob,
  interrupted: Interrupted,
  { end }: TransferReport,
  { text, problem = '' }: ReturnType<typeof describeReport>,
): Promise<void> {
  const resume = l10n.t('Resume');
  const chosen = await window.showWarningMessage(`${text} ${problem}`.trim(), resume);
  if (chosen === resume) await runTransfer(ports, job, interrupted);
  else if (end === 'cancelled') await interrupted.journal.remove();
}

/** One question: it counts for the calls of both connections. @returns whether the user said yes */
async function propose(plan: CallPlan, ends: readonly TransferQueue[]): Promise<boolean> {
  const gates = new Set(ends.flatMap(({ remote }) => remote?.gate ?? []));
  if (gates.size === 0) return (await DIALOG_CONSENT.agreeToPlan(plan.question)) === true;
  for (const gate of gates) {
    const answer = await gate.propose(plan);
    if (answer.ok) continue;
    const { kind, message, isMistyped = false } = answer.failure;
    if (kind === 'declined' && !isMistyped) return false;
    throw new Error(message);
  }
  return true;
}
