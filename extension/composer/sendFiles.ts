import { randomUUID } from 'node:crypto';
import {
  type CancellationToken,
  FileType,
  l10n,
  type Progress,
  ProgressLocation,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { type PlacedQueue, refOf } from '../connections/connection.ts';
import { forCount } from '../ground/forCount.ts';
import { showError } from '../ground/notices.ts';
import { tellChange } from '../ground/tellChange.ts';
import { formatBytes, formatCount } from '../ground/text.ts';
import { narrow, pickQueue, type PickQueueNeeds } from '../queues/pickQueue.ts';
import type { ComposerPanels } from './composerPanel.ts';

interface Needs extends PickQueueNeeds {
  readonly composers: ComposerPanels;
}

/** While a connection has not said what it takes. */
const USUAL_MAXIMUM_BYTES = 1_048_576;
/** Questions about more files would be too long. */
const MAXIMUM_FILES = 1000;

/** Asks for files, and sends each as the body of a message. */
export async function sendFilesCommand(services: Needs, target?: unknown): Promise<void> {
  const title = l10n.t('Send Files as Messages');
  const placed = await pickQueue(services, target, { title, needs: ['send'] });
  if (!placed) return;
  const files = await window.showOpenDialog({ title, canSelectMany: true, openLabel: l10n.t('Send') });
  if (files && files.length > 0) await sendFiles(services.composers, placed, files);
}

/** What is dropped onto a queue: one file is shown in the composer, several are sent after a question. */
export async function dropFiles(
  composers: ComposerPanels,
  placed: PlacedQueue,
  files: readonly Uri[],
): Promise<void> {
  const able = narrow(placed, ['send']);
  if (able) await sendFiles(composers, able, files);
}

async function sendFiles(
  composers: ComposerPanels,
  placed: PlacedQueue<'send'>,
  files: readonly Uri[],
): Promise<void> {
  const [first] = files;
  if (first === undefined) return;
  const { connection, queue } = placed;
  const maximumBytes = connection.can.send.maximumMessageBytes ?? USUAL_MAXIMUM_BYTES;
  // All of them are checked before one is sent; together they may be too large to be kept in memory.
  const problem = await findProblem(files, maximumBytes);
  if (problem !== undefined) return void showError(problem);
  if (files.length > 1 && !(await confirm(files.length, queue.name))) return;
  if (files.length === 1) {
    await openInComposer(composers, placed, first);
    return;
  }
  const title = forCount(
    files.length,
    l10n.t('Sending 1 file to {0}', queue.name),
    l10n.t('Sending {0} files to {1}', formatCount(files.length), queue.name),
  );
  await window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    (progress, cancellation) => checkAndSend(placed, files, progress, cancellation),
  );
}

async function openInComposer(
  composers: ComposerPanels,
  placed: PlacedQueue<'send'>,
  file: Uri,
): Promise<void> {
  const body = await readBody(file);
  if (body === undefined) void showError(describeNoText(file));
  else composers.openComposer(refOf(placed), { body });
}

async function checkAndSend(
  placed: PlacedQueue<'send'>,
  files: readonly Uri[],
  progress: Progress<{ message: string; increment: number }>,
  cancellation: CancellationToken,
): Promise<void> {
  for (const file of files) {
    if (cancellation.isCancellationRequested) break;
    if ((await readBody(file)) === undefined) return void showError(describeNoText(file));
  }
  await sendEach(placed, files, progress, cancellation);
}

/** Says how far it came, so that a second try sends only the others. */
async function sendEach(
  { connection, queue }: PlacedQueue<'send'>,
  files: readonly Uri[],
  progress: Progress<{ message: string; increment: number }>,
  cancellation: CancellationToken,
): Promise<void> {
  // Each file is a message of its own, so none may be taken for a duplicate.
  const fifo = () => (queue.kind === 'fifo' ? { groupId: 'files', deduplicationId: randomUUID() } : {});
  const all = formatCount(files.length);
  const batch = { count: files.length };
  for (const [sentCount, file] of files.entries()) {
    const sent = formatCount(sentCount);
    if (cancellation.isCancellationRequested) {
      tellChange({ text: l10n.t('Sent {0} of {1} files to {2}.', sent, all, queue.name), isSlow: true });
      return;
    }
    try {
      const body = decode(await workspace.fs.readFile(file));
      await connection.can.send.message({ queueArn: queue.arn, body, ...fifo() }, batch);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return void showError(l10n.t('Sent {0} of {1} files. {2}: {3}', sent, all, nameOf(file), reason));
    }
    progress.report({
      message: l10n.t('{0} of {1}', formatCount(sentCount + 1), all),
      increment: 100 / files.length,
    });
  }
  tellChange({ text: l10n.t('Sent {0} messages to {1}.', all, queue.name) });
}

function describeNoText(file: Uri): string {
  return l10n.t('{0} is not UTF-8 text. Nothing was sent.', nameOf(file));
}

/** By what the file system says of the files, before any of them is read. */
async function findProblem(files: readonly Uri[], maximumBytes: number): Promise<string | undefined> {
  if (files.length > MAXIMUM_FILES)
    return l10n.t('You can send at most {0} files at a time.', formatCount(MAXIMUM_FILES));
  for (const file of files) {
    const { type, size } = await workspace.fs.stat(file);
    if ((type & FileType.Directory) !== 0)
      return l10n.t('{0} is a folder. Drop files onto a queue.', nameOf(file));
    if (size === 0) return l10n.t('{0} is empty. The message body can’t be empty.', nameOf(file));
    if (size > maximumBytes)
      return l10n.t(
        '{0} has {1}; a message can have at most {2}. Nothing was sent.',
        nameOf(file),
        formatBytes(size),
        formatBytes(maximumBytes),
      );
  }
  return undefined;
}

async function readBody(file: Uri): Promise<string | undefined> {
  const bytes = await workspace.fs.readFile(file);
  try {
    return decode(bytes);
  } catch {
    return undefined;
  }
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

async function confirm(count: number, queueName: string): Promise<boolean> {
  const send = l10n.t('Send');
  const question = forCount(
    count,
    l10n.t('Send 1 file as a message to {0}?', queueName),
    l10n.t('Send {0} files as {0} messages to {1}?', formatCount(count), queueName),
  );
  return (await window.showWarningMessage(question, { modal: true }, send)) === send;
}

function nameOf(file: Uri): string {
  return file.path.slice(file.path.lastIndexOf('/') + 1);
}
