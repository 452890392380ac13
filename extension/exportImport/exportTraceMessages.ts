import { l10n } from 'vscode';
import { getSentMessage } from '../../broker/protocol/message.ts';
import { unlessGone } from '../connections/notFound.ts';
import { recordSend } from '../fileFormats/messageRecord.ts';
import { forCount } from '../ground/forCount.ts';
import { formatCount } from '../ground/text.ts';
import { readWholeTrace } from '../trace/traceExport.ts';
import type { SavedTrace } from '../trace/traceFile.ts';
import type { TracePanel } from '../trace/tracePanel.ts';
import { askSource, type TraceClient } from '../trace/traceSource.ts';
import { readEach } from './readEach.ts';
import { loadFileWork } from './loadFileWork.ts';
import type { ExportedPage, ExportSource, SaveNeeds } from './saveMessages.ts';

export interface TraceNeeds extends SaveNeeds {
  readonly trace: Pick<TracePanel, 'saved' | 'source'>;
}

/** Writes all messages whose sending is in the trace to a file: of the saved trace that is shown, or of the live one. */
export async function exportTraceMessages(services: TraceNeeds): Promise<void> {
  const { saved, source } = services.trace;
  await save(
    services,
    saved?.trace.contents.size ?? 0,
    saved ? readSaved(saved.trace) : readLive(askSource(source)),
  );
}

/** Writes the messages of the events that the trace lists. */
export async function exportListedMessages(
  services: TraceNeeds,
  messageIds: readonly string[],
): Promise<void> {
  await save(services, messageIds.length, readListed(services.trace, messageIds));
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

async function* readLive(session: TraceClient): AsyncGenerator<ExportedPage> {
  for await (const events of readWholeTrace(session)) {
    const sent = events.filter(({ kind, content }) => kind === 'sent' || content !== undefined);
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
  { saved, source }: TraceNeeds['trace'],
  messageIds: readonly string[],
): AsyncGenerator<ExportedPage> {
  const contents = saved?.trace.contents;
  return readEach(messageIds, async (messageId) => {
    const content = contents
      ? contents.get(messageId)
      : await unlessGone(askSource(source).request(getSentMessage, { messageId }));
    return content && recordSend(content);
  });
}
