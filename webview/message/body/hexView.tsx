import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import { countBytes } from '../../shared/quantities.ts';
import type { MessageStore } from '../messageStore.ts';
import { useFixedRows } from './fixedRows.ts';
import { useFontSize } from './fontSize.ts';
import { countHexRows, readHexRow } from './hexRows.ts';

/** Bytes in hexadecimal, and as characters where they are some. */
export function HexView({ store }: { readonly store: MessageStore }) {
  const scroller = useRef<HTMLDivElement>(null);
  const { rowPx } = useFontSize(scroller);
  // The bytes belong to the form that is shown.
  const { bytes } = store.reader.revision.value >= 0 ? store.reader : { bytes: new Uint8Array() };
  const count = countHexRows(bytes);
  const { first, end } = useFixedRows(scroller, count, rowPx);
  return (
    <div
      ref={scroller}
      class="text-rows mono"
      tabIndex={0}
      role="region"
      aria-label={l10n.t('Bytes in hexadecimal, {0}', countBytes(bytes.length))}
    >
      <div class="all-rows" style={{ height: `${count * rowPx}px` }}>
        {Array.from({ length: Math.max(0, end - first) }, (_, offset) => {
          const index = first + offset;
          const { offset: place, digits, characters } = readHexRow(bytes, index);
          return (
            <div key={index} class="text-row" style={{ height: `${rowPx}px`, top: `${index * rowPx}px` }}>
              <span class="line-number">{place}</span>
              <span class="hex-digits">{digits}</span>
              <span class="hex-characters">{characters}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
