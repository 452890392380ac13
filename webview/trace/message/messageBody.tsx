import * as l10n from '@vscode/l10n';
import type { MessageContent } from '../../protocol.ts';
import { formatBytes, formatCount } from '../../shared/byteFormat.ts';
import { cutText, takeStart } from '../../shared/cutText.ts';
import { SeenText } from '../../shared/seenText.tsx';
import { forCount } from '../../shared/quantities.ts';
import type { TraceStore } from '../traceStore.ts';

/** A body of a megabyte in one element would freeze the panel; users can copy the whole body instead. */
const SHOWN_CHARACTERS = 20_000;

/** What is said of a body that cannot be read, and if its start is known. */
const GONE = {
  broker: {
    whole: l10n.t('The message is no longer in the queue.'),
    start: l10n.t('The message is no longer in the queue. This is the start of its body.'),
  },
  gateway: {
    whole: l10n.t('The gateway does not have the body of this message.'),
    start: l10n.t('The gateway no longer has the whole body. This is its start.'),
  },
} as const;

interface MessageBodyProps {
  readonly store: TraceStore;
  readonly messageId: string;
  readonly queueArn: string | undefined;
}

/** The body of the open message, fetched when asked for; its start while it is not, or is no longer there. */
export function MessageBody({ store, messageId, queueArn }: MessageBodyProps) {
  const view = store.body.value;
  const preview =
    store.log.previewOf(messageId) ??
    store.messageHistory.value?.find((event) => event.preview !== undefined)?.preview;
  const place = store.source.gatewayName.value === undefined ? 'broker' : 'gateway';
  const load = queueArn === undefined ? undefined : () => store.loadBody(queueArn, messageId);
  return (
    <section class="body" aria-label={l10n.t('Message body')}>
      <div class="body-header">
        <span class="field-label">{l10n.t('Body')}</span>
        {view?.kind === 'loaded' && view.message.sizeBytes !== undefined && (
          <span class="dim">{l10n.t('{0} with attributes', formatBytes(view.message.sizeBytes))}</span>
        )}
        <span class="spacer" />
        {view === undefined && load !== undefined && (
          <button type="button" class="link" onClick={load}>
            {l10n.t('Load Whole Message')}
          </button>
        )}
        {view?.kind === 'loaded' && view.message.sizeBytes === undefined && (
          <span class="dim">{l10n.t('As it was sent')}</span>
        )}
        {view?.kind === 'loaded' && <LoadedActions store={store} message={view.message} />}
      </div>
      {view?.kind === 'loading' && <p class="dim facts">{l10n.t('Loading…')}</p>}
      {view?.kind === 'gone' && (
        <p class="dim facts">{preview === undefined ? GONE[place].whole : GONE[place].start}</p>
      )}
      {view?.kind === 'failed' && <p class="step-error facts">{view.text}</p>}
      {view?.kind === 'loaded' ? (
        <Loaded message={view.message} />
      ) : (
        preview !== undefined && (
          <pre class="mono body-text" dir="auto">
            <SeenText text={preview} />
          </pre>
        )
      )}
    </section>
  );
}

function LoadedActions({ store, message }: { readonly store: TraceStore; readonly message: MessageContent }) {
  const { queueArn, body, attributes, groupId } = message;
  const sendAgain = (): void =>
    store.post({
      type: 'sendAgain',
      queueArn,
      draft: { body, attributes, ...(groupId === undefined ? {} : { groupId }) },
    });
  return (
    <>
      <button type="button" class="link" onClick={() => store.copy(body)}>
        {l10n.t('Copy')}
      </button>
      <button type="button" class="link" onClick={sendAgain}>
        {l10n.t('Edit and Send Again')}
      </button>
    </>
  );
}

function Loaded({ message }: { readonly message: MessageContent }) {
  const { body, attributes } = message;
  const start = takeStart(body, SHOWN_CHARACTERS);
  const hidden = body.length - start.length;
  return (
    <>
      <pre class="mono body-text" dir="auto">
        <SeenText text={start} />
      </pre>
      {hidden > 0 && (
        <p class="dim facts">
          {forCount(
            hidden,
            l10n.t('The last character is not shown. Use Copy to get the whole body.'),
            l10n.t(
              'The last {0} characters are not shown. Use Copy to get the whole body.',
              formatCount(hidden),
            ),
          )}
        </p>
      )}
      {attributes.length > 0 && (
        <dl class="facts-list">
          {attributes.map(({ name, type, value }) => (
            <div key={name}>
              <dt class="dim">
                {name} ({type})
              </dt>
              <dd class="mono" dir="auto">
                <SeenText text={cutText(value, SHOWN_CHARACTERS)} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
