import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatCount } from '../../shared/byteFormat.ts';
import { Icon } from '../../shared/controls.tsx';
import { SeenText } from '../../shared/seenText.tsx';
import { forCount } from '../../shared/quantities.ts';
import type { MessageStore } from '../messageStore.ts';
import { scrollToRow, useFixedRows } from './fixedRows.ts';
import { useFontSize } from './fontSize.ts';
import type { JsonTree, TreeRow } from './jsonTree.ts';

const INDENT_PX = 16;
const NO_ROWS: readonly number[] = [];

/** A body as a tree of its values, used like the trees of VS Code. */
export function TreeView({ store }: { readonly store: MessageStore }) {
  const { reader, search } = store;
  const scroller = useRef<HTMLDivElement>(null);
  const { rowPx } = useFontSize(scroller);
  const revision = reader.revision.value;
  const tree = reader.tree;
  const [active, setActive] = useState(0);
  const [, redraw] = useState(0);
  const rows = tree?.rows ?? NO_ROWS;
  const { first, end } = useFixedRows(scroller, rows.length, rowPx);
  const current = search.at.value;
  const goTo = (index: number): void => {
    const row = Math.max(0, Math.min(rows.length - 1, index));
    setActive(row);
    if (scroller.current !== null) scrollToRow(scroller.current, row, rowPx);
  };
  useEffect(() => {
    const hit = reader.hits?.hit(current);
    if (hit !== undefined && tree !== undefined) goTo(tree.reveal(hit.from));
  }, [tree, current, revision]);
  const setOpen = (line: number, isOpen: boolean): void => {
    tree?.setOpen(line, isOpen);
    redraw((drawn) => drawn + 1);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (tree === undefined) return;
    const line = rows[active] ?? 0;
    const isOpen = tree.isOpen(line);
    switch (event.key) {
      case 'ArrowDown':
        goTo(active + 1);
        break;
      case 'ArrowUp':
        goTo(active - 1);
        break;
      case 'PageDown':
        goTo(active + (end - first));
        break;
      case 'PageUp':
        goTo(active - (end - first));
        break;
      case 'Home':
        goTo(0);
        break;
      case 'End':
        goTo(rows.length - 1);
        break;
      case 'ArrowRight':
        if (isOpen === false) setOpen(line, true);
        else if (isOpen === true) goTo(active + 1);
        break;
      case 'ArrowLeft':
        if (isOpen === true) setOpen(line, false);
        else goTo(tree.indexOf(Math.max(0, tree.parentOf(line))));
        break;
      case 'Enter':
      case ' ':
        if (isOpen !== undefined) setOpen(line, !isOpen);
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  // The row under the keyboard exists also when it is out of view: it is what the tree names to screen readers.
  const shown = Array.from({ length: Math.max(0, end - first) }, (_, offset) => first + offset);
  if (active < rows.length && !shown.includes(active)) shown.push(active);
  return (
    <div
      ref={scroller}
      class="text-rows mono tree-rows"
      tabIndex={0}
      role="tree"
      aria-label={l10n.t('Values of the body')}
      aria-busy={tree === undefined}
      {...(rows.length === 0 ? {} : { 'aria-activedescendant': `tree-${active}` })}
      onKeyDown={onKeyDown}
    >
      <div class="all-rows" role="presentation" style={{ height: `${rows.length * rowPx}px` }}>
        {shown.map((index) => {
          if (tree === undefined) return null;
          const line = rows[index] ?? 0;
          return (
            <Row
              key={line}
              tree={tree}
              line={line}
              index={index}
              rowPx={rowPx}
              isActive={index === active}
              isHit={isHit(store, tree, line)}
              onClick={() => {
                setActive(index);
                const isOpen = tree.isOpen(line);
                if (isOpen !== undefined) setOpen(line, !isOpen);
              }}
            />
          );
        })}
      </div>
    </div>
  );
}

interface RowProps {
  readonly tree: JsonTree;
  readonly line: number;
  readonly index: number;
  readonly rowPx: number;
  readonly isActive: boolean;
  readonly isHit: boolean;
  readonly onClick: () => void;
}

function Row({ tree, line, index, rowPx, isActive, isHit: hasHit, onClick }: RowProps) {
  const row = tree.row(line);
  const isOpen = tree.isOpen(line);
  return (
    <div
      id={`tree-${index}`}
      class={`text-row tree-row ${isActive ? 'active' : ''} ${hasHit ? 'hit-row' : ''}`}
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.place}
      aria-setsize={row.siblings}
      aria-selected={isActive}
      {...(isOpen === undefined ? {} : { 'aria-expanded': isOpen })}
      style={{
        height: `${rowPx}px`,
        top: `${index * rowPx}px`,
        paddingLeft: `${4 + (row.level - 1) * INDENT_PX}px`,
      }}
      onClick={onClick}
    >
      <span class="twistie">
        {isOpen !== undefined && <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} />}
      </span>
      {row.name !== undefined && (
        <>
          <span class={row.isListItem ? 'dim' : 'json-name'}>
            <SeenText text={row.name} />
          </span>
          <span class="dim">: </span>
        </>
      )}
      <Value row={row} />
    </div>
  );
}

function Value({ row }: { readonly row: TreeRow }) {
  if (row.childCount === 0)
    return (
      <span class={`json-${row.kind} tree-value`}>
        <SeenText text={row.value} />
      </span>
    );
  return (
    <span class="dim">
      {row.kind === 'list'
        ? forCount(row.childCount, l10n.t('1 item'), l10n.t('{0} items', formatCount(row.childCount)))
        : forCount(row.childCount, l10n.t('1 member'), l10n.t('{0} members', formatCount(row.childCount)))}
    </span>
  );
}

function isHit({ reader }: MessageStore, tree: JsonTree, line: number): boolean {
  if (reader.hits === undefined) return false;
  const { from, to } = tree.span(line);
  for (const _ of reader.hits.between(from, to)) return true;
  return false;
}
