import * as l10n from '@vscode/l10n';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { formatCount } from '../../shared/byteFormat.ts';
import { SeenText } from '../../shared/seenText.tsx';
import { forCount } from '../../shared/quantities.ts';
import type { MessageStore } from '../messageStore.ts';
import type { BodyReader } from './bodyReader.ts';
import { scrollToRow, useFixedRows } from './fixedRows.ts';
import { useFontSize } from './fontSize.ts';
import { colourJson, markHits, type Piece } from './paintRow.ts';

/** Beside the text: the number of the line, and the scroll bar. */
const NUMBER_GAP_PX = 28;
const FEWEST_COLUMNS = 20;

/** A text of any length: only the rows in view exist. */
export function TextView({ store }: { readonly store: MessageStore }) {
  const { reader, search } = store;
  const scroller = useRef<HTMLDivElement>(null);
  const { characterPx, rowPx } = useFontSize(scroller);
  const revision = reader.revision.value;
  const { rows } = reader;
  const digits = reader.lineDigits;
  const wraps = store.isWrapped.value;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const fit = (): void => {
      const roomPx = element.clientWidth - NUMBER_GAP_PX - (digits + 1) * characterPx;
      reader.setColumns(wraps ? Math.max(FEWEST_COLUMNS, Math.floor(roomPx / characterPx)) : undefined);
    };
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    return () => observer.disconnect();
  }, [reader, wraps, characterPx, digits]);
  const { first, end } = useFixedRows(scroller, rows.count, rowPx);
  const current = search.at.value;
  useEffect(() => {
    const hit = reader.hits?.hit(current);
    if (hit !== undefined && scroller.current !== null)
      scrollToRow(scroller.current, rows.rowOf(hit.from), rowPx);
  }, [reader, rows, current, rowPx, revision]);
  const shown = Array.from({ length: Math.max(0, end - first) }, (_, offset) => first + offset);
  return (
    <div
      ref={scroller}
      class={`text-rows mono ${wraps ? 'wrapped' : ''}`}
      tabIndex={0}
      role="region"
      aria-label={forCount(
        rows.lineCount,
        l10n.t('Text, 1 line'),
        l10n.t('Text, {0} lines', formatCount(rows.lineCount)),
      )}
      aria-busy={reader.isReading}
    >
      <div class="all-rows" style={{ height: `${rows.count * rowPx}px` }}>
        {shown.map((index) => {
          const row = rows.row(reader.text, index);
          return (
            <div key={index} class="text-row" style={{ height: `${rowPx}px`, top: `${index * rowPx}px` }}>
              <span class="line-number" style={{ width: `${digits + 1}ch` }} aria-hidden="true">
                {row.isContinued ? '' : row.line}
              </span>
              <span class="row-text" dir="auto">
                {paint(reader, index, current).map(({ text, look }, place) =>
                  look === '' ? (
                    <SeenText key={place} text={text} />
                  ) : (
                    <span key={place} class={look}>
                      <SeenText text={text} />
                    </span>
                  ),
                )}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function paint(reader: BodyReader, index: number, current: number): readonly Piece[] {
  const row = reader.rows.row(reader.text, index);
  const text = reader.text.slice(row.from, row.to);
  const isJson = reader.form.value === 'pretty' && reader.problem === undefined && !row.isContinued;
  const pieces = isJson ? colourJson(text) : [{ text, look: '' }];
  const { hits } = reader;
  return hits === undefined ? pieces : markHits(pieces, row.from, hits.between(row.from, row.to), current);
}
