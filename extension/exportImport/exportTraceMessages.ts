import { l10n } from 'vscode';
import { getSentMessage, type RecordedSend } from '../../broker/protocol/message.ts';
import type { BrokerClient } from '../broker/brokerClient.ts';
import { unlessGone } from '../connections/notFound.ts';
import { recordSend } from '../fileFormats/messageRecord.ts';
import { forCount } from '../ground/forCount.ts';
import { formatCount } from '../ground/text.ts';
import { readWholeTrace } from '../trace/traceExport.ts';
import type { SavedTrace } from '../trace/traceFile.ts';
import type { TracePanel } from '../trace/tracePanel.ts';
import { readEach } from './readEach.ts';
import { loadFileWork } from './loadFileWork.ts';
import type { ExportedPage, ExportSource, SaveNeeds } from './saveMessages.ts';

export interface TraceNeeds extends SaveNeeds {
  readonly session: BrokerClient;
  readonly trace: Pick<TracePanel, 'saved'>;
}

/** What messages of the trace said when they were sent. */
type Contents = ReadonlyMap<string, RecordedSend>;

/** Writes all messages whose sending is in the trace to a file: of the saved trace that is shown, or of the live one. */
export async function exportTraceMessages(services: TraceNeeds): Promise<void> {
  const { saved } = services.trace;
  await save(
    services,
    saved?.trace.contents.size ?? 0,
    saved ? readSaved(saved.trace) : readLive(services.session),
  );
}

/** Writes the messages of the events that the trace lists. */
export async function exportListedMessages(
  services: TraceNeeds,
  messageIds: readonly string[],
): Promise<void> {
  await save(
    services,
    messageIds.length,
    readListed(services.session, services.trace.saved?.trace.contents, messageIds),
  );
}

function save(services: SaveNeeds, count: number, pages: ExportSource['pages']): Promise<void> {
  return loadFileWork(services.context).saveMessages(services, {
    title: l10n.t('Exporting messages from the trace'),
    fileName: 'messages',
    count,
    pages,
    describeDone: (written, file) =>
      forCount(
        written,
        l10n.t('Exported 1 message from the trace to {0}.', file),
        l10n.t('Exported {0} messages from the trace to {1}.', formatCount(written), file),
      ),
  });
}

async function* readLive(session: BrokerClient): AsyncGenerator<ExportedPage> {
  for await (const events of readWholeTrace(session)) {
    const sent = events.filter(({ kind }) => kind === 'sent');
    const records = sent.flatMap(({ content }) => (content === undefined ? [] : recordSend(content)));
    yield { records, missingCount: sent.length - records.length };
  }
}

/** A trace may have been saved without contents, or have more of them than are kept of a file. */
function* readSaved({ events, contents }: Pick<SavedTrace, 'events' | 'contents'>): Generator<ExportedPage> {
  const sentIds = new Set(events.flatMap(({ kind, messageId }) => (kind === 'sent' ? [messageId] : [])));
  const missing = [...sentIds].filter((messageId) => messageId !== undefined && !contents.has(messageId));
  yield { records: [], missingCount: missing.length };
  for (const content of contents.values()) yield { records: [recordSend(content)], missingCount: 0 };
}

function readListed(
  session: BrokerClient,
  saved: Contents | undefined,
  messageIds: readonly string[],
): AsyncGenerator<ExportedPage> {
  return readEach(messageIds, async (messageId) => {
    const content = saved
      ? saved.get(messageId)
      : await unlessGone(session.request(getSentMessage, { messageId }));
    return content && recordSend(content);
  });
}
