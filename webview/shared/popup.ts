import { useEffect, useRef, useState } from 'preact/hooks';

/** Space between the popup and what it opens below. */
const GAP_PX = 2;
/** Space between the popup and the border of the window. */
const EDGE_PX = 4;

/** A popover with controls: it opens below an element and takes the focus; Escape or a click elsewhere closes it. */
export function usePopup() {
  const popup = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  /** A click on its button has already closed it when the button notices. */
  const wasOpen = useRef(false);

  const below = useRef<Element>(undefined);
  /** Places it again when it grows, or what it opens below is resized or removed. */
  const sizes = useRef<ResizeObserver>(undefined);

  const place = (): void => {
    const element = popup.current;
    if (element === null || below.current === undefined) return;
    if (!below.current.isConnected) {
      element.hidePopover();
      return;
    }
    element.style.maxHeight = `${window.innerHeight - 2 * EDGE_PX}px`;
    const { left, bottom } = below.current.getBoundingClientRect();
    const lastLeft = window.innerWidth - element.offsetWidth - EDGE_PX;
    const lastTop = window.innerHeight - element.offsetHeight - EDGE_PX;
    element.style.left = `${Math.max(EDGE_PX, Math.min(left, lastLeft))}px`;
    element.style.top = `${Math.max(EDGE_PX, Math.min(bottom + GAP_PX, lastTop))}px`;
  };
  const openBelow = (anchor: Element): void => {
    const element = popup.current;
    if (element === null) return;
    if (element.matches(':popover-open')) element.hidePopover();
    below.current = anchor;
    element.showPopover();
    place();
    sizes.current?.disconnect();
    sizes.current = new ResizeObserver(place);
    sizes.current.observe(element);
    sizes.current.observe(anchor);
    element.querySelector<HTMLElement>('button:enabled, input:enabled')?.focus({ preventScroll: true });
  };
  useEffect(() => {
    if (!isOpen) return undefined;
    window.addEventListener('resize', place);
    return () => {
      window.removeEventListener('resize', place);
      sizes.current?.disconnect();
    };
  }, [isOpen]);

  return {
    openBelow,
    close: () => popup.current?.hidePopover(),
    /** For the popup. */
    props: {
      ref: popup,
      popover: 'auto' as const,
      role: 'dialog' as const,
      onToggle: (event: Pick<ToggleEvent, 'newState'>) => setIsOpen(event.newState === 'open'),
    },
    /** For the button that opens and closes it. */
    makeButtonProps: (open: (anchor: Element) => void = openBelow) => ({
      'aria-haspopup': 'dialog' as const,
      'aria-expanded': isOpen,
      onPointerDown: () => {
        wasOpen.current = popup.current?.matches(':popover-open') ?? false;
      },
      onClick: (event: MouseEvent) => {
        if (wasOpen.current) popup.current?.hidePopover();
        else if (event.currentTarget instanceof Element) open(event.currentTarget);
        wasOpen.current = false;
      },
    }),
  };
}
