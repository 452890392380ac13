import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { VscodeSingleSelect } from './elements.ts';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
}

export interface SelectProps {
  /** Spoken name. */
  readonly label: string;
  readonly value: string;
  readonly options: readonly SelectOption[];
  readonly onChange: (value: string) => void;
  readonly id?: string;
  readonly class?: string;
  readonly disabled?: boolean;
  readonly invalid?: boolean;
}

/** From so many options on, typing filters them. */
const FILTERED_OPTIONS = 20;
/** A longer label may be cut in a narrow field: the list writes the whole of it below. */
const WHOLE_LABEL = 20;
/** Ten options. */
const LIST_PX = 222;
const LEAST_LIST_PX = 44;
/** No list is as wide as a window only because of one long name. */
const WIDEST_LIST_PX = 480;
/** From the list to the edge of the window. */
const MARGIN_PX = 4;
/** Of the usual font of an interface, rather more than less. */
const CHARACTER_PX = 7.5;
const LINE_PX = 17;
/** Frame and scroll bar. */
const FRAME_PX = 14;

/** A drop-down of live options: it takes new ones only when they differ and it is closed, so that it never jumps. */
export function Select(props: SelectProps) {
  const element = useRef<VscodeSingleSelect>(null);
  const given = useRef('');
  const { options, value } = props;
  useLayoutEffect(() => {
    const select = element.current;
    if (select === null) return;
    const next = JSON.stringify(options);
    if (next !== given.current && !select.open) {
      given.current = next;
      select.options = options.map((option) => ({
        label: option.label,
        value: option.value,
        description: describe(option),
        selected: option.value === value,
        disabled: false,
      }));
      // Also tells the element to draw the new options.
      select.value = value;
    } else if (select.value !== value) select.value = value;
  });
  const isFiltered = options.length >= FILTERED_OPTIONS;
  useLayoutEffect(() => {
    const select = element.current;
    if (select === null || !isFiltered) return;
    // The library has these two texts in English.
    select.style.setProperty('--no-options', JSON.stringify(l10n.t('Nothing matches.')));
    void select.updateComplete.then(() =>
      select.shadowRoot?.querySelector('.combobox-button')?.setAttribute('aria-label', l10n.t('Show List')),
    );
  }, [isFiltered]);
  const change = (select: VscodeSingleSelect): void => {
    // Enter where nothing matches.
    if (options.some((option) => option.value === select.value)) props.onChange(select.value);
    else select.value = value;
  };
  return (
    <vscode-single-select
      ref={element}
      id={props.id ?? ''}
      class={props.class ?? ''}
      label={props.label}
      title={options.find((option) => option.value === value)?.label ?? ''}
      combobox={isFiltered}
      filter="contains"
      disabled={props.disabled ?? false}
      invalid={props.invalid ?? false}
      onPointerDownCapture={(event) => placeList(event.currentTarget, options)}
      onKeyDownCapture={(event) => placeList(event.currentTarget, options)}
      onInput={(event) => void pointAtFirstMatch(event.currentTarget)}
      onChange={(event) => change(event.currentTarget)}
    />
  );
}

function describe({ label, description = '' }: SelectOption): string {
  const whole = label.length > WHOLE_LABEL ? label : '';
  return [whole, description].filter((text) => text !== '').join('\n');
}

/** The list opens where it has more room, is as high as fits there, and as wide as its names need. */
function placeList(select: VscodeSingleSelect, options: readonly SelectOption[]): void {
  if (select.open) return;
  const { top, bottom, left, width } = select.getBoundingClientRect();
  const longest = Math.max(0, ...options.map(({ label }) => label.length));
  const wantedPx = Math.min(WIDEST_LIST_PX, longest * CHARACTER_PX + FRAME_PX);
  const widthPx = Math.min(Math.max(width, wantedPx), window.innerWidth - 2 * MARGIN_PX);
  const beyondPx = left + widthPx + MARGIN_PX - window.innerWidth;
  const descriptionPx = measureDescription(options, widthPx - FRAME_PX);
  const belowPx = window.innerHeight - bottom;
  select.position = belowPx < LIST_PX + descriptionPx && top > belowPx ? 'above' : 'below';
  const heightPx = Math.max(LEAST_LIST_PX, Math.max(belowPx, top) - descriptionPx);
  select.style.setProperty('--list-height', `${heightPx}px`);
  select.style.setProperty('--list-width', `${widthPx}px`);
  select.style.setProperty('--list-shift', `${-Math.max(0, beyondPx)}px`);
}

/** The height that the highest description of an option takes, px. */
function measureDescription(options: readonly SelectOption[], widthPx: number): number {
  const countLines = (text: string): number => Math.ceil((text.length * CHARACTER_PX) / widthPx);
  const lines = options.map((option) =>
    describe(option)
      .split('\n')
      .reduce((sum, line) => sum + countLines(line), 0),
  );
  const most = Math.max(0, ...lines);
  return most === 0 ? 0 : most * LINE_PX + FRAME_PX;
}

/** The option that Enter would choose; undefined: none of those that are listed, as after typing. */
function findActive({ shadowRoot }: VscodeSingleSelect): Element | null | undefined {
  return shadowRoot?.querySelector('.option.active');
}

/** After typing, the first match is the one that Enter chooses, as in VS Code's own lists. */
async function pointAtFirstMatch(select: VscodeSingleSelect): Promise<void> {
  await select.updateComplete;
  if (!select.open || findActive(select)) return;
  select.shadowRoot?.querySelector('.option')?.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
}
