interface LineKeyProps {
  readonly look: { readonly variable: string; readonly dash?: readonly number[] };
}

/** A piece of a chart's line, for its legend. */
export function LineKey({ look: { variable, dash } }: LineKeyProps) {
  return (
    <svg class="series-key" width="18" height="8" aria-hidden="true" style={{ color: `var(${variable})` }}>
      <line
        x1="0"
        x2="18"
        y1="4"
        y2="4"
        stroke="currentColor"
        stroke-width="2"
        stroke-dasharray={dash?.join(' ') ?? 'none'}
      />
    </svg>
  );
}
