import type { Page } from 'playwright-core';

/** More than rounding and the descenders of one line may reach into the next. */
const TOLERANCE_PX = 3;

/**
 * Texts and controls of a page that lie over each other, as far as they can be seen, one line for each pair. What floats
 * above the page on purpose has the class `floating`.
 */
export function findOverlaps(page: Page): Promise<string[]> {
  return page.evaluate((tolerancePx) => {
    interface Box {
      readonly element: Element;
      readonly text: string;
      readonly left: number;
      readonly top: number;
      readonly right: number;
      readonly bottom: number;
    }

    /** The part of a rectangle that no ancestor cuts off. */
    const clip = (element: Element, rect: DOMRect): Omit<Box, 'element' | 'text'> => {
      let { left, top, right, bottom } = rect;
      for (let parent: Element | null = element; parent !== null; parent = parent.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(parent);
        const frame = parent.getBoundingClientRect();
        if (overflowX !== 'visible') {
          left = Math.max(left, frame.left);
          right = Math.min(right, frame.right);
        }
        if (overflowY !== 'visible') {
          top = Math.max(top, frame.top);
          bottom = Math.min(bottom, frame.bottom);
        }
      }
      return {
        left: Math.max(0, left),
        top: Math.max(0, top),
        right: Math.min(innerWidth, right),
        bottom: Math.min(innerHeight, bottom),
      };
    };

    const boxes: Box[] = [];
    for (const element of document.querySelectorAll('body *')) {
      if (element.closest('.visually-hidden, .floating, canvas, script, style') !== null) continue;
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const isControl = element.matches('button, vscode-button, vscode-textfield, vscode-single-select');
      const rects: DOMRect[] = isControl ? [element.getBoundingClientRect()] : [];
      if (!isControl && element.closest('button, vscode-button') === null) {
        for (const node of element.childNodes) {
          if (node.nodeType !== Node.TEXT_NODE || node.textContent?.trim() === '') continue;
          const range = document.createRange();
          range.selectNodeContents(node);
          rects.push(...range.getClientRects());
        }
      }
      for (const rect of rects) {
        const seen = clip(isControl ? (element.parentElement ?? element) : element, rect);
        if (seen.right - seen.left > tolerancePx && seen.bottom - seen.top > tolerancePx)
          boxes.push({ element, text: element.textContent?.trim().slice(0, 40) ?? '', ...seen });
      }
    }
    const found = new Set<string>();
    for (const [index, one] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
        const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (width > tolerancePx && height > tolerancePx) {
          const name = (box: Box): string =>
            `${box.element.localName}.${box.element.className} “${box.text}”`;
          found.add(`${name(one)} and ${name(other)}: ${Math.round(width)} × ${Math.round(height)} px`);
        }
      }
    }
    return [...found].slice(0, 10);
  }, TOLERANCE_PX);
}
