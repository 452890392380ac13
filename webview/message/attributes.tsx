import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { MessageAttributeValue } from '../../broker/protocol/message.ts';
import { describeBlank } from '../shared/blankText.ts';
import { formatCount } from '../shared/byteFormat.ts';
import { cutText } from '../shared/cutText.ts';
import { IconButton } from '../shared/controls.tsx';
import { countBytes } from '../shared/quantities.ts';
import { SeenText } from '../shared/seenText.tsx';
import { isBinary } from '../../broker/protocol/base64.ts';
import { decodeBase64, writeHex } from './body/hexRows.ts';
import type { MessageStore } from './messageStore.ts';

/** Of a longer value only the start is in the list; the whole is read like a body. */
const SHOWN_CHARACTERS = 200;
const SHOWN_BYTES = 48;

/** The message attributes with their types. */
export function Attributes({ store }: { readonly store: MessageStore }) {
  const attributes = store.attributes.value;
  return (
    <section aria-labelledby="attributes">
      <h2 id="attributes">
        {l10n.t('Message attributes')}
        {attributes.length > 0 && <span class="dim"> {formatCount(attributes.length)}</span>}
      </h2>
      {attributes.length === 0 ? (
        <p class="dim">{l10n.t('This message has none.')}</p>
      ) : (
        <ul class="attributes">
          {attributes.map((attribute) => (
            <Attribute key={attribute.name} store={store} attribute={attribute} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Attribute({
  store,
  attribute,
}: {
  readonly store: MessageStore;
  readonly attribute: MessageAttributeValue;
}) {
  const { name, type, value } = attribute;
  const isBytes = isBinary(type);
  const [isHex, setHex] = useState(true);
  const isOpen = store.content.value.kind === 'attribute' && store.content.value.name === name;
  const text = isBytes && isHex ? writeStart(value) : shorten(value);
  const blank = isBytes ? undefined : describeBlank(value);
  return (
    <li>
      <div class="attribute-line">
        <span class="attribute-name mono">{name}</span>
        <span class="dim attribute-type">{type}</span>
        <span class="spacer" />
        {isBytes && (
          <button type="button" class="link" onClick={() => setHex(!isHex)}>
            {isHex ? l10n.t('Show Base64') : l10n.t('Show Hex')}
          </button>
        )}
        <IconButton icon="copy" label={l10n.t('Copy {0}', name)} onClick={() => store.copy(value)} />
        <IconButton
          icon="eye"
          label={isOpen ? l10n.t('Show the Body Again') : l10n.t('Show {0} in Place of the Body', name)}
          pressed={isOpen}
          onClick={() => store.showContent(isOpen ? { kind: 'body' } : { kind: 'attribute', name })}
        />
      </div>
      {blank === undefined ? (
        <div class="mono attribute-value" dir="auto">
          <SeenText text={text} />
        </div>
      ) : (
        <div class="dim">{blank}</div>
      )}
    </li>
  );
}

function shorten(value: string): string {
  return cutText(value, SHOWN_CHARACTERS);
}

/** The first bytes, and how many there are. */
function writeStart(base64: string): string {
  const whole = decodeBase64(base64);
  if (whole === undefined) return shorten(base64);
  const digits = writeHex(whole, SHOWN_BYTES);
  return l10n.t('{0} ({1})', whole.length > SHOWN_BYTES ? `${digits} …` : digits, countBytes(whole.length));
}
