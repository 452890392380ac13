import * as l10n from '@vscode/l10n';
import { Icon } from './controls.tsx';
import type { IconName } from './iconNames.ts';
import { usePopup } from './popup.ts';

/** What can be done, as a row of a menu. */
export interface MenuRow {
  readonly key: string;
  readonly icon: IconName;
  readonly label: string;
  readonly isDisabled: boolean;
  /** A line parts it from the rows before, as it cannot be undone. */
  readonly isApart: boolean;
  readonly onChoose: () => void;
}

/** The "…" of a toolbar: a menu with what has no button of its own. The arrow keys move in it. */
export function MoreMenu({ rows }: { readonly rows: readonly MenuRow[] }) {
  const popup = usePopup();
  const label = l10n.t('More Actions…');
  return (
    <>
      <button
        type="button"
        class="icon-button"
        title={label}
        aria-label={label}
        {...popup.makeButtonProps()}
        aria-haspopup="menu"
      >
        <Icon name="ellipsis" />
      </button>
      {/* The rows have the focus, and each is a button; the menu only hears the keys that move it. */}
      <div
        {...popup.props}
        class="popup more-menu"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        onKeyDown={moveFocus}
      >
        {rows.map(({ key, icon, label: text, isDisabled, isApart, onChoose }) => (
          <button
            key={key}
            type="button"
            role="menuitem"
            tabIndex={-1}
            class={isApart ? 'menu-row apart' : 'menu-row'}
            disabled={isDisabled}
            // Only one row is marked: as in menus of the workbench, the focus follows the pointer.
            onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
            onClick={() => {
              popup.close();
              onChoose();
            }}
          >
            <Icon name={icon} />
            {text}
          </button>
        ))}
      </div>
    </>
  );
}

function moveFocus(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.menu-row:enabled')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = {
    ArrowDown: (at + 1) % rows.length,
    ArrowUp: (Math.max(at, 0) - 1 + rows.length) % rows.length,
    Home: 0,
    End: rows.length - 1,
  }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  rows[next]?.focus();
}
