import { Select, type SelectProps } from '../select.tsx';

/** A drop-down over a chart, below its label. */
export function ChartSelect({ class: className = '', ...select }: SelectProps) {
  return (
    <div class={`chart-select ${className}`}>
      <span class="field-label" aria-hidden="true">
        {select.label}
      </span>
      <Select {...select} />
    </div>
  );
}
