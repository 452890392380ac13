import * as l10n from '@vscode/l10n';
import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { usePopup } from '../../shared/popup.ts';
import type { TraceStore } from '../traceStore.ts';
import { COLUMNS, type ColumnName } from './columns.ts';
import { listColumns } from './tableLayout.ts';

/** The popup of the columns: a button opens it for the whole table, and the header for one column. */
export function useColumnsPopup(header: RefObject<HTMLElement | null>) {
  const popup = usePopup();
  const [wanted, setWanted] = useState<{ readonly anchor: Element; readonly column?: ColumnName }>();
  // Its place depends on what it has, so that is drawn first.
  useLayoutEffect(() => {
    if (wanted !== undefined) popup.openBelow(wanted.anchor);
  }, [wanted]);
  return {
    column: wanted?.column,
    props: popup.props,
    buttonProps: popup.makeButtonProps((anchor) => setWanted({ anchor })),
    openFor: (column: ColumnName, anchor: Element) => setWanted({ anchor, column }),
    close: () => {
      popup.close();
      // The focus does not go back to the name of a column that is hidden now.
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return;
        header.current?.querySelector<HTMLElement>('.column-name[tabindex="0"]')?.focus();
      });
    },
  };
}

interface ColumnsPopupProps {
  readonly store: TraceStore;
  readonly popup: ReturnType<typeof useColumnsPopup>['props'];
  /** What it was opened for, with what fits it to its contents; absent: for the whole table. */
  readonly column?: { readonly name: ColumnName; readonly fit: () => void } | undefined;
  /** Some of the usual columns have no room. */
  readonly hidesSome: boolean;
  readonly onClose: () => void;
}

/** Which columns the table has; and what can be done with one of them, if it was opened for one. */
export function ColumnsPopup({ store, popup, column, hidesSome, onClose }: ColumnsPopupProps) {
  const { table } = store;
  const chosen = listColumns(table.layout.value);
  const close = (act: () => void) => (): void => {
    act();
    onClose();
  };
  return (
    <div {...popup} class="popup choice-popup floating" aria-label={l10n.t('Columns')}>
      {column !== undefined && (
        <div class="choice-buttons" role="group" aria-label={COLUMNS[column.name].title}>
          <strong class="choice-title" aria-hidden="true">
            {COLUMNS[column.name].title}
          </strong>
          <ActionButton
            label={l10n.t('Sort Ascending')}
            onClick={close(() => table.setSort({ column: column.name, isDescending: false }))}
          />
          <ActionButton
            label={l10n.t('Sort Descending')}
            onClick={close(() => table.setSort({ column: column.name, isDescending: true }))}
          />
          <ActionButton label={l10n.t('Fit to Contents')} onClick={close(column.fit)} />
          <ActionButton
            label={l10n.t('Hide Column')}
            disabled={chosen.length === 1}
            onClick={close(() => table.toggleColumn(column.name))}
          />
        </div>
      )}
      <div class="choice-boxes" role="group" aria-label={l10n.t('Columns')}>
        {table.offeredColumns.value.map((name) => (
          <label key={name} class="choice-box">
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              disabled={chosen.length === 1 && chosen[0] === name}
              onChange={() => table.toggleColumn(name)}
            />
            {COLUMNS[name].title}
          </label>
        ))}
      </div>
      {hidesSome && (
        <p class="choice-hint dim">
          {l10n.t(
            'Some columns do not fit. If you choose columns, all of them are shown, and the table scrolls sideways.',
          )}
        </p>
      )}
      <div class="choice-buttons end">
        <ActionButton label={l10n.t('Restore Defaults')} onClick={close(table.restoreDefaults)} />
      </div>
    </div>
  );
}

interface ActionButtonProps {
  readonly label: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function ActionButton({ label, disabled = false, onClick }: ActionButtonProps) {
  return (
    <button type="button" class="choice-button" disabled={disabled} onClick={onClick}>
      {label}
    </button>
  );
}
