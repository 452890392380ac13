import { useRef } from 'preact/hooks';

interface SeparatorProps {
  readonly class: string;
  /** Spoken name. */
  readonly label: string;
  /** The width that it sets, with its limits. */
  readonly valuePx: number;
  readonly minimumPx?: number;
  readonly maximumPx?: number;
  readonly valueText: string;
  /** It was dragged: where its middle would be. */
  readonly onDrag: (clientX: number) => void;
  readonly onDoubleClick: () => void;
  /** What keys do. */
  readonly keys: Readonly<Record<string, () => void>>;
  readonly title?: string;
  readonly tabIndex?: 0 | -1;
}

/** A border that is dragged, or moved with keys. */
export function Separator(props: SeparatorProps) {
  /** From its middle to where it was taken; undefined: it is not dragged. */
  const heldPx = useRef<number>(undefined);
  const release = (): void => {
    heldPx.current = undefined;
  };
  return (
    <div
      class={props.class}
      role="separator"
      aria-orientation="vertical"
      aria-label={props.label}
      aria-valuenow={props.valuePx}
      {...(props.minimumPx === undefined ? {} : { 'aria-valuemin': props.minimumPx })}
      {...(props.maximumPx === undefined ? {} : { 'aria-valuemax': props.maximumPx })}
      aria-valuetext={props.valueText}
      {...(props.title === undefined ? {} : { title: props.title })}
      tabIndex={props.tabIndex ?? 0}
      onKeyDown={(event) => {
        const act = Object.hasOwn(props.keys, event.key) ? props.keys[event.key] : undefined;
        if (act === undefined) return;
        act();
        event.preventDefault();
        event.stopPropagation();
      }}
      onDblClick={props.onDoubleClick}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        const { left, width } = event.currentTarget.getBoundingClientRect();
        heldPx.current = event.clientX - left - width / 2;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (heldPx.current !== undefined) props.onDrag(event.clientX - heldPx.current);
      }}
      onPointerUp={release}
      onPointerCancel={release}
    />
  );
}
