import { type CancellationToken, commands, l10n, type Progress, ProgressLocation, window } from 'vscode';
import {
  cancelIdempotenceTest,
  type IdempotenceReport,
  idempotenceProgressed,
  type StartIdempotenceTestParams,
  startIdempotenceTest,
} from '../../broker/protocol/idempotence.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { forCount } from '../ground/forCount.ts';
import { describeNoMessage } from '../queues/conditions.ts';
import { pickQueue } from '../queues/pickQueue.ts';
import { countMessages } from '../queues/queueText.ts';
import { pickProbes, type PickProbesNeeds } from './pickProbes.ts';
import type { ReportDocuments } from './reportDocuments.ts';

interface Needs extends PickProbesNeeds {
  readonly reports: ReportDocuments;
}

/** Delivers chosen messages to the running consumer more than once and out of order, and reports what it did twice. */
export async function testIdempotence(services: Needs, target?: unknown): Promise<void> {
  const title = l10n.t('Test Idempotence');
  const picked = await pickQueue(services, target, {
    title,
    needs: ['peek', 'idempotence'],
    accepts: ({ counts }) => countMessages(counts) > 0,
    none: describeNoMessage(),
  });
  if (!picked) return;
  const { connection, queue } = picked;
  const messages = await pickProbes(services, queue, title);
  if (!messages || messages.length === 0) return;
  const deliveries = await askForDeliveries(title);
  if (deliveries === undefined) return;
  const report = await window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: l10n.t('Testing the consumer of {0}', queue.name),
      cancellable: true,
    },
    (progress, cancellation) =>
      runTest(
        connection.can.idempotence,
        { queueArn: queue.arn, messages, deliveries },
        progress,
        cancellation,
      ),
  );
  const uri = services.reports.putTest(report);
  await commands.executeCommand('markdown.showPreview', uri);
}

async function askForDeliveries(title: string): Promise<number | undefined> {
  const typed = await window.showInputBox({
    ignoreFocusOut: true,
    title,
    prompt: l10n.t('Deliveries per message (2 to 10)'),
    value: '2',
    validateInput: (value) =>
      /^(?:[2-9]|10)$/.test(value) ? undefined : l10n.t('Enter a number from 2 to 10.'),
  });
  return typed === undefined ? undefined : Number(typed);
}

async function runTest(
  session: BrokerClient,
  params: StartIdempotenceTestParams,
  progress: Progress<{ message: string }>,
  cancellation: CancellationToken,
): Promise<IdempotenceReport> {
  let testId: string | undefined;
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      listener.dispose();
      lost.dispose();
      settle();
    };
    const show = (report: IdempotenceReport) => {
      testId ??= report.testId;
      if (report.testId !== testId) return;
      progress.report({ message: describeProgress(report) });
      if (report.status !== 'running') finish(() => resolve(report));
    };
    const listener = session.onNotification(idempotenceProgressed, show);
    // A test ends with the connection that it was started on.
    const lost = session.onDidChangeState(({ kind }) => {
      if (kind === 'running') return;
      finish(() => reject(new Error(l10n.t('The connection to the broker was lost.'))));
    });
    const fail = (error: Error) => finish(() => reject(error));
    const cancel = () => {
      if (testId !== undefined) session.request(cancelIdempotenceTest, { testId }).then(show, fail);
    };
    cancellation.onCancellationRequested(cancel);
    session.request(startIdempotenceTest, params).then((report) => {
      show(report);
      if (cancellation.isCancellationRequested) cancel();
    }, fail);
  });
}

function describeProgress({ messages }: IdempotenceReport): string {
  const finished = messages.filter(({ verdict }) => verdict !== 'pending').length;
  return forCount(
    messages.length,
    l10n.t('Waiting for the consumer'),
    l10n.t('{0} of {1} messages; waiting for the consumer', finished, messages.length),
  );
}
