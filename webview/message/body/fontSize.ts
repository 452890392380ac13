import { useLayoutEffect, useState } from 'preact/hooks';

/** The editor's font, which is as wide for each character. */
export interface FontSize {
  readonly characterPx: number;
  readonly rowPx: number;
}

const MEASURED_CHARACTERS = 100;
const LINE_HEIGHT = 1.45;

/** Measures the font of an element whose class is `mono`. */
export function useFontSize(parent: { readonly current: HTMLElement | null }): FontSize {
  const [size, setSize] = useState<FontSize>({ characterPx: 8, rowPx: 18 });
  useLayoutEffect(() => {
    const element = parent.current;
    if (element === null) return;
    const probe = document.createElement('span');
    probe.className = 'mono';
    probe.style.cssText = 'position:absolute;visibility:hidden;white-space:pre';
    probe.textContent = '0'.repeat(MEASURED_CHARACTERS);
    element.append(probe);
    const characterPx = probe.getBoundingClientRect().width / MEASURED_CHARACTERS;
    const rowPx = Math.round(Number.parseFloat(getComputedStyle(probe).fontSize) * LINE_HEIGHT);
    probe.remove();
    if (characterPx > 0) setSize({ characterPx, rowPx });
  }, [parent]);
  return size;
}
