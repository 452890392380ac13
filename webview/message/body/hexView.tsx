import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { countBytes } from '../../shared/quantities.ts';
import type { MessageStore } from '../messageStore.ts';
import { useFixedRows } from './fixedRows.ts';
import { useFontSize } from './fontSize.ts';
import { chooseBytesPerRow, countDigits, countHexRows, readHexRow } from './hexRows.ts';

/** Bytes in hexadecimal, and as characters where they are some: as many in a row as there is room for. */
export function HexView({ store }: { readonly store: MessageStore }) {
  const scroller = useRef<HTMLDivElement>(null);
  const { characterPx, rowPx } = useFontSize(scroller);
  const [bytesPerRow, setBytesPerRow] = useState(chooseBytesPerRow(Number.POSITIVE_INFINITY));
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const fit = (): void => setBytesPerRow(chooseBytesPerRow(Math.floor(element.clientWidth / characterPx)));
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    return () => observer.disconnect();
  }, [characterPx]);
  // The bytes belong to the form that is shown.
  const { bytes } = store.reader.revision.value >= 0 ? store.reader : { bytes: new Uint8Array() };
  const count = countHexRows(bytes, bytesPerRow);
  const { first, end } = useFixedRows(scroller, count, rowPx);
  return (
    <div
      ref={scroller}
      class="text-rows mono"
      style={{ '--hex-digits': `${countDigits(bytesPerRow)}ch` }}
      tabIndex={0}
      role="region"
      aria-label={l10n.t('Bytes in hexadecimal, {0}', countBytes(bytes.length))}
    >
      <div class="all-rows" style={{ height: `${count * rowPx}px` }}>
        {Array.from({ length: Math.max(0, end - first) }, (_, offset) => {
          const index = first + offset;
          const { offset: place, digits, characters } = readHexRow(bytes, index, bytesPerRow);
          return (
            <div key={index} class="text-row" style={{ height: `${rowPx}px`, top: `${index * rowPx}px` }}>
              <span class="line-number hex-offset">{place}</span>
              <span class="hex-digits">{digits}</span>
              <span class="hex-characters">{characters}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
