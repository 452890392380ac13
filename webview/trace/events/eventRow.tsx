import type { TraceEvent } from '../../../broker/protocol/trace.ts';
import { Icon } from '../../shared/controls.tsx';
import { formatInBothZones } from '../../shared/timeFormat.ts';
import { EVENT_KINDS, INFERRED } from '../../shared/life/eventKinds.ts';
import { COLUMNS, type ColumnName } from './columns.ts';
import type { PreviewLookup } from './columnTypes.ts';

/** Enough of an ID to tell it from others. */
const SHORT_ID_CHARACTERS = 8;

interface EventRowProps {
  readonly event: TraceEvent;
  readonly columns: readonly ColumnName[];
  readonly previewOf: PreviewLookup;
  /** When it was. */
  readonly time: string;
  readonly row: number;
  readonly top: number;
  readonly isActive: boolean;
  readonly isTabStop: boolean;
  /** It belongs to the message whose life is open. */
  readonly isSameMessage: boolean;
  readonly onOpen: () => void;
}

export function EventRow(props: EventRowProps) {
  const { event, row, isActive } = props;
  return (
    <div
      class={`row ${isActive ? 'active' : ''} ${props.isSameMessage ? 'same-message' : ''}`}
      role="row"
      aria-rowindex={row + 2}
      aria-selected={isActive}
      data-row={row}
      tabIndex={props.isTabStop ? 0 : -1}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={() => hasNoSelection() && props.onOpen()}
    >
      {props.columns.map((name) => {
        const column = COLUMNS[name];
        const text = name === 'time' ? props.time : column.read(event, props.previewOf);
        const tone = name === 'kind' ? `tone-${EVENT_KINDS[event.kind].tone}` : '';
        const inferred = name === 'kind' && event.isInferred === true ? 'inferred' : '';
        return (
          <span
            key={name}
            role="gridcell"
            class={`cell ${name} ${column.isNumeric ? 'numeric' : ''} ${column.isId ? 'id' : ''} ${tone} ${inferred}`}
            title={tooltipOf(name, event, text)}
          >
            {name === 'kind' && <Icon name={EVENT_KINDS[event.kind].icon} />}
            <CellText text={text} isTime={name === 'time'} isId={column.isId === true} />
          </span>
        );
      })}
    </div>
  );
}

/** Clicking to end a text selection, or copying one, is not opening a row. */
export function hasNoSelection(): boolean {
  return document.getSelection()?.isCollapsed ?? true;
}

interface CellTextProps {
  readonly text: string;
  readonly isTime: boolean;
  readonly isId: boolean;
}

function CellText({ text, isTime, isId }: CellTextProps) {
  if (isTime) return <TimeText text={text} />;
  if (!isId || text.length <= SHORT_ID_CHARACTERS) return <>{text}</>;
  return (
    <>
      <span class="id-start">{text.slice(0, SHORT_ID_CHARACTERS)}</span>
      <span class="id-rest">{text.slice(SHORT_ID_CHARACTERS)}</span>
    </>
  );
}

/** Of a time of day, the date and the milliseconds are left out where there is no room for them. */
function TimeText({ text }: { readonly text: string }) {
  const parts = /^(?<day>[^,]+, )?(?<time>\d\d:\d\d:\d\d)(?<fraction>\.\d+)$/u.exec(text)?.groups;
  if (parts === undefined) return <>{text}</>;
  return (
    <>
      {parts['day'] !== undefined && <span class="time-day">{parts['day']}</span>}
      {parts['time']}
      <span class="time-fraction">{parts['fraction']}</span>
    </>
  );
}

function tooltipOf(column: ColumnName, event: TraceEvent, text: string): string {
  if (column === 'time') return formatInBothZones(event.at);
  if (column === 'kind' && event.isInferred === true) return `${text}\n${INFERRED}`;
  if (column === 'consumer' && event.consumer?.sdk !== undefined) return `${text} (${event.consumer.sdk})`;
  return text;
}
