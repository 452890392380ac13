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
/** Ten options, and the description of one. */
const LIST_PX = 300;
const DESCRIPTION_PX = 80;

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
      onPointerDownCapture={(event) => placeList(event.currentTarget)}
      onKeyDownCapture={(event) => placeList(event.currentTarget)}
      onInput={(event) => void pointAtFirstMatch(event.currentTarget)}
      onChange={(event) => change(event.currentTarget)}
    />
  );
}

function describe({ label, description = '' }: SelectOption): string {
  const whole = label.length > WHOLE_LABEL ? label : '';
  return [whole, description].filter((text) => text !== '').join('\n');
}

/** The list opens where it has more room, and is as high as fits there. */
function placeList(select: VscodeSingleSelect): void {
  if (select.open) return;
  const { top, bottom } = select.getBoundingClientRect();
  const belowPx = window.innerHeight - bottom;
  select.position = belowPx < LIST_PX && top > belowPx ? 'above' : 'below';
  select.style.setProperty('--list-height', `${Math.max(44, Math.max(belowPx, top) - DESCRIPTION_PX)}px`);
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
