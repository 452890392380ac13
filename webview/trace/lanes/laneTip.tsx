import { useLayoutEffect, useRef, useState } from 'preact/hooks';

interface TipContent {
  readonly lines: readonly string[];
  /** From the left and top of the lanes, CSS pixels. */
  readonly x: number;
  readonly y: number;
}

export interface TipControl {
  show(content: TipContent | undefined): void;
}

/** The details under the pointer. Visual only: the lane has the same as text for screen readers. */
export function LaneTip({ control }: { readonly control: { current: TipControl | undefined } }) {
  const [content, setContent] = useState<TipContent>();
  const box = useRef<HTMLDivElement>(null);
  control.current = { show: setContent };
  useLayoutEffect(() => {
    const element = box.current;
    const around = element?.parentElement;
    if (element === null || around === null || around === undefined || content === undefined) return;
    const left = Math.min(content.x + 14, around.clientWidth - element.offsetWidth - 4);
    const isBelow = content.y + 18 + element.offsetHeight <= around.clientHeight;
    const top = isBelow ? content.y + 18 : Math.max(0, content.y - element.offsetHeight - 8);
    element.style.transform = `translate(${Math.max(0, left)}px, ${top}px)`;
  }, [content]);
  if (content === undefined) return null;
  return (
    <div class="lane-tip" ref={box} aria-hidden="true">
      {content.lines.map((line, index) => (
        <div key={line} class={index === 0 ? 'lane-tip-title' : ''}>
          {line}
        </div>
      ))}
    </div>
  );
}
