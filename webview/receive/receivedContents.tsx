import * as l10n from '@vscode/l10n';
import { revealHidden } from '../../broker/protocol/hiddenCharacters.ts';
import { cutText, takeStart } from '../shared/cutText.ts';
import { SeenText } from '../shared/seenText.tsx';
import { describeSystemAttributes } from '../shared/systemAttributes.ts';
import type { ReceivedRow } from './receivedRows.ts';
import type { ReceiveStore } from './receiveStore.ts';

/** Of a body; the editor of the message has all of it. */
const SHOWN_CHARACTERS = 600;
const SHOWN_LINES = 8;
/** Of an attribute. */
const SHOWN_VALUE = 96;
const SHOWN_TOOLTIP = 1_000;

interface ReceivedContentsProps {
  readonly store: Pick<ReceiveStore, 'isBodyOpen' | 'openBody' | 'copy'>;
  readonly row: ReceivedRow;
}

/** What a message says: its attributes, and its body. */
export function ReceivedContents({ store, row }: ReceivedContentsProps) {
  const { attributes, systemAttributes } = row;
  return (
    <>
      <p class="received-attributes">
        {describeSystemAttributes(systemAttributes).map(({ name, value, detail }) => (
          <span key={name} title={detail === '' ? value : detail}>
            <span class="dim">{name}:</span> {cutText(value, SHOWN_VALUE)}
          </span>
        ))}
      </p>
      {attributes.length > 0 && (
        <p class="received-attributes">
          {attributes.map(({ name, type, value }) => (
            <span key={name} title={revealHidden(cutText(value, SHOWN_TOOLTIP))}>
              <span class="dim">
                {name} ({type}):
              </span>{' '}
              <SeenText text={cutText(value, SHOWN_VALUE)} />
            </span>
          ))}
        </p>
      )}
      <Body store={store} row={row} />
    </>
  );
}

/** The start of the body, and the way to all of it; a page that was hidden asks for it again. */
function Body({ store, row }: ReceivedContentsProps) {
  const { body, isBodyCut = false, isBodyLost = false } = row;
  const start = takeStart(body, SHOWN_CHARACTERS).split('\n').slice(0, SHOWN_LINES).join('\n');
  const isLong = isBodyCut || start.length < body.length;
  const isOpen = isLong && store.isBodyOpen(row);
  const shown = isOpen ? body : start;
  const hasMore = isBodyCut || shown.length < body.length;
  return (
    <>
      <pre
        class={isOpen ? 'mono received-body whole' : 'mono received-body'}
        dir="auto"
        {...(isOpen ? { tabIndex: 0, role: 'region', 'aria-label': l10n.t('Message body') } : {})}
      >
        <SeenText text={hasMore ? `${shown}…` : shown} />
      </pre>
      {isLong && (
        <div class="received-line">
          <button type="button" class="link" onClick={() => store.openBody(row, !isOpen)}>
            {isOpen ? l10n.t('Show Less of the Body') : l10n.t('Show the Whole Body')}
          </button>
          {!isBodyCut && (
            <button type="button" class="link" onClick={() => store.copy(body)}>
              {l10n.t('Copy the Body')}
            </button>
          )}
          {isOpen && isBodyLost && (
            <span class="dim">{l10n.t('The rest of this body is no longer known.')}</span>
          )}
        </div>
      )}
    </>
  );
}
